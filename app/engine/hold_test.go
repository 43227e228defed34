package engine_test

import (
	"testing"
	"time"

	"lookbook/api/apitest"
)

// While a person has paused following, nothing is asked and nothing is fetched.
// Requests are sent all the same, and afterwards every picture comes.
func TestWhatWasPausedGoesOn(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(2))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round() // the pictures are known
	w.engine.Hold(true)
	w.submit(config(3))
	calls := w.count("GET", "/jobs")
	if w.run(time.Hour, func() bool { return w.Totals().Saved > 0 }) {
		t.Error("a picture was fetched")
	}
	if got := w.count("GET", "/jobs"); got != calls || w.posts() != 2 || !w.engine.Status().Held {
		t.Errorf("%d calls for jobs, %d requests, %+v", got-calls, w.posts(), w.engine.Status())
	}
	w.engine.Hold(false)
	w.runUntilSaved(5)
	w.check(5)
	if w.engine.Status().Held {
		t.Error("it is still paused")
	}
}
