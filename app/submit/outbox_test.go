package submit_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/submit"
	"lookbook/app/supervisor"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// neighbours simulate the service and the part that follows jobs.
type neighbours struct {
	mu        sync.Mutex
	answer    func(api.Config) (string, error)
	posted    []string // the prompts
	refused   bool     // the key is refused
	expected  []string // the job ids
	searching int
}

func (n *neighbours) SubmitImageGen(_ context.Context, c api.Config) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.posted = append(n.posted, c.Prompt)
	return n.answer(c)
}

func (n *neighbours) ServiceTime() (time.Time, bool) { return time.Time{}, false }
func (n *neighbours) MayPost() bool                  { return !n.refused }
func (n *neighbours) Answered(error)                 {}
func (n *neighbours) Expect(entry library.Entry)     { n.expected = append(n.expected, entry.Job.JobID) }
func (n *neighbours) Searching(since []time.Time)    { n.searching = len(since) }

// box is an outbox that was not started, with a library of its own.
type box struct {
	*submit.Outbox
	t       *testing.T
	n       *neighbours
	library *library.Library
	work    *supervisor.Group
	clock   *clockwork.FakeClock
}

func newBox(t *testing.T) *box {
	t.Helper()
	clock := clockwork.NewFakeClockAt(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	l, err := library.Open(t.Context(), filepath.Join(t.TempDir(), "library.db"), library.Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	n := &neighbours{answer: func(c api.Config) (string, error) { return "ig_" + c.Prompt, nil }}
	b := &box{t: t, n: n, library: l, work: supervisor.New(nil, nil), clock: clock}
	b.Outbox = submit.New(submit.Params{
		Account: library.FirstAccount, API: n, Library: l, Service: n, Jobs: n, Work: b.work, Clock: clock, Wall: clock.Now,
		Log: slog.New(slog.DiscardHandler), Changed: func() {},
	})
	t.Cleanup(func() {
		b.work.Stop()
		b.Close(context.Background())
		if err := errors.Join(b.work.Wait(context.Background()), l.Close()); err != nil {
			t.Error(err)
		}
	})
	return b
}

// send sends requests with these prompts and returns the ids of their entries.
func (b *box) send(prompts ...string) []int64 {
	b.t.Helper()
	var ids []int64
	for _, prompt := range prompts {
		entry, err := b.Send(b.t.Context(), api.Config{Prompt: prompt})
		if err != nil {
			b.t.Fatal(err)
		}
		ids = append(ids, entry.ID)
	}
	b.SendQueued()
	return ids
}

func (b *box) entry(id int64) library.Entry {
	b.t.Helper()
	entry, err := b.library.Entry(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return entry
}

// list makes the outbox read a list, stores the jobs that it passes on, and returns their ids.
func (b *box) list(broken error, jobs ...api.Job) (passed []string) {
	b.t.Helper()
	err := b.Lost.Settle(b.t.Context(), func(take func([]api.Job) error) error {
		return errors.Join(take(jobs), broken)
	}, func(jobs []api.Job) error {
		var updates []library.JobUpdate
		for _, job := range jobs {
			passed = append(passed, job.JobID)
			updates = append(updates, library.JobUpdate{Job: job})
		}
		_, err := b.library.Jobs.Put(b.t.Context(), updates)
		return err
	})
	if !errors.Is(err, broken) {
		b.t.Fatal(err)
	}
	return passed
}

// job is a job made now, with the request of this prompt.
func (b *box) job(id, prompt string) api.Job {
	return api.Job{JobID: id, JobType: api.TypeImageGen, State: api.Queued, StateQueuedStart: api.Time{Time: b.clock.Now()}, Config: api.Config{Prompt: prompt}}
}

var errLost = &api.Error{Status: 502, Received: true}

func TestWhatCannotBeSentIsNotWrittenDown(t *testing.T) {
	b := newBox(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx    context.Context
		config api.Config
		want   error
	}{
		"no prompt":        {t.Context(), api.Config{Prompt: " \n"}, submit.ErrNoPrompt},
		"a dry run":        {t.Context(), api.Config{Prompt: "a", DryRun: true}, submit.ErrDryRun},
		"given up already": {ended, api.Config{Prompt: "a"}, context.Canceled},
	} {
		if _, err := b.Send(c.ctx, c.config); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.work.Stop()
	if _, err := b.Send(t.Context(), api.Config{Prompt: "a"}); !errors.Is(err, submit.ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
	if totals, err := b.library.Totals(t.Context()); err != nil || totals.Entries != 0 {
		t.Errorf("%d entries, %v", totals.Entries, err)
	}
}

// A refused key stops a request before its POST, with the message that nothing was sent.
func TestARefusedKeyStopsAPost(t *testing.T) {
	b := newBox(t)
	b.n.refused = true
	id := b.send("a")[0]
	if entry := b.entry(id); entry.State != library.EntryRefused || entry.Problem.Charged != library.ChargedNo || len(b.n.posted) != 0 {
		t.Errorf("%s after %d POSTs", entry.State, len(b.n.posted))
	}
	b.n.refused = false
	b.SendQueued()
	if len(b.n.posted) != 0 {
		t.Error("it went out later by itself")
	}
}

// Lost submissions get their jobs from the list, equal ones in order. Jobs with another request and
// earlier jobs are left alone.
func TestLostSubmissionsFindTheirJobs(t *testing.T) {
	b := newBox(t)
	before := b.job("ig_before", "equal")
	b.list(nil, before)
	b.clock.Advance(time.Minute)
	b.n.answer = func(api.Config) (string, error) { return "", errLost }
	ids := b.send("equal", "equal", "gone")
	if b.Status() != (submit.Status{Lost: 3}) || b.n.searching != 3 {
		t.Errorf("%+v, %d searched for", b.Status(), b.n.searching)
	}
	first := b.job("ig_1", "equal")
	b.clock.Advance(time.Second)
	second := b.job("ig_2", "equal")
	passed := b.list(nil, second, first, b.job("ig_3", "other"), before)
	if slices.Sort(passed); !slices.Equal(passed, []string{"ig_1", "ig_2", "ig_3", "ig_before"}) {
		t.Errorf("handed on: %q", passed)
	}
	if one, two := b.entry(ids[0]).Job.JobID, b.entry(ids[1]).Job.JobID; one != "ig_1" || two != "ig_2" {
		t.Errorf("the two have %s and %s", one, two)
	}
	if gone := b.entry(ids[2]); gone.State != library.EntryUnknown || b.Status().Lost != 1 {
		t.Errorf("what is not in the list is %s, %d lost", gone.State, b.Status().Lost)
	}
	if !slices.Equal(b.n.expected, []string{"ig_1", "ig_2"}) {
		t.Errorf("expected: %q", b.n.expected)
	}
}

// A person is asked after several complete lists over some minutes, and never because lists break
// off.
func TestAPersonIsAskedAfterWholeLists(t *testing.T) {
	for _, c := range []struct {
		name   string
		broken error
		asked  bool
	}{{"whole", nil, true}, {"broken off", errLost, false}} {
		t.Run(c.name, func(t *testing.T) {
			b := newBox(t)
			b.n.answer = func(api.Config) (string, error) { return "", errLost }
			b.send("a")
			for range 4 {
				b.list(c.broken)
				b.clock.Advance(time.Minute)
			}
			if asked := b.n.searching == 0; asked != c.asked {
				t.Errorf("asked: %v", asked)
			}
			if len(b.n.posted) != 1 {
				t.Errorf("%d POSTs", len(b.n.posted))
			}
		})
	}
}

// While a request is on its way, a new job with the same request is kept back,
// because it may be its own.
func TestAJobOfARequestOnItsWayIsKeptBack(t *testing.T) {
	b := newBox(t)
	var passed []string
	b.n.answer = func(c api.Config) (string, error) {
		passed = b.list(nil, b.job("ig_own", c.Prompt), b.job("ig_other", "other"))
		return "ig_own", nil
	}
	id := b.send("a")[0]
	if !slices.Equal(passed, []string{"ig_other"}) {
		t.Errorf("handed on: %q", passed)
	}
	if got := b.entry(id).Job.JobID; got != "ig_own" {
		t.Errorf("it has %q", got)
	}
	if passed = b.list(nil, b.job("ig_own", "a")); !slices.Equal(passed, []string{"ig_own"}) {
		t.Errorf("afterwards, handed on: %q", passed)
	}
}

// Without a list, a person decides about each lost submission at once.
func TestNoList(t *testing.T) {
	b := newBox(t)
	b.n.answer = func(api.Config) (string, error) { return "", errLost }
	id := b.send("a")[0]
	if err := b.Lost.NoList(t.Context()); err != nil {
		t.Fatal(err)
	}
	if entry := b.entry(id); entry.State != library.EntryUnknown || b.n.searching != 0 || b.Status().Lost != 1 {
		t.Errorf("%s, %d searched for, %+v", entry.State, b.n.searching, b.Status())
	}
	if err := b.Forget(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if b.Status().Lost != 0 {
		t.Error("it is forgotten and still counts as lost")
	}
}

// What was released and certainly not sent is held again as it was, with the reason. Anything else that
// a release can end with is settled as ever.
func TestWhatCannotBeSentIsHeldAgain(t *testing.T) {
	due := time.Date(2026, 3, 1, 18, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		err   error
		again bool
		state library.EntryState
	}{
		"no network":      {&api.Error{Err: api.ErrNoAnswer}, true, ""},
		"refused":         {&api.Error{Status: 422}, false, library.EntryRefused},
		"no tokens":       {&api.Error{Status: 402}, false, library.EntryRefused},
		"a lost answer":   {errLost, false, library.EntryUnknown},
		"lost on the way": {&api.Error{Received: true, Err: api.ErrNoAnswer}, false, library.EntryUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBox(t)
			_, added, err := b.library.Held.Swap(t.Context(), nil, library.HeldOf([]library.Request{
				{Account: library.FirstAccount, Config: api.Config{Prompt: "a"}},
				{Account: library.FirstAccount, Config: api.Config{Prompt: "b"}, Written: "{b|c}"},
				{Account: library.FirstAccount, Config: api.Config{Prompt: "c"}},
			}))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.library.Held.Schedule(t.Context(), []library.Timing{{ID: added[1].ID, Due: due}}); err != nil {
				t.Fatal(err)
			}
			answer := b.n.answer
			b.n.answer = func(api.Config) (string, error) { return "", c.err }
			entries, err := b.Release(t.Context(), []int64{added[1].ID}, false)
			if err != nil || len(entries) != 1 {
				t.Fatalf("%+v, %v", entries, err)
			}
			b.SendQueued()
			held, err := b.library.Held.ByID(t.Context(), []int64{added[0].ID, added[1].ID, added[2].ID})
			if err != nil {
				t.Fatal(err)
			}
			if !c.again {
				if len(held) != 2 || b.entry(entries[0].ID).State != c.state {
					t.Errorf("%d are held, and the request is %s", len(held), b.entry(entries[0].ID).State)
				}
				return
			}
			if len(held) != 3 || held[1].Config.Prompt != "b" || held[1].Written != "{b|c}" || !held[1].Due.Equal(due) || held[1].Problem == nil ||
				held[1].Problem.Cause.Code != cause.Unsent || held[1].Problem.Charged != library.ChargedNo {
				t.Fatalf("held are %+v", held)
			}
			if totals, err := b.library.Totals(t.Context()); err != nil || totals.Entries != 0 || b.Status().Sending != 0 {
				t.Errorf("%d entries, %d being sent, %v", totals.Entries, b.Status().Sending, err)
			}
			b.n.answer = answer
			if entries, err = b.Release(t.Context(), []int64{added[1].ID}, false); err != nil || len(entries) != 1 {
				t.Fatalf("%+v, %v", entries, err)
			}
			b.SendQueued()
			if got := b.entry(entries[0].ID); got.Job.JobID != "ig_b" || !slices.Equal(b.n.posted, []string{"b", "b"}) {
				t.Errorf("%+v; posted %q", got.Job, b.n.posted)
			}
		})
	}
}

// What the program's end keeps from being sent is held again, not refused.
func TestAReleaseThatTheEndOvertakesIsHeldAgain(t *testing.T) {
	b := newBox(t)
	_, added, err := b.library.Held.Swap(t.Context(), nil, library.HeldOf([]library.Request{{Account: library.FirstAccount, Config: api.Config{Prompt: "a"}}}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Release(t.Context(), []int64{added[0].ID}, false); err != nil {
		t.Fatal(err)
	}
	b.work.Stop()
	b.Close(t.Context())
	held, err := b.library.Held.ByID(t.Context(), []int64{added[0].ID})
	if err != nil || len(held) != 1 || held[0].Problem == nil || len(b.n.posted) != 0 {
		t.Errorf("%+v, %v; posted %q", held, err, b.n.posted)
	}
}
