package engine_test

import (
	"fmt"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// If a list was stored before, no clock decides which job is new: neither this
// computer's nor a wrong or missing Date header.
func TestWhatWasListedBeforeDecides(t *testing.T) {
	for _, date := range []string{"right", "an hour ahead", "an hour behind", "none"} {
		for _, ahead := range append(wrongBy, 0) {
			t.Run(fmt.Sprint(date, " ", ahead), func(t *testing.T) {
				w := newWorld(t, apitest.Options{})
				switch date {
				case "an hour ahead":
					w.server.Dates.SetSkew(time.Hour)
				case "an hour behind":
					w.server.Dates.SetSkew(-time.Hour)
				case "none":
					w.server.Dates.SetAbsent(true)
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
					w.restart() // the decision survives a restart
				}
				w.runUntilSaved(4)
				w.check(4)
				got := w.entry(entry.ID)
				if got.State != library.EntrySuccess || got.Job.JobID == old || w.posts() != 1 || w.Totals().Entries != 2 {
					t.Errorf("it is %s with job %q (the website's is %s), %d POSTs", got.State, got.Job.JobID, old, w.posts())
				}
			})
		}
	}
}

// A wrong clock doesn't make a recent job of the website, whose pictures are
// listed late, count as an old job whose pictures are gone.
func TestAWrongClockMakesNoJobOld(t *testing.T) {
	for _, ahead := range []time.Duration{0, 400 * 24 * time.Hour, -400 * 24 * time.Hour} {
		for _, dated := range []bool{true, false} {
			t.Run(fmt.Sprintf("%v, dated %v", ahead, dated), func(t *testing.T) {
				w := newWorld(t, apitest.Options{Summaries: true})
				w.server.Dates.SetAbsent(!dated)
				w.close()
				w.ahead = ahead
				w.open()
				w.server.PlanNext(apitest.Plan{QueueTime: -1, RunTime: -1, Oddities: apitest.Oddities{LateAnswers: 4}})
				w.server.AddWebsiteJob(config(3))
				w.runUntilSaved(3)
				w.check(3)
			})
		}
	}
}

// Setting the clock during the search for a lost request changes neither what
// is found nor how long the search goes on.
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
			asked := func() bool { return upToAPerson(w.entry(never.ID).Problem) }
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

// If the website and this program made equal jobs just now, the later one, made
// after the request, is the program's.
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

// Equal requests get their jobs in the order of sending, although the clock reverses that order.
func TestEqualRequestsAndAClockThatIsSetBack(t *testing.T) {
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

// A failed download is retried within minutes, although the clock was set meanwhile, with or
// without a restart.
func TestRetriesWhenTheClockIsSet(t *testing.T) {
	for _, by := range append(wrongBy, -48*time.Hour) {
		for _, restarted := range []bool{false, true} {
			t.Run(fmt.Sprint(by, " restarted ", restarted), func(t *testing.T) {
				w := newWorld(t, apitest.Options{})
				w.submit(config(3))
				w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Answer, Status: 503, Times: -1})
				if w.run(10*time.Minute, nil); w.Totals().Failed == 0 {
					t.Fatalf("nothing failed: %+v", w.Totals())
				}
				w.server.ClearFaults()
				if restarted {
					w.close()
					w.ahead = by // no monotonic clock spans two runs
					w.open()
				} else {
					w.setClock(by)
				}
				begun := w.clock.Now()
				if !w.run(time.Hour, func() bool { return w.Totals().Saved == 3 }) {
					t.Fatalf("after an hour: %+v", w.Totals())
				}
				if took := w.clock.Since(begun); took > 15*time.Minute {
					t.Errorf("they were saved after %v", took)
				}
				w.check(3)
			})
		}
	}
}

// The service's clock decides whether an address has expired. With a wrong
// clock here, no address is renewed without need and no expired one is used.
func TestAddressesExpireByTheServicesClock(t *testing.T) {
	for _, ahead := range append(wrongBy, 0) {
		t.Run(fmt.Sprint(ahead), func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.close()
			w.ahead = ahead
			w.open()
			entry := w.submit(config(2))
			w.clock.Advance(4 * time.Minute)
			w.engine.Round()
			w.fetch()
			if gets := w.count("GET", "/jobs/image-gen/"); gets > 0 || w.Totals().Saved != 2 {
				t.Errorf("fresh addresses were asked for anew %d times, %+v", gets, w.Totals())
			}
			dead := w.submit(config(1))
			w.clock.Advance(4 * time.Minute)
			w.engine.Round()
			w.clock.Advance(90 * time.Minute)
			w.fetch()
			if w.Totals().Saved != 3 || w.entry(dead.ID).Images.Saved != 1 || w.entry(entry.ID).Images.Saved != 2 {
				t.Errorf("%+v", w.Totals())
			}
			for _, call := range w.server.ImageCalls() {
				if call.Status >= 400 {
					t.Errorf("a dead address was used: %d", call.Status)
				}
			}
		})
	}
}

// A job with missing pictures is asked for again soon, although the clock was
// set back by hours.
func TestFollowUpsWhenTheClockIsSetBack(t *testing.T) {
	for _, back := range []time.Duration{time.Hour, 20 * time.Hour, 48 * time.Hour} {
		t.Run(fmt.Sprint(back), func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.server.PlanNext(apitest.Plan{RunTime: -1, Oddities: apitest.Oddities{LateAnswers: -1, LatePictures: 2}})
			entry := w.submit(config(4))
			if w.run(10*time.Minute, nil); !w.entry(entry.ID).Awaited() {
				t.Fatal("it is not followed up")
			}
			w.close()
			w.ahead = -back
			w.open()
			before := w.count("GET", "/jobs/image-gen/")
			if w.run(20*time.Minute, nil); w.count("GET", "/jobs/image-gen/") == before {
				t.Errorf("it was not asked for in twenty minutes")
			}
		})
	}
}
