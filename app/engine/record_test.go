package engine_test

import (
	"sync/atomic"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// Pictures are recorded together by one of the goroutines that wait. If that
// panics, the others get an answer and nothing hangs.
func TestAPanicWhileRecordingHoldsUpNobody(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	var panicked atomic.Bool
	cancel := w.Library.Subscribe(func(event library.Event) {
		changed, ok := event.(library.ImageChanged)
		if ok && changed.Image.State == library.ImageSaved && panicked.CompareAndSwap(false, true) {
			panic("wild record")
		}
	})
	defer cancel()
	w.submit(config(8))
	w.clock.Advance(5 * time.Minute)
	w.runUntilSaved(8)
	if crash := w.engine.Status().Internal; !panicked.Load() || crash == nil || crash.Value != "wild record" {
		t.Errorf("the status says %+v", crash)
	}
	w.restart() // the next start removes what the panic left
	w.check(8)
}
