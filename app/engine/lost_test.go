package engine_test

import (
	"fmt"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/library"
)

// wrongBy lists by how much this computer's clock is ahead.
var wrongBy = []time.Duration{10 * time.Minute, -10 * time.Minute, 25 * time.Hour, -25 * time.Hour}

// The job of a request with a lost answer is found however wrong the clock is,
// and an older job of the website is not mistaken for it, although no list was
// stored before. The service's own times decide.
func TestALostSubmissionIsFoundWithAWrongClock(t *testing.T) {
	for _, ahead := range wrongBy {
		t.Run(fmt.Sprint(ahead), func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.close()
			w.ahead = ahead
			w.open()
			old := w.server.AddWebsiteJob(config(2))
			w.clock.Advance(8 * time.Minute)
			w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
			entry := w.submit(config(2))
			asked := false
			found := w.run(time.Hour, func() bool {
				now := w.entry(entry.ID)
				asked = asked || now.Problem != nil && upToAPerson(now.Problem)
				return w.Totals().Saved == 4
			})
			got := w.entry(entry.ID)
			if !found || asked || got.State != library.EntrySuccess || got.Job.JobID == old || w.posts() != 1 || w.Totals().Entries != 2 {
				t.Errorf("it is %s, job %q (the website's is %s), asked %v; %d POSTs, %+v", got.State, got.Job.JobID, old, asked, w.posts(), w.Totals())
			}
		})
	}
}

// A request that never arrived doesn't get an older job, whatever this
// computer's clock shows.
func TestAnOlderJobIsNeverAdopted(t *testing.T) {
	for _, ahead := range append(wrongBy, 0) {
		for _, listed := range []bool{false, true} {
			t.Run(fmt.Sprint(ahead, " listed ", listed), func(t *testing.T) {
				w := newWorld(t, apitest.Options{})
				w.close()
				w.ahead = ahead
				w.open()
				w.server.AddWebsiteJob(config(2))
				if listed {
					w.engine.Round()
				}
				if w.clock.Advance(10 * time.Second); !listed {
					w.clock.Advance(10 * time.Minute)
				}
				w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropBefore})
				entry := w.submit(config(2))
				w.run(time.Hour, nil)
				got := w.entry(entry.ID)
				if got.State != library.EntryUnknown || !upToAPerson(got.Problem) {
					t.Errorf("it is %s with job %q: %+v", got.State, got.Job.JobID, got.Problem)
				}
				if w.Totals().Saved != 2 || w.posts() != 1 {
					t.Errorf("%+v, %d POSTs", w.Totals(), w.posts())
				}
			})
		}
	}
}

// upToAPerson reports whether only a person can decide about a request.
func upToAPerson(p *library.Problem) bool {
	return p != nil && (p.Cause.Code == cause.NotInList || p.Cause.Code == cause.NoList)
}
