package submit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/cost"
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
	// ErrNotDry: the service answered a dry run with the id of a real job. The
	// job appears in the list, if there is one, and may be charged.
	ErrNotDry = errors.New("the service answered a check as if it had started a job")
	// ErrSettled: the entry can no longer be sent again or forgotten.
	ErrSettled = cause.Err(cause.Settled)
	// ErrKeyRefused: the service refuses the key at present. Nothing was released.
	ErrKeyRefused = cause.Err(cause.KeyNotTaken)
	// ErrOtherAccount: the request belongs to another account. It was not sent.
	ErrOtherAccount = errors.New("the request belongs to another account")
)

// API is what the outbox needs of the client.
type API interface {
	SubmitImageGen(ctx context.Context, config api.Config) (jobID string, err error)
	// ServiceTime returns the service's present time; false: unknown so far.
	ServiceTime() (time.Time, bool)
}

// Service is what the outbox needs to know about the service.
type Service interface {
	// MayPost reports whether the service accepts the key, as far as is known.
	MayPost() bool
	// Answered is given the result of every call.
	Answered(err error)
}

// Jobs follows jobs. Its methods are called with the outbox's lock held and return at once.
type Jobs interface {
	// Expect starts following the job of an entry, which was just accepted.
	Expect(entry library.Entry)
	// Searching sets, for each lost submission, since when it is searched.
	Searching(since []time.Time)
}

// Params are the parts of an Outbox.
type Params struct {
	Account int64 // whose requests are sent
	API     API   // with this account's key
	Library *library.Library
	Service Service
	Jobs    Jobs
	Work    *supervisor.Group
	Clock   clockwork.Clock  // for waits
	Wall    func() time.Time // for times that people read
	Log     *slog.Logger
	Changed func() // called after Status changed; returns at once
	// Terms returns the prices and limits at present, at once; nil: there are none.
	Terms func() cost.Terms
}

// Status is the state of the outbox.
type Status struct {
	Sending int // submissions on their way
	Lost    int // submissions with an unknown outcome
}

// Outbox writes requests down and sends them.
type Outbox struct {
	// Lost searches the jobs of requests whose answers were lost.
	Lost *Lost

	account int64
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
	terms   func() cost.Terms

	ctx     context.Context // of the POSTs; ends after Close has waited for them
	stop    context.CancelFunc
	closing signal.Signal
	started atomic.Bool
	sent    chan struct{} // closed when the sending goroutine ends
}

// New makes an outbox. It writes submissions down at once, and sends them after
// Start.
func New(p Params) *Outbox {
	stand := status.New[Status](p.Changed)
	claims := newClaims(stand)
	o := &Outbox{
		account: p.Account, api: p.API, library: p.Library, service: p.Service, work: p.Work, clock: p.Clock, log: p.Log, status: stand, claims: claims,
		queue: newQueue(), closing: signal.New(), sent: make(chan struct{}), terms: p.Terms,
	}
	if o.terms == nil {
		o.terms = func() cost.Terms { return cost.Terms{} }
	}
	o.ctx, o.stop = context.WithCancel(context.Background())
	o.Lost = &Lost{
		account: p.Account, api: p.API, library: p.Library, jobs: p.Jobs, clock: p.Clock, wall: p.Wall, log: p.Log, status: stand, claims: claims,
		searches: map[string]search{}, earlier: newEarlierJobs(),
	}
	o.poster = &poster{
		api: p.API, library: p.Library, service: p.Service, jobs: p.Jobs, work: p.Work, wall: p.Wall, log: p.Log, claims: claims, lost: o.Lost,
	}
	o.Lost.recordAgain = o.poster.recordAgain
	return o
}

func (o *Outbox) Status() Status { return o.status.Get() }

// Send writes a submission down durably and queues it. It returns when the submission is on disk;
// the library's events report its outcome. When Send returns an error, nothing was sent and nothing
// will be: ErrNoPrompt, ErrDryRun, ErrClosed, or an error of the library.
func (o *Outbox) Send(ctx context.Context, config api.Config) (library.Entry, error) {
	entries, err := o.SendAll(ctx, []library.Request{{Account: o.account, Config: config}})
	if err != nil {
		return library.Entry{}, err
	}
	return entries[0], nil
}

// SendAll sends several requests in order. All of them are written down before
// the first is sent, or none is. Its errors are those of Send, and a *cost.LimitError when they would
// pass a limit together; one with OverLimit lets all of them pass.
func (o *Outbox) SendAll(ctx context.Context, requests []library.Request) ([]library.Entry, error) {
	for _, request := range requests {
		if strings.TrimSpace(request.Config.Prompt) == "" {
			return nil, ErrNoPrompt
		}
		if request.Config.DryRun {
			return nil, ErrDryRun
		}
		if request.Account != o.account {
			return nil, ErrOtherAccount
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
	// From here on the caller's context is ignored: a window that closes now
	// must not leave a row that nobody sends.
	terms := o.terms()
	terms.Over = slices.ContainsFunc(requests, func(r library.Request) bool { return r.OverLimit })
	entries, err := o.library.Submissions.BeginWithin(context.WithoutCancel(ctx), o.Lost.dated(requests), terms)
	if err != nil {
		return nil, fmt.Errorf("writing the submission down (nothing was sent): %w", err)
	}
	o.enqueue(entries...)
	return entries, nil
}

// Release sends held requests in their order. One transaction takes them out of the
// outbox of held requests and writes them down as Send does, so that each is sent
// at most once, whatever happens. One of which then certainly nothing is sent, without a network
// for example, is held again and says why. What is no longer held is left out. With an error
// everything is still held and nothing was sent: library.ErrNotHeld when none is held,
// ErrKeyRefused, ErrClosed, a *cost.LimitError unless over, or an error of the library.
func (o *Outbox) Release(ctx context.Context, ids []int64, over bool) ([]library.Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("releasing: %w", err)
	}
	o.claims.Lock()
	defer o.claims.Unlock()
	switch {
	case o.work.Context().Err() != nil:
		return nil, ErrClosed
	case !o.service.MayPost():
		return nil, ErrKeyRefused // a held request stays rather than being refused
	}
	like := o.Lost.dated([]library.Request{{Account: o.account}})[0]
	terms := o.terms()
	terms.Over = over
	released, err := o.library.Submissions.Release(context.WithoutCancel(ctx), ids, like, terms)
	if err != nil {
		return nil, fmt.Errorf("releasing (nothing was sent): %w", err)
	}
	if len(released) == 0 {
		return nil, library.ErrNotHeld
	}
	entries := make([]library.Entry, len(released))
	for i, r := range released {
		entries[i] = r.Entry
		o.enqueueOne(r.Entry, &r.Was)
	}
	return entries, nil
}

// enqueue queues entries that are on disk. The caller holds the lock of the
// claims.
func (o *Outbox) enqueue(entries ...library.Entry) {
	for _, entry := range entries {
		o.enqueueOne(entry, nil)
	}
}

func (o *Outbox) enqueueOne(entry library.Entry, was *library.Held) {
	o.claims.begin(*entry.Submission)
	o.Lost.earlier.begin(*entry.Submission, o.clock.Now())
	o.queue.add(queued{*entry.Submission, was})
}

// DryRun asks the service whether it would accept a request. It costs nothing
// and nothing is stored. The error is nil if it would, ErrNotDry if the service
// seems to have started a job, otherwise an *api.Error.
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

// SendAgain sends the request of an unknown or refused entry once more, and forgets the old entry.
// It returns the new one. Its caller has told the person that an unknown request may have been
// charged already. The error is ErrSettled when the entry is neither unknown nor refused, for
// example because SendAgain was just called: one transaction gives up the old entry and makes the
// new one. It is a *cost.LimitError when a limit would be passed; then the old entry stays.
func (o *Outbox) SendAgain(ctx context.Context, entryID int64) (library.Entry, error) {
	return o.sendAgain(ctx, entryID, false)
}

// SendAgainOverLimit is SendAgain although a limit is passed: a person said so.
func (o *Outbox) SendAgainOverLimit(ctx context.Context, entryID int64) (library.Entry, error) {
	return o.sendAgain(ctx, entryID, true)
}

func (o *Outbox) sendAgain(ctx context.Context, entryID int64, over bool) (library.Entry, error) {
	var entry library.Entry
	err := o.decide(ctx, func(ctx context.Context) (err error) {
		if o.work.Context().Err() != nil {
			return ErrClosed
		}
		old, err := o.library.Entry(ctx, entryID)
		if err == nil && old.Account != o.account {
			err = ErrOtherAccount
		}
		if err != nil {
			return err
		}
		terms := o.terms()
		terms.Over = over
		if entry, err = o.library.Submissions.SendAgainWithin(ctx, entryID, terms); err == nil {
			o.enqueue(entry)
		}
		return err
	})
	return entry, err
}

// Forget gives up an unknown or refused entry. If its job appears after all, it is stored as a job
// of its own. The error is ErrSettled when the entry is neither.
func (o *Outbox) Forget(ctx context.Context, entryID int64) error {
	return o.decide(ctx, func(ctx context.Context) error { return o.library.Submissions.GiveUp(ctx, entryID) })
}

// decide lets a person settle an entry. It holds the lock, because a list that shows the job may be
// read at the same time. The second of two gets ErrSettled.
func (o *Outbox) decide(ctx context.Context, settle func(ctx context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o.claims.Lock()
	defer o.claims.Unlock()
	// As in SendAll, the caller's context is ignored from here on.
	err := settle(context.WithoutCancel(ctx))
	if _, settled := errors.AsType[*library.StateError](err); settled {
		return ErrSettled
	}
	if err == nil {
		if err := o.Lost.report(context.WithoutCancel(ctx)); err != nil {
			o.log.Error("counting lost submissions", "error", err) // the next Refresh repeats it
		}
	}
	return err
}
