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

// neighbours simulate the service, the outbox and the downloads.
type neighbours struct {
	jobs     []api.Job // the jobs in the list
	combined []api.Job // the list of combined jobs; nil: there is none
	listErr  error     // the error at the end of the list
	alone    map[string]error
	calls    []string
	noLists  int
	taken    func([]api.Job) // receives the jobs as they are passed on; may be nil
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
func (n *neighbours) NoList(context.Context) error        { n.noLists++; return nil }
func (n *neighbours) Refresh(context.Context) error       { return nil }
func (n *neighbours) Wake()                               {}
func (n *neighbours) Renewed(jobID string)                { n.renewed = append(n.renewed, jobID) }
func (n *neighbours) NewKey(context.Context, int64) error { return nil }

// followed is a follower with a library of its own, driven by hand.
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
		Account: library.FirstAccount, API: n, Library: l, Work: supervisor.New(nil, nil), Clock: clock, Wall: clock.Now,
		Random: func() float64 { return 0.5 }, Log: slog.New(slog.DiscardHandler), Changed: func() {},
	})
	f.Connect(n, n)
	return &followed{Follower: f, t: t, n: n, library: l, clock: clock}
}

// round runs the next round when it is due, and returns its calls.
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

// The part of a list before it broke off counts, and only the other jobs are
// asked for.
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

// An unchanged list writes nothing.
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

// If the service says repeatedly that it has no list, a person decides about lost requests. A list
// ends that.
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

// until runs rounds until done returns true, for at most an hour.
func (f *followed) until(done func() bool) bool {
	for end := f.clock.Now().Add(time.Hour); !done(); f.round() {
		if f.clock.Now().After(end) {
			return false
		}
	}
	return true
}

// A refused key stops requests at once and calls after a while. A good answer
// ends both, and answers of a proxy count for neither.
func TestARefusedKey(t *testing.T) {
	for _, foreign := range []bool{false, true} {
		f := newFollowed(t)
		refusal := &api.Error{Status: 401, Foreign: foreign}
		if f.Service.Answered(refusal); f.Status().Refused == foreign {
			t.Errorf("foreign %v: after a request, %+v", foreign, f.Status())
		}
		f.n.listErr = refusal
		f.round()
		if f.Service.MayPost() != foreign || f.Status().Refused == foreign {
			t.Errorf("foreign %v: requests may be sent: %v, and the key is refused: %v", foreign, !foreign, f.Status().Refused)
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
		if f.Status().Paused != jobsync.NotPaused || f.Status().Refused || !f.Service.MayPost() {
			t.Errorf("after a good answer: %+v", f.Status())
		}
	}
}

// A person's sync waits as long as the service asks, and otherwise shares the next round.
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

// A library that can't be written is reported, and doesn't count as a problem
// of the service.
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

// A service with a list of combined jobs but none of image jobs counts as
// having no list, without an error.
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

// Jobs with long texts are stored a few at a time, to limit the memory.
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
