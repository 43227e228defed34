package engine_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/jobsync"
	"lookbook/app/library"
)

// The program works completely without the list.
func TestWithoutAList(t *testing.T) {
	for _, status := range []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusUnprocessableEntity} {
		w := newWorld(t, apitest.Options{})
		w.server.Inject(apitest.NoList(status))
		w.submit(config(5))
		w.submit(config(6))
		w.runUntilSaved(11)
		w.check(11)
		if lists := w.count("GET", "/jobs/image-gen") - w.count("GET", "/jobs/image-gen/"); lists != 1 {
			t.Errorf("%d: the list was asked for %d times", status, lists)
		}
		if !w.engine.Status().NoList {
			t.Error("the status says nothing of it")
		}
		if calls := w.count("GET", "/jobs"); calls > 120 {
			t.Errorf("%d calls for two jobs", calls)
		}
	}
}

// A list that is always invalid is given up in the end.
func TestAListThatMakesNoSense(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.List, How: apitest.Answer, Status: 200, Body: `"soon"`, Times: -1})
	w.submit(config(4))
	w.runUntilSaved(4)
	w.check(4)
	if !w.engine.Status().NoList {
		t.Error("the list is still asked for")
	}
}

// Lists of summaries show which jobs to ask for.
func TestSummaries(t *testing.T) {
	w := newWorld(t, apitest.Options{Summaries: true, Wrapped: true})
	w.submit(config(16))
	w.server.AddWebsiteJob(config(2))
	partly := false
	w.run(time.Hour, func() bool {
		totals := w.Totals()
		partly = partly || totals.Saved > 0 && totals.Saved < 16
		return totals.Saved == 18 && totals.Unfinished == 0
	})
	w.check(18)
	if !partly {
		t.Error("no picture was saved before its job had finished")
	}
	if gets := w.count("GET", "/jobs/image-gen/"); gets > 25 {
		t.Errorf("the jobs were asked for %d times", gets)
	}
	before := len(w.server.Calls())
	w.run(5*time.Minute, nil)
	if after := w.count("GET", "/jobs/image-gen/"); after > 25 || len(w.server.Calls())-before > 6 {
		t.Errorf("finished jobs are still asked for: %d, %d calls in five minutes", after, len(w.server.Calls())-before)
	}
}

// A crash between learning that a job has ended and asking for its pictures.
func TestSummariesAndARestart(t *testing.T) {
	w := newWorld(t, apitest.Options{Summaries: true})
	w.submit(config(3))
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Fault{Where: apitest.Follow, How: apitest.Answer, Status: 500, Times: 2})
	w.engine.Round()
	if w.Totals().Images != 0 || w.Totals().Unfinished != 0 {
		t.Fatalf("%+v", w.Totals())
	}
	w.restart()
	w.run(10*time.Minute, func() bool { return w.Totals().Saved == 3 })
	w.check(3)
}

// Jobs started elsewhere are taken from the list. Jobs older than the list are
// followed one by one.
func TestJobsFromElsewhereAndOldOnes(t *testing.T) {
	w := newWorld(t, apitest.Options{ListLimit: 2})
	mine := w.submit(config(2))
	w.server.AddWebsiteJob(config(3))
	w.server.AddWebsiteJob(config(4))
	w.runUntilSaved(9)
	w.check(9)
	if got := w.entry(mine.ID); got.State != library.EntrySuccess || w.Totals().Entries != 3 {
		t.Errorf("ours is %s, %d entries", got.State, w.Totals().Entries)
	}
}

// An unknown state or type is shown, and its job is followed.
func TestOddJobs(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	raw := []byte(`{"job_type":"video-gen","job_id":"vg_1","state":"thinking","state_queued_start":"2026-03-01T11:00:00","config":null}`)
	if err := w.server.AddRaw(raw); err != nil {
		t.Fatal(err)
	}
	w.server.PlanNext(apitest.Plan{StateWord: "upscaling"})
	entry := w.submit(config(2))
	odd := false
	w.run(time.Hour, func() bool {
		odd = odd || w.entry(entry.ID).State == library.EntryOther
		return w.Totals().Saved == 2
	})
	w.check(2)
	if !odd {
		t.Error("the odd word never showed")
	}
	if other, err := w.Library.EntryByJob(t.Context(), "vg_1"); err != nil || other.Job.State != "thinking" {
		t.Errorf("the other type's job: %+v, %v", other, err)
	}
}

func TestAFailedJobSaysWhy(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.PlanNext(apitest.Plan{FailureReason: "out of memory", FailAt: 50})
	entry := w.submit(config(4))
	w.run(10*time.Minute, func() bool { return w.Totals().Unfinished == 0 && w.Totals().Unsaved == 0 })
	entry = w.entry(entry.ID)
	if entry.State != library.EntryFailure || entry.Job.FailureReason != "out of memory" {
		t.Errorf("the job is %s: %q", entry.State, entry.Job.FailureReason)
	}
	w.check(len(w.images(entry.ID)))
}

// A job that the service doesn't know any more is "not found just now" until
// that was answered often and for long. After that it is rarely asked for.
func TestAJobThatIsMissing(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	entry := w.submit(config(1))
	w.server.Remove(entry.Job.JobID)
	w.run(time.Minute, nil)
	if got := w.entry(entry.ID); got.Missing || got.NotFound() {
		t.Error("it was given up at once, though the service may not know it yet")
	}
	w.run(5*time.Minute, nil)
	if got := w.entry(entry.ID); got.Missing || !got.NotFound() || got.State != library.EntryQueued {
		t.Errorf("after six minutes the job is %s, not found: %v", got.State, got.NotFound())
	}
	calls := w.count("GET", "/jobs/image-gen/")
	w.restart()
	w.run(2*time.Hour, func() bool { return w.entry(entry.ID).Missing })
	if got := w.entry(entry.ID); !got.Missing || got.State != library.EntryMissing || w.Totals().Unfinished != 0 {
		t.Errorf("the job is %s", got.State)
	}
	if asked := w.count("GET", "/jobs/image-gen/") - calls; asked > 15 {
		t.Errorf("it was asked for %d times until it was given up", asked)
	}
	before := w.count("GET", "/jobs/image-gen/")
	w.run(60*24*time.Hour, nil)
	if after := w.count("GET", "/jobs/image-gen/"); after-before > 50 {
		t.Errorf("it was asked for %d more times", after-before)
	}
	if _, _, err := w.Library.FollowUps(t.Context(), library.FirstAccount, 24*time.Hour, 1); err != nil || w.engine.Status().Queued != 0 {
		t.Errorf("it still counts as queued, %v", err)
	}
}

// A problem with one job is stored with that job and doesn't stop the others.
func TestTroubleWithOneJobStaysThere(t *testing.T) {
	w := newWorld(t, apitest.Options{ListLimit: 1})
	sick := w.submit(config(1))
	w.server.Inject(apitest.Fault{Where: apitest.Follow, Match: sick.Job.JobID, How: apitest.Answer, Status: 500, Times: -1})
	w.submit(config(4))
	if !w.run(time.Hour, func() bool { return w.Totals().Saved == 4 }) {
		t.Fatalf("%+v", w.Totals())
	}
	if took := w.clock.Since(noon); took > 4*time.Minute {
		t.Errorf("the healthy job took %v", took)
	}
	if p := w.entry(sick.ID).Problem; p == nil || p.Status != 500 {
		t.Errorf("the sick job's problem is %+v", p)
	}
	w.server.ClearFaults()
	w.runUntilSaved(5)
	w.check(5)
	if p := w.entry(sick.ID).Problem; p != nil {
		t.Errorf("it is well again, but says %+v", p)
	}
}

// A key that the service refuses counts as wrong after a while, and is rarely
// tried after that. Nothing else stops.
func TestAWrongKeyPauses(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(2))
	good := w.key
	w.key = "dl-" + strings.Repeat("a0", 16)
	refused := func() int {
		n := 0
		for _, call := range w.server.Calls() {
			if call.Status == http.StatusUnauthorized {
				n++
			}
		}
		return n
	}
	w.run(10*time.Minute, nil)
	status := w.engine.Status()
	if n := refused(); n > 8 || status.Paused != jobsync.WrongKey || status.Problem == nil || status.Problem.Status != 401 {
		t.Errorf("%d calls with the wrong key; status %+v", n, status)
	}
	before := refused()
	w.run(time.Hour, nil)
	if n := refused() - before; n < 1 || n > 4 {
		t.Errorf("it was tried %d times in an hour", n)
	}
	w.key = good
	w.engine.Jobs.KeyChanged(library.FirstAccount)
	w.runUntilSaved(2)
	w.check(2)
	if status := w.engine.Status(); status.Paused != jobsync.NotPaused || status.Problem != nil {
		t.Errorf("with the right key again: %+v", status)
	}
}

// Addresses that expired while there was no key are renewed with the new key.
func TestExpiredAddressesWaitForAKey(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(3))
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.DropBefore, Times: -1})
	w.engine.Round()
	w.fetch()
	good := w.key
	w.key = ""
	w.server.ClearFaults()
	w.clock.Advance(2 * time.Hour)
	before := len(w.server.Calls())
	w.run(10*time.Minute, nil)
	if calls := len(w.server.Calls()) - before; calls != 0 || w.Totals().Saved != 0 {
		t.Errorf("%d calls without a key", calls)
	}
	w.key = good
	w.engine.Jobs.KeyChanged(library.FirstAccount)
	w.run(time.Minute, func() bool { return w.Totals().Saved == 3 })
	w.check(3)
}

// Retry-After is a minimum, also for a sync by hand.
func TestRetryAfterIsHonoured(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(1))
	w.server.Inject(apitest.RateLimit(apitest.API, 1, "90"))
	w.run(5*time.Second, nil)
	before := len(w.server.Calls())
	if err := w.engine.Jobs.SyncNow(t.Context()); !errors.Is(err, api.ErrRateLimited) {
		t.Errorf("a sync by hand: %v", err)
	}
	w.run(80*time.Second, nil)
	if calls := len(w.server.Calls()) - before; calls != 0 {
		t.Errorf("%d calls while the service had asked to wait", calls)
	}
	w.runUntilSaved(1)
	w.check(1)
}

// A list of thousands is stored in parts, and unchanged jobs are not stored
// again.
func TestALongList(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	const jobs = 1000
	for i := range jobs {
		raw, err := json.Marshal(map[string]any{
			"job_type": "image-gen", "job_id": "ig_old" + strings.Repeat("x", 1+i/100) + string(rune('a'+i%100/10)) + string(rune('a'+i%10)),
			"state": "failure", "state_updated": "2025-01-01T00:00:00", "state_queued_start": "2025-01-01T00:00:00",
			"config": map[string]any{"prompt": "old", "num_samples": 1}, "image_gen_results": []any{},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.server.AddRaw(raw); err != nil {
			t.Fatal(err)
		}
	}
	w.submit(config(1))
	w.runUntilSaved(1)
	if got := w.Totals().Entries; got != jobs+1 {
		t.Errorf("%d entries", got)
	}
	w.check(1)
}

func TestTrainedModelsAreRemembered(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.AddTrainingJob("photo of ukj person", 800, 1200)
	w.server.AddCombinedJob("photo of zwx dog", config(1))
	if err := w.engine.Jobs.RefreshModels(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.submit(config(1))
	w.runUntilSaved(2)
	models, err := w.Library.Models.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	named, combined, worked := 0, 0, false
	for _, model := range models {
		if model.Kind == library.KindCheckpoint && model.Name == "photo of ukj person" && model.Step > 0 {
			named++
		}
		if model.Name == "photo of zwx dog" && model.Type == "sd-v1" && model.Step == 1500 && !model.Expires.IsZero() {
			combined++
		}
		worked = worked || model.ID == "ckp_15f9112b" && model.Worked
	}
	if named != 2 || combined != 1 || !worked {
		t.Errorf("remembered: %+v", models)
	}
}
