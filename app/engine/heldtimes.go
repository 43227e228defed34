package engine

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/cause"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/signal"
)

const (
	// mostLate is how much later than its time a held request is still released by itself. One that is
	// sent hours later would surprise the person who pays for it.
	mostLate = time.Hour
	// heldAgain is how often a release that could not be made is tried.
	heldAgain = 15 * time.Second
	// longestNap bounds a wait for the time of a request: this computer's clock may be set, or stand
	// still while it sleeps.
	longestNap = time.Minute
)

// heldTimes releases held requests at their times. It sends nothing while the service can't be
// reached or refuses the key. After mostLate it leaves the request to a person, and says why.
type heldTimes struct {
	outbox  *Outbox
	library *library.Library
	clock   clockwork.Clock
	wall    func() time.Time
	log     *slog.Logger
	changed signal.Signal // the outbox changed
}

func (h *heldTimes) run(ctx context.Context) error {
	for {
		wait := h.release(ctx)
		if err := h.rest(ctx, wait); err != nil {
			return err
		}
	}
}

// rest waits until the outbox changes or a time has passed; 0: no time.
func (h *heldTimes) rest(ctx context.Context, wait time.Duration) error {
	var due <-chan time.Time
	if wait > 0 {
		timer := h.clock.NewTimer(wait)
		defer timer.Stop()
		due = timer.Chan()
	}
	select {
	case <-h.changed:
	case <-due:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// release releases what is due, and returns when to look again; 0: when the outbox changes.
func (h *heldTimes) release(ctx context.Context) time.Duration {
	now := h.wall()
	ids, next, err := h.library.Held.Due(ctx, now)
	if err != nil {
		return h.failed(ctx, "held requests due", err)
	}
	wait := time.Duration(0)
	if !next.IsZero() {
		wait = min(next.Sub(now), longestNap)
	}
	if len(ids) == 0 {
		return wait
	}
	held, err := h.library.Held.ByID(ctx, ids)
	if err != nil {
		return h.failed(ctx, "held requests due", err)
	}
	of := map[int64][]library.Held{}
	for _, one := range held {
		of[one.Account] = append(of[one.Account], one)
	}
	for account, due := range of {
		late, ids, resting := parted(due, now)
		why := h.outbox.waits(account)
		if why == nil && len(ids) > 0 {
			if _, why = h.outbox.Release(ctx, ids); why == nil {
				h.log.Info("held requests released at their time", "count", len(ids))
				ids = nil
			}
		}
		if len(ids) > 0 || resting {
			wait = heldAgain
		}
		for _, one := range late {
			if err := h.library.Held.Late(ctx, []int64{one.ID}, lateProblem(why, one.Problem, now)); err != nil {
				wait = h.failed(ctx, "held requests late", err)
			}
		}
	}
	return wait
}

// parted parts requests that are due from those that are too late. resting says that there is one
// that could not be sent a moment ago, and is neither.
func parted(due []library.Held, now time.Time) (late []library.Held, ids []int64, resting bool) {
	for _, one := range due {
		switch {
		case now.Sub(one.Due) > mostLate:
			late = append(late, one)
		case one.Problem != nil && now.Sub(one.Problem.At) < heldAgain:
			resting = true
		default:
			ids = append(ids, one.ID)
		}
	}
	return late, ids, resting
}

// lateProblem says that a request was not released at its time, and why: what holds the others up
// now, or what kept it from being sent; neither: the program was closed.
func lateProblem(why error, unsent *library.Problem, now time.Time) *library.Problem {
	late := cause.New(cause.HeldLate)
	switch {
	case why != nil:
		late = late.Because(problem.Of(why))
	case unsent != nil:
		late = late.Because(unsent.Cause)
	}
	return &library.Problem{What: "release a held request", Cause: late, Charged: library.ChargedNo, At: now}
}

func (h *heldTimes) failed(ctx context.Context, doing string, err error) time.Duration {
	if ctx.Err() == nil && !errors.Is(err, library.ErrClosed) {
		h.log.Error("held requests", "doing", doing, "error", err)
	}
	return heldAgain
}

// errOffline: the service did not answer lately.
var errOffline = cause.Err(cause.NoAnswer)

// waits says why an account's held requests are not released by themselves now; nil: they are.
func (o *Outbox) waits(id int64) error {
	a, err := o.accounts.get(id)
	if err != nil {
		return err
	}
	switch s := a.jobs.Status(); {
	case s.Paused == jobsync.NoKey:
		return cause.Err(cause.NoKey)
	case s.Paused != jobsync.NotPaused:
		return cause.Err(cause.KeyNotTaken)
	case s.Offline || s.LastSync.IsZero():
		return errOffline
	}
	return nil
}

// Release sends held requests, each for its account. What could be released is, beside the error
// of an account whose requests stay held: a *cost.LimitError, for example.
func (o *Outbox) Release(ctx context.Context, ids []int64) ([]library.Entry, error) {
	return o.releaseHeld(ctx, ids, false)
}

// ReleaseOverLimit is Release although a limit is passed.
func (o *Outbox) ReleaseOverLimit(ctx context.Context, ids []int64) ([]library.Entry, error) {
	return o.releaseHeld(ctx, ids, true)
}

func (o *Outbox) releaseHeld(ctx context.Context, ids []int64, over bool) ([]library.Entry, error) {
	held, err := o.library.Held.ByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	var accounts []int64
	of := map[int64][]int64{}
	for _, one := range held {
		if of[one.Account] == nil {
			accounts = append(accounts, one.Account)
		}
		of[one.Account] = append(of[one.Account], one.ID)
	}
	if len(accounts) == 0 {
		return nil, library.ErrNotHeld
	}
	var entries []library.Entry
	var errs []error
	for _, id := range accounts {
		a, err := o.accounts.get(id)
		if err == nil && a.jobs.Status().Paused == jobsync.NoKey {
			err = cause.Err(cause.NoKey)
		}
		var released []library.Entry
		if err == nil {
			released, err = a.outbox.Release(ctx, of[id], over)
		}
		entries, errs = append(entries, released...), append(errs, err)
	}
	return entries, errors.Join(errs...)
}
