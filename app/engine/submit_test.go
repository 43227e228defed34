package engine_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/engine"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/submit"

	"github.com/google/go-cmp/cmp"
)

func TestDryRunLeavesNothing(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	if err := w.engine.Outbox.DryRun(t.Context(), library.FirstAccount, config(16)); err != nil {
		t.Error(err)
	}
	bad := config(16)
	bad.NumSamples = 100_000
	if err := w.engine.Outbox.DryRun(t.Context(), library.FirstAccount, bad); !errors.Is(err, api.ErrInvalid) {
		t.Errorf("a bad request: %v", err)
	}
	if w.Totals().Entries != 0 || w.server.Spent() != 0 {
		t.Errorf("%d entries, %d tokens", w.Totals().Entries, w.server.Spent())
	}
}

// The row exists before the request is sent, and requests are sent in the order
// of their rows, although the callers are gone.
func TestSubmissionsAreDurableFirstAndKeepTheirOrder(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var ids []int64
	for _, prompt := range []string{"first", "second", "third"} {
		c := config(1)
		c.Prompt = prompt
		entry, err := w.engine.Outbox.Send(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		if entry.State != library.EntrySending {
			t.Errorf("%s is %s", prompt, entry.State)
		}
		ids = append(ids, entry.ID)
	}
	if w.posts() != 0 || w.Totals().Unsettled != 3 {
		t.Fatalf("%d POSTs, %d rows before anything was sent", w.posts(), w.Totals().Unsettled)
	}
	cancel()
	w.engine.SendAll()
	jobs := w.server.Jobs() // newest first
	for i, prompt := range []string{"third", "second", "first"} {
		if jobs[i].Config.Prompt != prompt {
			t.Errorf("job %d is %q", i, jobs[i].Config.Prompt)
		}
	}
	for i, id := range ids {
		if entry := w.entry(id); entry.Job.JobID != jobs[2-i].JobID {
			t.Errorf("entry %d has job %s", i, entry.Job.JobID)
		}
	}
}

func TestOutcomesOfASubmission(t *testing.T) {
	lost := func(why cause.Code) cause.Cause { return cause.New(cause.Searching).Because(cause.New(why)) }
	for name, c := range map[string]struct {
		fault   apitest.Fault
		state   library.EntryState
		charged library.Charge
		status  int
		cause   cause.Cause
	}{
		"out of tokens":      {apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 402}, library.EntryRefused, library.ChargedNo, 402, cause.New(cause.NoTokens)},
		"bad key":            {apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 401}, library.EntryRefused, library.ChargedNo, 401, cause.New(cause.KeyRefused)},
		"invalid":            {apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 422}, library.EntryRefused, library.ChargedNo, 422, cause.New(cause.Invalid)},
		"slow down":          {apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 429, RetryAfter: "30"}, library.EntryRefused, library.ChargedNo, 429, cause.New(cause.SlowDown)},
		"a proxy's patience": {apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 408}, library.EntryUnknown, library.ChargedMaybe, 408, cause.New(cause.Searching).Because(cause.New(cause.Other, "Text", "Request Timeout"))},
		"trouble over there": {apitest.Fault{Where: apitest.Submit, How: apitest.Answer, Status: 500}, library.EntryUnknown, library.ChargedMaybe, 500, lost(cause.ServiceTrouble)},
		"an HTML page":       {apitest.Fault{Where: apitest.Submit, How: apitest.AcceptThenAnswer, Status: 502, Body: apitest.HTMLBadGateway}, library.EntryUnknown, library.ChargedMaybe, 502, lost(cause.ServiceTrouble)},
		"nonsense":           {apitest.Fault{Where: apitest.Submit, How: apitest.AcceptThenAnswer, Status: 200, Body: "{}"}, library.EntryUnknown, library.ChargedMaybe, 200, lost(cause.BadAnswer)},
		"dropped before":     {apitest.Fault{Where: apitest.Submit, How: apitest.DropBefore}, library.EntryUnknown, library.ChargedMaybe, 0, lost(cause.NoAnswer)},
		"dropped after":      {apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter}, library.EntryUnknown, library.ChargedMaybe, 0, lost(cause.NoAnswer)},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.server.Inject(c.fault)
			entry := w.submit(config(2))
			p := entry.Problem
			if entry.State != c.state || p == nil || p.Charged != c.charged || p.Status != c.status || !cmp.Equal(p.Cause, c.cause) {
				t.Fatalf("the entry is %s with %+v", entry.State, p)
			}
			if w.posts() != 1 {
				t.Errorf("%d POSTs", w.posts())
			}
		})
	}
}

func TestNothingIsSentWithoutAKey(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.key = ""
	entry := w.submit(config(1))
	if entry.State != library.EntryRefused || entry.Problem.Charged != library.ChargedNo || !cmp.Equal(entry.Problem.Cause, cause.New(cause.Unsent).Because(cause.New(cause.NoKey))) {
		t.Errorf("the entry is %s with %+v", entry.State, entry.Problem)
	}
	if status := w.engine.Status(); status.Paused != jobsync.NoKey {
		t.Errorf("paused: %q", status.Paused)
	}
}

// The answer was lost after the job had been made. The job is found in the list
// and belongs to the submission, and nothing is sent twice.
func TestALostSubmissionIsFound(t *testing.T) {
	for name, between := range map[string]func(w *world){
		"in the same run":   func(*world) {},
		"after a restart":   func(w *world) { w.restart() },
		"summaries instead": func(*world) {},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{Summaries: name == "summaries instead"})
			old := w.server.AddWebsiteJob(config(3)) // the same request, from long ago
			w.clock.Advance(time.Hour)
			w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
			entry := w.submit(config(3))
			if entry.State != library.EntryUnknown {
				t.Fatalf("the entry is %s", entry.State)
			}
			between(w)
			w.runUntilSaved(6)
			w.check(6)
			entry = w.entry(entry.ID)
			if entry.State != library.EntrySuccess || entry.Job.JobID == old || entry.Problem != nil || entry.Submission.State != library.Accepted {
				t.Errorf("the entry is %s, job %s, problem %+v", entry.State, entry.Job.JobID, entry.Problem)
			}
			if w.posts() != 1 || w.Totals().Entries != 2 {
				t.Errorf("%d POSTs, %d entries", w.posts(), w.Totals().Entries)
			}
		})
	}
}

func TestEqualRequestsAreFoundOnceEach(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter, Times: 2})
	one, two := w.submit(config(2)), w.submit(config(2))
	three := w.submit(config(2)) // accepted in the ordinary way
	w.runUntilSaved(6)
	w.check(6)
	one, two, three = w.entry(one.ID), w.entry(two.ID), w.entry(three.ID)
	if one.Job.JobID == two.Job.JobID || one.Job.JobID == three.Job.JobID || two.Job.JobID == three.Job.JobID || w.Totals().Entries != 3 {
		t.Errorf("jobs %s, %s, %s in %d entries", one.Job.JobID, two.Job.JobID, three.Job.JobID, w.Totals().Entries)
	}
	if w.posts() != 3 {
		t.Errorf("%d POSTs", w.posts())
	}
}

// While the answer to an equal request is on its way, its job is not given to another submission.
func TestALostSubmissionDoesNotTakeAnEqualOnesJob(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropBefore})
	lost := w.submit(config(1))
	other := &lateAnswer{API: w.client, made: make(chan struct{}), tell: make(chan struct{})}
	w.api = other
	w.restart()
	entry, err := w.engine.Outbox.Send(t.Context(), config(1))
	if err != nil {
		t.Fatal(err)
	}
	sent := make(chan struct{})
	go func() { defer close(sent); w.engine.SendAll() }()
	<-other.made
	w.engine.Round() // the list shows the job of the other one
	if got := w.entry(lost.ID); got.State != library.EntryUnknown {
		t.Errorf("the lost one is %s with job %s", got.State, got.Job.JobID)
	}
	if w.Totals().Entries != 2 {
		t.Errorf("%d entries", w.Totals().Entries)
	}
	close(other.tell)
	<-sent
	if got := w.entry(entry.ID); got.Job.JobID != w.server.Jobs()[0].JobID {
		t.Errorf("the other has job %q", got.Job.JobID)
	}
	w.runUntilSaved(1)
	w.check(1)
}

// lateAnswer holds back the answer to a submission.
type lateAnswer struct {
	engine.API
	made, tell chan struct{}
}

func (l *lateAnswer) SubmitImageGen(ctx context.Context, c api.Config) (string, error) {
	id, err := l.API.SubmitImageGen(ctx, c)
	close(l.made)
	<-l.tell
	return id, err
}

// A request that never arrived is searched for. Then a person decides: it can
// be sent again or forgotten.
func TestALostSubmissionThatIsNotFound(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropBefore, Times: 2})
	first, second := w.submit(config(1)), w.submit(config(2))
	w.run(10*time.Minute, nil)
	for _, id := range []int64{first.ID, second.ID} {
		entry := w.entry(id)
		if entry.State != library.EntryUnknown || entry.Problem.Cause.Code != cause.NotInList || entry.Problem.Charged != library.ChargedMaybe {
			t.Fatalf("the entry is %s with %+v", entry.State, entry.Problem)
		}
	}
	if w.posts() != 2 {
		t.Fatalf("%d POSTs: something was sent again by itself", w.posts())
	}
	again, err := w.engine.Outbox.SendAgain(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Outbox.Forget(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	w.runUntilSaved(1)
	w.check(1)
	if entry := w.entry(again.ID); entry.State != library.EntrySuccess {
		t.Errorf("sent again, it is %s", entry.State)
	}
	if got := w.Totals(); got.Entries != 1 || got.Unsettled != 0 || w.posts() != 3 {
		t.Errorf("%+v, %d POSTs", got, w.posts())
	}
	if _, err := w.engine.Outbox.SendAgain(t.Context(), again.ID); !errors.Is(err, submit.ErrSettled) {
		t.Errorf("sending a finished one again: %v", err)
	}
}

// A forgotten request whose job appears later is not lost either.
func TestAForgottenSubmissionTurnsUp(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
	entry := w.submit(config(2))
	if err := w.engine.Outbox.Forget(t.Context(), entry.ID); err != nil {
		t.Fatal(err)
	}
	w.runUntilSaved(2)
	w.check(2)
}

func TestWithoutAListALostSubmissionIsAsked(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.server.Inject(apitest.NoList(http.StatusNotFound))
	w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
	entry := w.submit(config(1))
	w.run(time.Minute, nil)
	if got := w.entry(entry.ID); got.State != library.EntryUnknown || got.Problem.Cause.Code != cause.NoList {
		t.Errorf("the entry is %s with %+v", got.State, got.Problem)
	}
	if w.posts() != 1 {
		t.Errorf("%d POSTs", w.posts())
	}
}

// A refused request can be sent again too.
func TestARefusedSubmissionIsSentAgain(t *testing.T) {
	w := newWorld(t, apitest.Options{Tokens: 1})
	w.server.Balance.Set(0)
	entry := w.submit(config(1))
	if entry.State != library.EntryRefused {
		t.Fatalf("the entry is %s", entry.State)
	}
	w.server.Balance.Set(1)
	if _, err := w.engine.Outbox.SendAgain(t.Context(), entry.ID); err != nil {
		t.Fatal(err)
	}
	w.runUntilSaved(1)
	w.check(1)
}

// Close first sends what people have already asked for.
func TestCloseSendsWhatWaits(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.engine.Start()
	entry, err := w.engine.Outbox.Send(t.Context(), config(1))
	if err != nil {
		t.Fatal(err)
	}
	w.close()
	if w.posts() != 1 {
		t.Errorf("%d POSTs", w.posts())
	}
	w.open()
	if got := w.entry(entry.ID); got.State != library.EntryQueued {
		t.Errorf("after the restart it is %s", got.State)
	}
	w.runUntilSaved(1)
	w.check(1)
}

// A request that wasn't sent before the program ended says so.
func TestWhatWasNotSentSaysSo(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	entry, err := w.engine.Outbox.Send(t.Context(), config(1))
	if err != nil {
		t.Fatal(err)
	}
	w.restart()
	got := w.entry(entry.ID)
	if got.State != library.EntryRefused || got.Problem == nil || got.Problem.Charged != library.ChargedNo || w.posts() != 0 {
		t.Errorf("it is %s with %+v after %d POSTs", got.State, got.Problem, w.posts())
	}
}

func TestAfterCloseNothingIsTaken(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	if err := w.engine.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.engine.Outbox.Send(t.Context(), config(1)); !errors.Is(err, engine.ErrClosed) {
		t.Error(err)
	}
	if w.Totals().Entries != 0 {
		t.Error("a row was made that nobody sends")
	}
}
