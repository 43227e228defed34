package submit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/signal"
	"lookbook/app/status"
	"lookbook/app/supervisor"
)

// Errors of the outbox. Match with errors.Is.
var (
	ErrClosed   = supervisor.ErrClosed
	ErrNoPrompt = errors.New("there is no prompt")
	ErrDryRun   = errors.New("a dry run is not a submission") // use DryRun
	// ErrNotDry: a dry run was answered with the id of a job. It comes in with
	// the list if there is one, and may be charged.
	ErrNotDry = errors.New("the service answered a check as if it had started a job")
	// ErrSettled: the entry is not one that can be sent again or forgotten.
	ErrSettled = cause.Err(cause.Settled)
)

// API is what the outbox needs of the service.
type API interface {
	SubmitImageGen(ctx context.Context, config api.Config) (jobID string, err error)
	// ServiceTime is what the service's clock shows; false: not known yet.
	ServiceTime() (time.Time, bool)
}

// Service is what the outbox needs to know of the service.
type Service interface {
	// MayPost reports whether the service accepts the key, as far as is known.
	MayPost() bool
	// Answered tells what a call brought.
	Answered(err error)
}

// Jobs is the part that follows jobs. It is told with the outbox's lock held, and
// returns at once.
type Jobs interface {
	// Expect tells of an entry whose job was just accepted.
	Expect(entry library.Entry)
	// Searching tells since when each lost submission is looked for.
	Searching(since []time.Time)
}

// Params is what an Outbox is made of.
type Params struct {
	API     API
	Library *library.Library
	Service Service
	Jobs    Jobs
	Work    *supervisor.Group
	Clock   clockwork.Clock  // measures waits
	Wall    func() time.Time // dates what people read
	Log     *slog.Logger
	Changed func() // Status has changed; returns at once
}

// Status is how things stand in the outbox.
type Status struct {
	Sending int // submissions on their way
	Lost    int // submissions whose outcome is not known
}

// Outbox writes requests down and sends them.
type Outbox struct {
	// Lost finds out what became of requests whose answers were lost.
	Lost *Lost

	api     API
	library *library.Library
	service Service
	work    *supervisor.Group
	clock   clockwork.Clock
	log     *slog.Logger
	status  *status.Value[Status]
	claims  *claims
	queue   queue
	poster  *poster

	ctx     context.Context // of the POSTs: ends when Close has waited for them
	stop    context.CancelFunc
	closing signal.Signal
	started atomic.Bool
	sent    chan struct{} // closed when the sending goroutine has ended
}

// New makes an outbox. It writes submissions down at once, and sends them after
// Start.
func New(p Params) *Outbox {
	stand := status.New[Status](p.Changed)
	claims := newClaims(stand)
	o := &Outbox{
		api: p.API, library: p.Library, service: p.Service, work: p.Work, clock: p.Clock, log: p.Log, status: stand, claims: claims,
		queue: newQueue(), closing: signal.New(), sent: make(chan struct{}),
	}
	o.ctx, o.stop = context.WithCancel(context.Background())
	o.Lost = &Lost{
		api: p.API, library: p.Library, jobs: p.Jobs, clock: p.Clock, wall: p.Wall, log: p.Log, status: stand, claims: claims,
		searches: map[string]search{}, earlier: newEarlierJobs(),
	}
	o.poster = &poster{
		api: p.API, library: p.Library, service: p.Service, jobs: p.Jobs, work: p.Work, wall: p.Wall, log: p.Log, claims: claims, lost: o.Lost,
	}
	o.Lost.recordAgain = o.poster.recordAgain
	return o
}

// Status returns how things stand.
func (o *Outbox) Status() Status { return o.status.Get() }

// Send writes a submission down, durably, and hands it to the goroutine that
// sends it. It returns when it is written down; what becomes of it is told by the
// library's events. When Send returns an error, nothing was sent and nothing will
// be: ErrNoPrompt, ErrDryRun, ErrClosed, or the library's.
func (o *Outbox) Send(ctx context.Context, config api.Config) (library.Entry, error) {
	entries, err := o.SendAll(ctx, []library.Request{{Config: config}})
	if err != nil {
		return library.Entry{}, err
	}
	return entries[0], nil
}

// SendAll sends several requests, in their order. All of them are written down
// before the first is sent, or none is. Its errors are those of Send.
func (o *Outbox) SendAll(ctx context.Context, requests []library.Request) ([]library.Entry, error) {
	for _, request := range requests {
		if strings.TrimSpace(request.Config.Prompt) == "" {
			return nil, ErrNoPrompt
		}
		if request.Config.DryRun {
			return nil, ErrDryRun
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("submitting: %w", err)
	}
	o.claims.Lock()
	defer o.claims.Unlock()
	if o.work.Context().Err() != nil {
		return nil, ErrClosed
	}
	// From here on the caller's context counts no more: a window that closes
	// in the middle must not leave a row that nobody sends.
	entries, err := o.library.Submissions.Begin(context.WithoutCancel(ctx), o.Lost.dated(requests))
	if err != nil {
		return nil, fmt.Errorf("writing the submission down (nothing was sent): %w", err)
	}
	o.enqueue(entries...)
	return entries, nil
}

// enqueue hands entries that are durable to the goroutine that sends. Called
// with the lock of the claims.
func (o *Outbox) enqueue(entries ...library.Entry) {
	for _, entry := range entries {
		o.claims.begin(*entry.Submission)
		o.Lost.earlier.begin(*entry.Submission, o.clock.Now())
		o.queue.add(*entry.Submission)
	}
}

// DryRun asks the service whether it would take a request. Nothing is charged
// and nothing is kept. The error is nil when it would; ErrNotDry when the
// service seems to have made a job of it; otherwise an *api.Error.
func (o *Outbox) DryRun(ctx context.Context, config api.Config) error {
	config.DryRun = true
	id, err := o.api.SubmitImageGen(ctx, config)
	o.service.Answered(err)
	if err == nil && !api.IsDryRun(id) {
		o.log.Warn("a dry run was answered like a job", "job", id)
		return ErrNotDry
	}
	return err
}

// SendAgain sends the request of an entry whose outcome is unknown or which was
// refused once more, and forgets the old one. It returns the new entry. The
// person who asks for it has been told that an unknown one may have been charged
// already. ErrSettled when the entry is neither, as it is when this was asked for
// a moment ago: one transaction gives up the old one and makes the new one.
func (o *Outbox) SendAgain(ctx context.Context, entryID int64) (library.Entry, error) {
	var entry library.Entry
	err := o.decide(ctx, func(ctx context.Context) (err error) {
		if o.work.Context().Err() != nil {
			return ErrClosed
		}
		if entry, err = o.library.Submissions.SendAgain(ctx, entryID); err == nil {
			o.enqueue(entry)
		}
		return err
	})
	return entry, err
}

// Forget gives up an entry whose outcome is unknown or which was refused. If its
// job turns up after all, it comes in as a job of its own. ErrSettled when the
// entry is neither.
func (o *Outbox) Forget(ctx context.Context, entryID int64) error {
	return o.decide(ctx, func(ctx context.Context) error { return o.library.Submissions.GiveUp(ctx, entryID) })
}

// decide lets a person settle an entry, with the lock held: a list that shows its
// job may be read at the same time. Whoever comes second is told ErrSettled.
func (o *Outbox) decide(ctx context.Context, settle func(ctx context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o.claims.Lock()
	defer o.claims.Unlock()
	// As in SendAll, the caller's context counts no more from here on.
	err := settle(context.WithoutCancel(ctx))
	if _, settled := errors.AsType[*library.StateError](err); settled {
		return ErrSettled
	}
	if err == nil {
		if err := o.Lost.report(context.WithoutCancel(ctx)); err != nil {
			o.log.Error("counting lost submissions", "error", err) // the next Refresh does it again
		}
	}
	return err
}
