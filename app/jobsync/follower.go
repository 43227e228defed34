package jobsync

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/signal"
	"lookbook/app/status"
	"lookbook/app/supervisor"
)

// ErrClosed: no call was made because the program is closing. ErrPaused: no call was made because
// there is no usable key.
var (
	ErrClosed = supervisor.ErrClosed
	ErrPaused = errors.New("waiting for an API key")
)

// doing is Problem.What for a round.
const doing = "asking for the jobs"

// API is what a Follower needs of the client.
type API interface {
	Job(ctx context.Context, jobType, jobID string) (api.Job, error)
	// EachOf lists the jobs of one type and calls take for each as it arrives. It asks more before
	// each further page.
	EachOf(ctx context.Context, jobType string, take func(api.Job) error, more func() bool) error
	TrainingJobs(ctx context.Context) ([]api.Job, error)
	// ServiceTime returns the service's present time; false: unknown so far.
	ServiceTime() (time.Time, bool)
}

// Lost looks for the jobs of lost submissions.
type Lost interface {
	// Settle looks for those jobs in the list, and passes the jobs to store to take. It returns the
	// error of the list, or its own.
	Settle(ctx context.Context, list func(func([]api.Job) error) error, take func([]api.Job) error) error
	// NoList says that there is no list to search.
	NoList(ctx context.Context) error
	// Refresh repeats what failed because the library could not be written.
	Refresh(ctx context.Context) error
}

// Downloads fetches pictures.
type Downloads interface {
	// Wake says that there may be pictures to fetch.
	Wake()
	// Renewed says that the library has fresh addresses of a job's pictures.
	Renewed(jobID string)
	// NewKey is called before the first round with another key of an account.
	NewKey(ctx context.Context, account int64) error
}

// Params are the parts of a Follower.
type Params struct {
	Account int64 // whose jobs are followed
	API     API   // with this account's key
	Library *library.Library
	Work    *supervisor.Group
	Clock   clockwork.Clock  // for waits
	Wall    func() time.Time // for times that people read
	Random  func() float64   // returns 0 to 1, without 1
	Log     *slog.Logger
	Changed func() // called after Status changed; returns at once
	Hold    *Hold  // nil: never
}

// Status is the state of the connection with the service.
type Status struct {
	LastSync time.Time        // last answer of the service; zero: none in this run
	NextSync time.Time        // next planned round; zero: none
	Syncing  bool             // a round is running
	Offline  bool             // the last call got no answer
	Paused   Pause            // why there are no calls
	Refused  bool             // the service refused the key when it last answered, so no new request is sent
	Problem  *library.Problem // why the last round failed; nil: it didn't
	Unstored *library.Problem // why the library could not store its result; nil: it could
	NoList   bool             // the service has no job list for us, so each job is asked for by itself
	Queued   int              // jobs waiting to run
	Running  int              // running jobs
}

// Follower follows unfinished jobs, in rounds whose times depend on the
// progress of the jobs.
type Follower struct {
	Service *Service // what is known about the service
	Asker   *Asker   // asks for single jobs

	account   int64
	api       API
	library   *library.Library
	lost      Lost
	downloads Downloads
	work      *supervisor.Group
	clock     clockwork.Clock
	wall      func() time.Time
	log       *slog.Logger

	status  *status.Value[Status]
	watches *watches
	list    list          // used by Run's goroutine only
	details details       // used by Run's goroutine only
	asked   signal.Signal // a person wants a round now
	replan  signal.Signal // the schedule has to be computed again

	mu        sync.Mutex
	last      time.Time   // end of the last round
	listed    time.Time   // when the list, or else each job, was last asked for
	quiet     int         // consecutive rounds that found nothing to follow
	searching []time.Time // for each lost submission: since when it is searched
	newKey    bool        // the key has changed since the last round
	waiting   []chan error
}

// New makes a follower that is idle until Run. Connect comes first.
func New(p Params) *Follower {
	f := &Follower{
		account: p.Account, api: p.API, library: p.Library, work: p.Work, clock: p.Clock, wall: p.Wall, log: p.Log,
		status: status.New[Status](p.Changed), watches: newWatches(),
		details: newDetails(), asked: signal.New(), replan: signal.New(),
	}
	f.Service = &Service{clock: p.Clock, random: p.Random, status: f.status, answered: f.answered, pausing: p.Hold}
	p.Hold.subscribe(func(on bool) { f.answered(!on) }) // a round is due when following goes on
	f.Asker = &Asker{
		account: p.Account, api: p.API, library: p.Library, work: p.Work, clock: p.Clock, wall: p.Wall, log: p.Log,
		watches: f.watches, replan: f.replan, found: map[string]string{},
	}
	return f
}

// Connect sets the neighbours. It is called once, before any other method: the
// follower and its neighbours need each other.
func (f *Follower) Connect(lost Lost, downloads Downloads) {
	f.lost, f.downloads, f.Asker.downloads = lost, downloads, downloads
}

func (f *Follower) Status() Status { return f.status.Get() }

// Run makes rounds, when the schedule or a person asks for one, until ctx ends.
func (f *Follower) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		at, planned := f.Next()
		var due <-chan time.Time
		stop := func() bool { return false }
		if planned {
			timer := f.clock.NewTimer(max(f.clock.Until(at), 0))
			due, stop = timer.Chan(), timer.Stop
		}
		select {
		case <-ctx.Done():
		case <-f.replan:
		case <-due:
			f.Round(ctx)
		case <-f.asked:
			if f.Waiting() > 0 {
				f.Round(ctx)
			}
		}
		stop()
	}
	f.answer(ErrClosed)
	return nil
}

// Next returns when the next round is due; false while there is no key, or a
// person paused following.
func (f *Follower) Next() (time.Time, bool) {
	at, ok := f.Service.next(f.scheduleInput().next())
	f.status.Set(func(s *Status) {
		s.NextSync = time.Time{}
		if ok {
			s.NextSync = at
		}
	})
	return at, ok
}

// scheduleInput collects the input of the schedule.
func (f *Follower) scheduleInput() scheduleInput {
	f.mu.Lock()
	o := scheduleInput{last: f.last, lost: f.searching, quiet: f.quiet}
	f.mu.Unlock()
	o.each, o.more, o.again = f.list.none, f.details.waiting(), f.Asker.nextFollowUp()
	f.watches.addTo(&o)
	return o
}

// SyncNow makes a round now, or joins the one that is running, and returns at
// its end. While the service has asked us to wait (Retry-After), it makes no
// call, and the error wraps api.ErrRateLimited. It may be called while paused:
// a key that is accepted again ends the pause.
func (f *Follower) SyncNow(ctx context.Context) error {
	if wait := f.Service.held(); wait > 0 {
		return fmt.Errorf("the service asked us to wait another %s: %w", wait.Round(time.Second), api.ErrRateLimited)
	}
	over := make(chan error, 1)
	f.mu.Lock()
	f.waiting = append(f.waiting, over)
	f.mu.Unlock()
	f.asked.Wake()
	select {
	case err := <-over:
		return err
	case <-f.work.Context().Done():
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Waiting is the number of callers waiting in SyncNow.
func (f *Follower) Waiting() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.waiting)
}

// answer gives the result of a round to all callers of SyncNow.
func (f *Follower) answer(err error) {
	f.mu.Lock()
	waiting := f.waiting
	f.waiting = nil
	f.mu.Unlock()
	for _, over := range waiting {
		over <- err
	}
}

// KeyChanged ends a pause, after the key was set or replaced.
func (f *Follower) KeyChanged() {
	f.Service.newKey()
	f.mu.Lock()
	f.last, f.listed, f.newKey = time.Time{}, time.Time{}, true
	f.mu.Unlock()
	f.status.Set(func(s *Status) { s.Paused, s.Refused, s.Problem = NotPaused, false, nil })
	f.replan.Wake()
	f.downloads.Wake()
}

// answered records that a call outside a round was answered. recovered says
// that the call before it had failed; then a round is due.
func (f *Follower) answered(recovered bool) {
	if recovered {
		f.mu.Lock()
		f.last, f.listed = time.Time{}, time.Time{}
		f.mu.Unlock()
	}
	f.replan.Wake()
}

// Expect starts following a job that was just accepted.
func (f *Follower) Expect(entry library.Entry) {
	f.watches.expect(entry, f.clock.Now())
	f.mu.Lock()
	f.quiet = 0
	f.mu.Unlock()
	queued, running := f.watches.counts()
	f.status.Set(func(s *Status) { s.Queued, s.Running = queued, running })
	f.replan.Wake()
}

// Searching sets, for each lost submission, since when it is searched.
func (f *Follower) Searching(since []time.Time) {
	f.mu.Lock()
	f.searching = since
	f.mu.Unlock()
	f.replan.Wake()
}
