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

// ErrClosed: the program is closing, so nothing was asked. ErrPaused: there is no
// usable key, so nothing was asked.
var (
	ErrClosed = supervisor.ErrClosed
	ErrPaused = errors.New("waiting for an API key")
)

// doing is Problem.What of a round.
const doing = "asking for the jobs"

// API is what following jobs needs of the service.
type API interface {
	Job(ctx context.Context, jobType, jobID string) (api.Job, error)
	// EachOf hands out the list of the jobs of a type, job by job, as it comes, and
	// asks more before each further page of it.
	EachOf(ctx context.Context, jobType string, take func(api.Job) error, more func() bool) error
	TrainingJobs(ctx context.Context) ([]api.Job, error)
	// ServiceTime is what the service's clock shows; false: not known yet.
	ServiceTime() (time.Time, bool)
}

// Lost is what following jobs needs of the part that looks for lost requests.
type Lost interface {
	// Settle finds the jobs of lost submissions in the list, and hands on to take
	// what is to be stored. It returns the list's error, if not its own.
	Settle(ctx context.Context, list func(func([]api.Job) error) error, take func([]api.Job) error) error
	// NoList says that there is no list, so that nothing can be found in one.
	NoList(ctx context.Context) error
	// Refresh does what was left undone because the library could not be written.
	Refresh(ctx context.Context) error
}

// Downloads is what following jobs tells the part that fetches pictures.
type Downloads interface {
	// Wake says that there may be pictures to fetch.
	Wake()
	// Renewed says that fresh addresses of a job's pictures are in the library.
	Renewed(jobID string)
	// NewKey says that the key is another one, before the first round with it.
	NewKey(ctx context.Context) error
}

// Params is what a Follower is made of.
type Params struct {
	API     API
	Library *library.Library
	Work    *supervisor.Group
	Clock   clockwork.Clock  // measures waits
	Wall    func() time.Time // dates what people read
	Random  func() float64   // from 0 up to 1
	Log     *slog.Logger
	Changed func() // Status has changed; returns at once
}

// Status is how things stand with the service.
type Status struct {
	LastSync time.Time        // when the service last answered; zero: not in this run
	NextSync time.Time        // when it will be asked next; zero: not planned
	Syncing  bool             // it is being asked now
	Offline  bool             // the last call got no answer at all
	Paused   Pause            // why no calls are made
	Problem  *library.Problem // why the last sync failed; nil: it did not
	Unstored *library.Problem // why what it said can't be written down; nil: it can
	NoList   bool             // the service has no job list for us: each job is asked for by itself
	Queued   int              // jobs that wait to be run
	Running  int              // jobs that run
}

// Follower follows unfinished jobs. It makes rounds of calls, as often as their
// progress asks for.
type Follower struct {
	Service *Service // what is known of the service
	Asker   *Asker   // asks for one job

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
	list    list          // of the goroutine that makes rounds
	details details       // of the same
	asked   signal.Signal // a person wants a round now
	replan  signal.Signal // something the schedule depends on has changed

	mu        sync.Mutex
	last      time.Time   // when the last round ended
	listed    time.Time   // when the list, or each job in its stead, was last asked for
	quiet     int         // rounds in a row that found nothing to follow
	searching []time.Time // since when lost submissions are looked for
	newKey    bool        // the key is another one since the last round
	waiting   []chan error
}

// New makes a follower that does nothing until Run. It has to be connected first.
func New(p Params) *Follower {
	f := &Follower{
		api: p.API, library: p.Library, work: p.Work, clock: p.Clock, wall: p.Wall, log: p.Log,
		status: status.New[Status](p.Changed), watches: newWatches(),
		details: newDetails(), asked: signal.New(), replan: signal.New(),
	}
	f.Service = &Service{clock: p.Clock, random: p.Random, status: f.status, answered: f.answered}
	f.Asker = &Asker{
		api: p.API, library: p.Library, work: p.Work, clock: p.Clock, wall: p.Wall, log: p.Log,
		watches: f.watches, replan: f.replan, found: map[string]string{},
	}
	return f
}

// Connect sets the neighbours. It is called once,
// before anything else: they need the follower, and it needs them.
func (f *Follower) Connect(lost Lost, downloads Downloads) {
	f.lost, f.downloads, f.Asker.downloads = lost, downloads, downloads
}

// Status returns how things stand.
func (f *Follower) Status() Status { return f.status.Get() }

// Run asks the service whenever the schedule or a person says so, until the
// context ends.
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

// Next returns when the next round is due, or false while there is no key.
func (f *Follower) Next() (time.Time, bool) {
	at, ok := f.Service.next(f.outlook().next())
	f.status.Set(func(s *Status) {
		s.NextSync = time.Time{}
		if ok {
			s.NextSync = at
		}
	})
	return at, ok
}

// outlook is what the schedule is made of.
func (f *Follower) outlook() outlook {
	f.mu.Lock()
	o := outlook{last: f.last, lost: f.searching, quiet: f.quiet}
	f.mu.Unlock()
	o.each, o.more, o.again = f.list.none, f.details.waiting(), f.Asker.nextFollowUp()
	f.watches.addTo(&o)
	return o
}

// SyncNow asks the service now, or joins a round that is under way, and returns
// when it is over. While the service has asked us to wait (Retry-After) it
// returns an error that wraps api.ErrRateLimited and asks nothing. It may be
// called while paused: a key that is accepted again ends the pause.
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

// Waiting is how many callers of SyncNow wait.
func (f *Follower) Waiting() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.waiting)
}

// answer tells everyone who waits for a round how it went.
func (f *Follower) answer(err error) {
	f.mu.Lock()
	waiting := f.waiting
	f.waiting = nil
	f.mu.Unlock()
	for _, over := range waiting {
		over <- err
	}
}

// KeyChanged ends a pause: the key is another one, or there is one now.
func (f *Follower) KeyChanged() {
	f.Service.newKey()
	f.mu.Lock()
	f.last, f.listed, f.newKey = time.Time{}, time.Time{}, true
	f.mu.Unlock()
	f.status.Set(func(s *Status) { s.Paused, s.Problem = NotPaused, nil })
	f.replan.Wake()
	f.downloads.Wake()
}

// answered notes that a call outside of a round was answered. When the service
// is there again, a round is due.
func (f *Follower) answered(recovered bool) {
	if recovered {
		f.mu.Lock()
		f.last, f.listed = time.Time{}, time.Time{}
		f.mu.Unlock()
	}
	f.replan.Wake()
}

// Expect follows a job that was accepted just now.
func (f *Follower) Expect(entry library.Entry) {
	f.watches.expect(entry, f.clock.Now())
	f.mu.Lock()
	f.quiet = 0
	f.mu.Unlock()
	queued, running := f.watches.counts()
	f.status.Set(func(s *Status) { s.Queued, s.Running = queued, running })
	f.replan.Wake()
}

// Searching says since when each lost submission is looked for.
func (f *Follower) Searching(since []time.Time) {
	f.mu.Lock()
	f.searching = since
	f.mu.Unlock()
	f.replan.Wake()
}
