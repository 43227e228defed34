package engine_test

import (
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// The job of a lost request is found in a list that takes several transactions
// and contains invalid entries.
func TestALostSubmissionIsFoundInALongList(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Extras.Lengthen(450, 1)
	w.server.Extras.Add(`{"job_id":"ig_nan","percentage_done":NaN}`, apitest.HugeJob("ig_huge", 70<<20), `null`)
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
	entry := w.submit(config(2))
	w.engine.Round()
	if got := w.entry(entry.ID); got.Submission.State != library.Accepted || w.Totals().Entries != 451 {
		t.Errorf("it is %s: %+v", got.State, w.Totals())
	}
}

// A list that always breaks off still yields its first jobs. The others are
// asked for one by one, and a missing end is no reason to ask a person about a
// lost request.
func TestAListThatAlwaysBreaksOff(t *testing.T) {
	for _, how := range []apitest.Kind{apitest.Cut, apitest.Truncate} {
		t.Run(string(how), func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			followed := w.submit(config(1))
			w.clock.Advance(time.Second)
			w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
			found := w.submit(config(2))
			w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropBefore})
			never := w.submit(config(3))
			// The newest job completely, and the start of the one before.
			w.server.Inject(apitest.Fault{Where: apitest.List, How: how, AfterBytes: 1400, Times: -1})
			done := w.run(time.Hour, func() bool { return w.Totals().Saved == 3 })
			if !done || w.entry(followed.ID).State != library.EntrySuccess || w.entry(found.ID).State != library.EntrySuccess {
				t.Errorf("%s and %s, %+v", w.entry(followed.ID).State, w.entry(found.ID).State, w.Totals())
			}
			if got := w.entry(never.ID); got.State != library.EntryUnknown {
				t.Errorf("what never arrived is %s", got.State)
			}
		})
	}
}
