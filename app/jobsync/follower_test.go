package jobsync_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/supervisor"
)

// neighbours stand for the service, the outbox and the downloads.
type neighbours struct {
	jobs     []api.Job // the list
	combined []api.Job // the list of jobs that train and generate; nil: there is none
	listErr  error     // how it ends
	alone    map[string]error
	calls    []string
	noLists  int
	taken    func([]api.Job) // sees what is handed on at once; nil: nobody does
	renewed  []string
}

func (n *neighbours) Job(_ context.Context, jobType, id string) (api.Job, error) {
	n.calls = append(n.calls, id)
	if err := n.alone[id]; err != nil {
		return api.Job{}, err
	}
	return api.Job{JobID: id, JobType: jobType, State: api.Running, Config: api.Config{NumSamples: 1}}, nil
}

func (n *neighbours) EachOf(_ context.Context, jobType string, take func(api.Job) error, _ func() bool) error {
	if jobType != api.TypeImageGen && n.combined == nil {
		return n.listErr
	}
	if jobType != api.TypeImageGen {
		for _, job := range n.combined {
			if err := take(job); err != nil {
				return err
			}
		}
		return nil
	}
	n.calls = append(n.calls, "list")
	for _, job := range n.jobs {
		if err := take(job); err != nil {
			return err
		}
	}
	return n.listErr
}

func (n *neighbours) TrainingJobs(context.Context) ([]api.Job, error) { return nil, n.listErr }
func (n *neighbours) ServiceTime() (time.Time, bool)                  { return time.Time{}, false }

func (n *neighbours) Settle(_ context.Context, list func(func([]api.Job) error) error, take func([]api.Job) error) error {
	return list(func(jobs []api.Job) error {
		if n.taken != nil {
			n.taken(jobs)
		}
		return take(jobs)
	})
}
func (n *neighbours) NoList(context.Context) error  { n.noLists++; return nil }
func (n *neighbours) Refresh(context.Context) error { return nil }
func (n *neighbours) Wake()                         {}
func (n *neighbours) Renewed(jobID string)          { n.renewed = append(n.renewed, jobID) }
func (n *neighbours) NewKey(context.Context) error  { return nil }

// followed is a follower that is worked by hand, in a library of its own.
type followed struct {
	*jobsync.Follower
	t       *testing.T
	n       *neighbours
	library *library.Library
	clock   *clockwork.FakeClock
}

func newFollowed(t *testing.T) *followed {
	t.Helper()
	clock := clockwork.NewFakeClockAt(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	l, err := library.Open(t.Context(), filepath.Join(t.TempDir(), "library.db"), library.Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	n := &neighbours{alone: map[string]error{}}
	f := jobsync.New(jobsync.Params{
		API: n, Library: l, Work: supervisor.New(nil, nil), Clock: clock, Wall: clock.Now,
		Random: func() float64 { return 0.5 }, Log: slog.New(slog.DiscardHandler), Changed: func() {},
	})
	f.Connect(n, n)
	return &followed{Follower: f, t: t, n: n, library: l, clock: clock}
}

// round makes the next round when it is due, and returns its calls.
func (f *followed) round() []string {
	f.t.Helper()
	at, planned := f.Next()
	if !planned {
		f.t.Fatal("no round is planned")
	}
	f.clock.Advance(max(f.clock.Until(at), 0))
	f.n.calls = nil
	f.Round(f.t.Context())
	return f.n.calls
}

func running(id string, percent float64) api.Job {
	return api.Job{JobID: id, JobType: api.TypeImageGen, State: api.Running, PercentageDone: &percent, Config: api.Config{Prompt: id, NumSamples: 1}}
}

// What came before a list broke off counts, and only the others are asked for.
func TestABrokenListCounts(t *testing.T) {
	f := newFollowed(t)
	f.n.jobs = []api.Job{running("ig_1", 10), running("ig_2", 10)}
	f.round()
	f.n.jobs, f.n.listErr = []api.Job{running("ig_1", 20)}, &api.Error{Status: 200, Err: api.ErrBadAnswer}
	if calls := f.round(); !slices.Equal(calls, []string{"list", "ig_2"}) {
		t.Errorf("calls: %q", calls)
	}
	entry, err := f.library.EntryByJob(t.Context(), "ig_1")
	if err != nil || *entry.Job.PercentageDone != 20 {
		t.Errorf("%v, %v", entry.Job.PercentageDone, err)
	}
	if len(f.n.renewed) != 1 || f.Status().Running != 2 {
		t.Errorf("renewed %q, %+v", f.n.renewed, f.Status())
	}
}

// A list in the same words as before writes nothing.
func TestTheSameListIsNotStoredAgain(t *testing.T) {
	f := newFollowed(t)
	done := running("ig_1", 100)
	done.State = api.Success
	done.ImageGenResults = []api.ImageGenResult{{GeneratedImages: []api.GeneratedImage{{GeneratedImageID: "a", URL: "https://host.test/a.png"}}}}
	f.n.jobs = []api.Job{done, running("ig_2", 10)}
	f.round()
	changes := 0
	defer f.library.Subscribe(func(library.Event) { changes++ })()
	if calls := f.round(); !slices.Contains(calls, "list") {
		t.Fatalf("calls: %q", calls)
	}
	if changes != 0 {
		t.Errorf("%d changes", changes)
	}
	f.n.jobs[1] = running("ig_2", 11)
	if calls := f.round(); changes == 0 {
		t.Errorf("a job that got on was not stored; calls: %q", calls)
	}
}

// A service that says again and again that it has no list leaves lost requests to
// a person; a list heals that.
func TestAServiceWithoutAList(t *testing.T) {
	f := newFollowed(t)
	f.n.listErr = &api.Error{Status: 404}
	f.Searching([]time.Time{f.clock.Now()})
	for range 60 {
		f.round()
	}
	if f.n.noLists == 0 || !f.Status().NoList || f.Status().Problem != nil {
		t.Errorf("left to a person %d times, %+v", f.n.noLists, f.Status())
	}
	f.n.listErr = nil
	if !f.until(func() bool { return !f.Status().NoList }) {
		t.Error("the list is never asked for again")
	}
}

// until makes rounds until done, for an hour at most.
func (f *followed) until(done func() bool) bool {
	for end := f.clock.Now().Add(time.Hour); !done(); f.round() {
		if f.clock.Now().After(end) {
			return false
		}
	}
	return true
}

// A refused key stops requests at once and calls after a while; a good answer
// takes both back, and what a proxy says counts for neither.
func TestARefusedKey(t *testing.T) {
	for _, foreign := range []bool{false, true} {
		f := newFollowed(t)
		f.n.listErr = &api.Error{Status: 401, Foreign: foreign}
		f.round()
		if f.Service.MayPost() != foreign {
			t.Errorf("foreign %v: requests may be sent: %v", foreign, !foreign)
		}
		if f.Status().Paused != jobsync.NotPaused {
			t.Error("one answer pauses calls")
		}
		paused := f.until(func() bool { return f.Status().Paused == jobsync.WrongKey })
		if paused == foreign {
			t.Errorf("foreign %v: paused: %v", foreign, paused)
		}
		f.n.listErr = nil
		f.round()
		if f.Status().Paused != jobsync.NotPaused || !f.Service.MayPost() {
			t.Errorf("after a good answer: %+v", f.Status())
		}
	}
}

// A person's sync waits as the service asks, and joins the next round otherwise.
func TestSyncNow(t *testing.T) {
	f := newFollowed(t)
	f.Service.Answered(&api.Error{Status: 429, RetryAfter: time.Minute})
	if err := f.SyncNow(t.Context()); !errors.Is(err, api.ErrRateLimited) {
		t.Error(err)
	}
	f.clock.Advance(time.Minute)
	over := make(chan error, 1)
	go func() { over <- f.SyncNow(t.Context()) }()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Run(ctx) }()
	if err := <-over; err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A library that can't be written is no trouble with the service, and is told.
func TestWhatCannotBeWrittenDownIsTold(t *testing.T) {
	f := newFollowed(t)
	f.n.listErr = fmt.Errorf("store the job: %w", library.ErrDisk)
	f.round()
	if s := f.Status(); s.Unstored == nil || s.Unstored.Cause.Code != cause.LibraryDisk || s.Problem != nil {
		t.Errorf("status: %+v", s)
	}
	f.n.listErr = nil
	f.round()
	if s := f.Status(); s.Unstored != nil {
		t.Errorf("told although it works: %+v", s.Unstored)
	}
}

// A service that has no list of image jobs, but one of the jobs that train and
// generate, has no list, and no trouble.
func TestTheOtherListIsNoBeginningOfTheList(t *testing.T) {
	f := newFollowed(t)
	combined := running("dbig_1", 10)
	combined.JobType = api.TypeDreamboothImageGen
	f.n.combined = []api.Job{combined}
	f.n.listErr = &api.Error{Status: 404}
	f.round()
	if s := f.Status(); !s.NoList || s.Problem != nil || s.Running != 1 {
		t.Errorf("%+v", s)
	}
}

// Jobs with long texts are stored before many of them are in memory.
func TestLongJobsAreStoredAFewAtATime(t *testing.T) {
	f := newFollowed(t)
	for n := range 12 {
		job := running(fmt.Sprintf("ig_%d", n), 10)
		job.FailureReason = strings.Repeat("x", 3<<20)
		f.n.jobs = append(f.n.jobs, job)
	}
	batches := 0
	f.n.taken = func(jobs []api.Job) {
		if batches++; len(jobs) > 3 {
			t.Errorf("%d jobs of 3 MB at once", len(jobs))
		}
	}
	f.round()
	if batches < 4 {
		t.Errorf("%d batches", batches)
	}
}
