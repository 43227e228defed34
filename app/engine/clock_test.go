package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// Where a list was taken in before, no clock decides: neither this computer's
// nor a Date header that is wrong or not there.
func TestWhatWasListedBeforeDecides(t *testing.T) {
	for _, date := range []string{"right", "an hour ahead", "an hour behind", "none"} {
		for _, ahead := range append(wrongBy, 0) {
			t.Run(fmt.Sprint(date, " ", ahead), func(t *testing.T) {
				w := newWorld(t, apitest.Options{})
				switch date {
				case "an hour ahead":
					w.server.SetDateSkew(time.Hour)
				case "an hour behind":
					w.server.SetDateSkew(-time.Hour)
				case "none":
					w.server.SetNoDate(true)
				}
				w.close()
				w.ahead = ahead
				w.open()
				old := w.server.AddWebsiteJob(config(2))
				w.engine.Round()
				w.clock.Advance(5 * time.Second)
				w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
				entry := w.submit(config(2))
				if date == "right" {
					w.restart() // what decides is durable
				}
				w.runUntilSaved(4)
				w.check(4)
				got := w.entry(entry.ID)
				if got.State != library.EntrySuccess || got.Job.JobID == old || w.posts() != 1 || w.totals().Entries != 2 {
					t.Errorf("it is %s with job %q (the website's is %s), %d POSTs", got.State, got.Job.JobID, old, w.posts())
				}
			})
		}
	}
}

// Setting the clock while a lost request is looked for changes neither what is
// found nor how long it is looked for.
func TestTheClockIsSetWhileALostSubmissionIsLookedFor(t *testing.T) {
	for _, by := range wrongBy {
		t.Run(fmt.Sprint(by), func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.server.AddWebsiteJob(config(1))
			w.clock.Advance(8 * time.Minute)
			w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
			w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropBefore})
			made, never := w.submit(config(2)), w.submit(config(3))
			w.setClock(by)
			begun := w.clock.Now()
			asked := func() bool { return strings.Contains(w.entry(never.ID).Problem.Message, "can't tell") }
			if !w.run(time.Hour, asked) {
				t.Fatalf("nobody is asked about what never arrived: %+v", w.entry(never.ID).Problem)
			}
			if took := w.clock.Since(begun); took < 2*time.Minute || took > 5*time.Minute {
				t.Errorf("a person was asked after %v", took)
			}
			if got := w.entry(made.ID); got.Submission.State != library.Accepted || w.posts() != 2 {
				t.Errorf("what was made is %s, %d POSTs", got.State, w.posts())
			}
			w.runUntilSaved(3)
			w.check(3)
		})
	}
}

// Of two jobs that the website and this program made just now, the one that
// was made after the request is its own.
func TestTheJobMadeAfterTheRequestIsItsOwn(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.engine.Round()
	w.clock.Advance(20 * time.Second)
	website := w.server.AddWebsiteJob(config(1))
	w.clock.Advance(20 * time.Second)
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
	entry := w.submit(config(1))
	w.runUntilSaved(2)
	if got := w.entry(entry.ID); got.State != library.EntrySuccess || got.Job.JobID == website {
		t.Errorf("it is %s with job %q, the website's is %s", got.State, got.Job.JobID, website)
	}
}

// Twins whose order the clock turns round get their jobs in the order in which
// they were sent.
func TestTwinsAndAClockThatIsSetBack(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.engine.Round()
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter, Times: 2})
	one := w.submit(config(1))
	w.setClock(-time.Hour)
	w.clock.Advance(time.Second)
	two := w.submit(config(1))
	w.runUntilSaved(2)
	jobs := w.server.Jobs() // newest first
	if first, second := w.entry(one.ID), w.entry(two.ID); first.Job.JobID != jobs[1].JobID || second.Job.JobID != jobs[0].JobID {
		t.Errorf("the first has job %s, the second %s of %s, %s", first.Job.JobID, second.Job.JobID, jobs[1].JobID, jobs[0].JobID)
	}
}
