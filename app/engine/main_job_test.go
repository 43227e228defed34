package engine_test

import (
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

func TestSixteenPicturesComeHome(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	entry := w.submit(config(16))
	if entry.State != library.EntryQueued || entry.Job.JobID == "" {
		t.Fatalf("after the answer the entry is %+v", entry)
	}
	partly := false
	w.run(time.Hour, func() bool {
		totals := w.Totals()
		partly = partly || totals.Saved > 0 && totals.Saved < 16
		return totals.Saved == 16 && totals.Unfinished == 0
	})
	w.check(16)
	if !partly {
		t.Error("no picture was saved before the job had finished")
	}
	if w.posts() != 1 {
		t.Errorf("%d POSTs", w.posts())
	}
	done := w.server.Jobs()[0].StateRunningEnd
	if late := w.clock.Since(done.Time); late > 1500*time.Millisecond {
		t.Errorf("the last picture was saved %v after it was there", late)
	}
	calls := len(w.server.Calls())
	t.Logf("one job of 16 pictures: %d calls, last picture %v late", calls, w.clock.Since(done.Time))
	if calls > 52 {
		t.Errorf("%d calls for one job", calls)
	}
}
