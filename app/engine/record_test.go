package engine_test

import (
	"sync/atomic"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// Pictures are recorded together by one of those who wait. When that goes wild
// in the middle, the others are answered all the same and nothing stands still.
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
	w.restart() // what the panic left is cleared up at the next start
	w.check(8)
}
