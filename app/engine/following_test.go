package engine_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/jobsync"
	"lookbook/app/library"

	"github.com/google/go-cmp/cmp"
)

// Results that are listed only some answers after "success" are saved, however
// the list shows them, and also after a restart.
func TestResultsThatComeAfterSuccess(t *testing.T) {
	lists := map[string]func(*apitest.Options){
		"whole list":  func(*apitest.Options) {},
		"summaries":   func(o *apitest.Options) { o.Summaries = true },
		"two of each": func(o *apitest.Options) { o.ListPictures = 2 },
		"short list":  func(o *apitest.Options) { o.ListLimit = 1 },
		"no list":     nil,
	}
	for name, set := range lists {
		for _, odd := range []apitest.Oddities{
			{},
			{LateAnswers: 1},
			{LateAnswers: 3, LatePictures: 2},
			{LateAnswers: 6},
			{LateAnswers: 2, Backwards: true},
			{LateAnswers: 2, ToldType: "image_gen"},
		} {
			for _, restart := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %+v, restart %v", name, odd, restart), func(t *testing.T) {
					var o apitest.Options
					if set != nil {
						set(&o)
					}
					w := newWorld(t, o)
					if set == nil {
						w.server.Inject(apitest.NoList(http.StatusNotFound))
					}
					w.server.PlanNext(apitest.Plan{Times: -1, Oddities: odd})
					entry := w.submit(config(4))
					w.server.AddWebsiteJob(config(4))
					if restart {
						w.run(time.Hour, func() bool { return w.entry(entry.ID).State == library.EntrySuccess })
						w.restart()
					}
					want := 8
					if set == nil {
						want = 4 // nothing lists those of the website
					}
					if !w.run(30*time.Minute, func() bool { return w.Totals().Saved == want && w.Totals().Unfinished == 0 }) {
						t.Fatalf("after half an hour: %+v", w.Totals())
					}
					w.check(want)
					before := len(w.server.Calls())
					w.run(time.Hour, nil)
					if calls := len(w.server.Calls()) - before; calls > 20 {
						t.Errorf("%d calls in an hour with nothing to follow", calls)
					}
					if got := w.entry(entry.ID); got.FollowUp != nil {
						t.Errorf("it is whole, and still followed up: %+v", got.FollowUp)
					}
				})
			}
		}
	}
}

// A job that lists fewer pictures than promised ends, says how many it listed,
// and can be asked for again.
func TestAJobThatToldOfTwoOfFour(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.PlanNext(apitest.Plan{RunTime: -1, Oddities: apitest.Oddities{LateAnswers: -1, LatePictures: 2}})
	entry := w.submit(config(4))
	w.run(10*time.Minute, nil)
	if got := w.entry(entry.ID); !got.Awaited() || got.Short() != 2 || got.Expected() != 4 {
		t.Fatalf("after ten minutes: %+v", got.FollowUp)
	}
	w.restart()
	before := len(w.server.Calls())
	w.run(time.Hour, func() bool { return !w.entry(entry.ID).Awaited() })
	got := w.entry(entry.ID)
	if got.FollowUp == nil || !got.FollowUp.Final || got.Short() != 2 || got.Images.Saved != 2 || w.Totals().Unfinished != 0 {
		t.Fatalf("at the end: %+v, %+v", got.FollowUp, got.Images)
	}
	if calls := len(w.server.Calls()) - before; calls > 60 {
		t.Errorf("%d calls until then", calls)
	}
	w.run(24*time.Hour, nil)
	if gets := w.count("GET", "/jobs/image-gen/"); gets > 60 {
		t.Errorf("asked for %d times", gets)
	}
	if err := w.engine.Downloads.RetryEntry(t.Context(), entry.ID); err != nil {
		t.Errorf("asking again: %v", err)
	}
	if got := w.entry(entry.ID); !got.FollowUp.Final {
		t.Error("asking again made it wait anew")
	}
}

// The pictures of a failed job may be listed late too.
func TestAFailedJobsPicturesComeLate(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.PlanNext(apitest.Plan{FailureReason: "out of memory", FailAt: 60, Oddities: apitest.Oddities{LateAnswers: 2}})
	entry := w.submit(config(4))
	w.run(20*time.Minute, nil)
	if got := w.entry(entry.ID); got.State != library.EntryFailure || got.Images.Saved != 2 {
		t.Errorf("the job is %s with %+v", got.State, got.Images)
	}
	before := w.count("GET", "/jobs/image-gen/")
	w.run(time.Hour, nil)
	if after := w.count("GET", "/jobs/image-gen/"); after != before {
		t.Errorf("a failed job is still asked for")
	}
}

// A library of the previous version, with a job left at "done, 0 of 4".
func TestAnOldLibrarysJobsAreFollowedAgain(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.NoList(http.StatusNotFound))
	w.server.PlanNext(apitest.Plan{Oddities: apitest.Oddities{LateAnswers: 1}})
	entry := w.submit(config(4))
	w.run(time.Hour, func() bool { return w.entry(entry.ID).State == library.EntrySuccess })
	w.close()
	db, err := sql.Open("sqlite", filepath.Join(w.dir, "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	// The library reopens it in the same way, see TestWhatAnEarlierVersionGaveUpIsOpenedAgain.
	_, err = db.ExecContext(context.Background(), `UPDATE follow_ups SET since = 0, answers = 0, due = 1`)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	w.open()
	w.runUntilSaved(4)
	w.check(4)
}

// Neither one answer that a job doesn't exist ends following it, nor several.
func TestNotFoundForAWhile(t *testing.T) {
	for name, fault := range map[string]apitest.Fault{
		"once":       apitest.NotFound("", 1),
		"ten times":  apitest.NotFound("", 10),
		"a firewall": apitest.Firewall(apitest.Follow, http.StatusNotFound, 40),
	} {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, restart %v", name, restart), func(t *testing.T) {
				w := newWorld(t, apitest.Options{QueueTime: 10 * time.Minute})
				w.server.Inject(apitest.NoList(http.StatusNotFound))
				entry := w.submit(config(4))
				w.run(3*time.Minute, nil)
				w.server.Inject(fault)
				seen := w.run(time.Hour, func() bool { return w.entry(entry.ID).NotFound() })
				if !seen {
					t.Error("nothing is said of it")
				}
				if restart {
					w.restart()
				}
				w.run(24*time.Hour, func() bool { return w.Totals().Saved == 4 })
				w.check(4)
				if got := w.entry(entry.ID); got.FollowUp != nil || got.State != library.EntrySuccess {
					t.Errorf("the job is %s, %+v", got.State, got.FollowUp)
				}
			})
		}
	}
}

// A key of another account is used for an hour and longer. With the first key,
// its jobs are found again, and also the pictures that waited for an address.
func TestAnotherAccountsKey(t *testing.T) {
	for _, hours := range []int{1, 30} {
		for _, told := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d h, told of the key %v", hours, told), func(t *testing.T) {
				first, second := "dl-"+strings.Repeat("0f", 16), "dl-"+strings.Repeat("1e", 16)
				w := newWorld(t, apitest.Options{Keys: []string{first, second}, Accounts: true})
				change := func(key string) {
					w.key = key
					if told {
						w.engine.Jobs.KeyChanged(library.FirstAccount)
					}
				}
				w.submit(config(3))
				w.clock.Advance(4 * time.Minute)
				w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.DropBefore, Times: -1})
				w.engine.Round()
				w.fetch()
				w.server.ClearFaults()
				running := w.submit(config(4))
				change(second)
				w.run(time.Duration(hours)*time.Hour, nil)
				if got := w.entry(running.ID); got.State == library.EntrySuccess || got.FollowUp == nil {
					t.Fatalf("with another account's key the job is %s", got.State)
				}
				change(first)
				if !w.run(20*time.Hour, func() bool { return w.Totals().Saved == 7 && w.Totals().Unfinished == 0 }) {
					t.Fatalf("twenty hours after the key is back: %+v", w.Totals())
				}
				w.check(7)
				if w.posts() != 2 {
					t.Errorf("%d POSTs", w.posts())
				}
			})
		}
	}
}

// A firewall's answers in place of the service's stop nothing for good.
func TestAFirewallsPage(t *testing.T) {
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		for _, where := range []apitest.Endpoint{apitest.API, apitest.Follow, apitest.List} {
			t.Run(fmt.Sprint(status, " ", where), func(t *testing.T) {
				w := newWorld(t, apitest.Options{ListLimit: 1})
				w.submit(config(2))
				w.submit(config(2))
				w.server.Inject(apitest.Firewall(where, status, 30))
				w.run(5*time.Minute, func() bool {
					if paused := w.engine.Status().Paused; paused != jobsync.NotPaused {
						t.Fatalf("paused: %s", paused)
					}
					return false
				})
				if !w.run(2*time.Hour, func() bool { return w.Totals().Saved == 4 && w.Totals().Unfinished == 0 }) {
					t.Fatalf("%+v, %+v", w.Totals(), w.engine.Status())
				}
				w.check(4)
			})
		}
	}
}

// When the service itself refuses the key, new requests stop at once, before
// the refusal is believed. The first good answer lets them go on without a
// click.
func TestARefusedKeyHoldsNewRequests(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(1))
	w.server.Inject(apitest.Fault{Where: apitest.List, How: apitest.Answer, Status: 401})
	w.engine.Round()
	held := w.submit(config(1))
	if w.posts() != 1 || held.State != library.EntryRefused || held.Problem.Charged != library.ChargedNo || !cmp.Equal(held.Problem.Cause, cause.New(cause.Unsent).Because(cause.New(cause.KeyNotTaken))) {
		t.Errorf("%d POSTs; the request is %s: %+v", w.posts(), held.State, held.Problem)
	}
	if paused := w.engine.Status().Paused; paused != jobsync.NotPaused {
		t.Errorf("one answer was believed: %s", paused)
	}
	w.run(10*time.Second, nil)
	w.submit(config(1))
	w.runUntilSaved(2)
	w.check(2)
	if w.posts() != 2 {
		t.Errorf("%d POSTs", w.posts())
	}
}

// After an hour in which the service refuses good keys, everything recovers by
// itself.
func TestAnHourOfRefusedKeys(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(2))
	w.server.Inject(apitest.Fault{Where: apitest.API, How: apitest.Answer, Status: 401, Times: -1})
	w.run(time.Hour, nil)
	if w.engine.Status().Paused != jobsync.WrongKey {
		t.Errorf("%+v", w.engine.Status())
	}
	w.server.ClearFaults()
	w.run(20*time.Minute, func() bool { return w.Totals().Saved == 2 })
	w.check(2)
	if status := w.engine.Status(); status.Paused != jobsync.NotPaused {
		t.Errorf("%+v", status)
	}
}

// One answer from something in between that there is no list doesn't lead to
// the question whether to pay again.
func TestOneAnswerWithoutAListAsksNobody(t *testing.T) {
	for name, fault := range map[string]apitest.Fault{
		"a firewall":  apitest.Firewall(apitest.List, http.StatusNotFound, 2),
		"the service": {Where: apitest.List, How: apitest.Answer, Status: http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.server.Inject(fault)
			w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
			entry := w.submit(config(1))
			w.run(10*time.Minute, func() bool {
				if got := w.entry(entry.ID); got.Problem != nil && got.Problem.Cause.Code == cause.NoList {
					t.Errorf("after %v a person is asked: %+v", w.clock.Since(noon), got.Problem)
				}
				return w.Totals().Saved == 1
			})
			w.check(1)
			if w.posts() != 1 {
				t.Errorf("%d POSTs", w.posts())
			}
		})
	}
}

// Two requests are answered with the same job id. Neither stays "sending", and
// the second one's own job is found.
func TestTwoAnswersWithOneID(t *testing.T) {
	for _, restart := range []bool{false, true} {
		w := newWorld(t, apitest.Options{})
		first := w.submit(config(2))
		w.server.PlanNext(apitest.Plan{Oddities: apitest.Oddities{SameID: true}})
		second := w.submit(config(3))
		if got := w.entry(second.ID); got.State != library.EntryUnknown || got.Problem.Charged != library.ChargedMaybe || w.engine.Status().Sending != 0 {
			t.Errorf("the second is %s: %+v; %d sending", got.State, got.Problem, w.engine.Status().Sending)
		}
		if restart {
			w.restart()
		}
		w.runUntilSaved(5)
		w.check(5)
		one, two := w.entry(first.ID), w.entry(second.ID)
		if one.Job.JobID == two.Job.JobID || two.State != library.EntrySuccess || w.Totals().Entries != 2 || w.posts() != 2 {
			t.Errorf("%s and %s, %s; %d entries, %d POSTs", one.Job.JobID, two.Job.JobID, two.State, w.Totals().Entries, w.posts())
		}
	}
}

// A job is followed to its end whatever job_type its answers contain.
func TestAJobTypeThatIsNotItsAddress(t *testing.T) {
	for _, odd := range []string{"image_gen", "dreambooth", "dreambooth_image_gen", "video/../gen", "..", " ", strings.Repeat("x", 5000)} {
		for _, backwards := range []bool{false, true} {
			w := newWorld(t, apitest.Options{})
			w.server.Inject(apitest.NoList(http.StatusNotFound))
			w.server.PlanNext(apitest.Plan{Oddities: apitest.Oddities{ToldType: odd, Backwards: backwards, LateAnswers: 1}})
			w.submit(config(3))
			w.runUntilSaved(3)
			w.check(3)
			if calls := w.count("GET", "/jobs/"); calls > 80 {
				t.Errorf("%.20q: %d calls", odd, calls)
			}
		}
	}
}

// A picture that waits after a failed download keeps waiting, and is saved when
// its job is found again.
func TestAPictureThatWaitsWhileItsJobIsNotFound(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(2))
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Firewall(apitest.Picture, http.StatusForbidden, 6))
	w.server.Inject(apitest.NotFound("", 3))
	w.run(24*time.Hour, func() bool { return w.Totals().Saved == 2 })
	w.check(2)
	if took := w.clock.Since(noon); took > time.Hour {
		t.Errorf("it took %v", took)
	}
}
