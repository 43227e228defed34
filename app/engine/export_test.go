package engine

import (
	"time"
)

// The tests drive the engine by hand: each function does the next piece of work
// of one of its goroutines and returns when it is done.

// SendAll sends every waiting submission.
func (e *Engine) SendAll() {
	for _, a := range e.accounts.all() {
		a.outbox.SendQueued()
	}
}

// SendOf sends every waiting submission of one account.
func (e *Engine) SendOf(account int64) { e.accounts.of[account].outbox.SendQueued() }

// Round makes one sync of each account.
func (e *Engine) Round() {
	for _, a := range e.accounts.all() {
		a.jobs.Round(e.ctx)
	}
}

// Planned returns when the next sync is due.
func (e *Engine) Planned() (at time.Time, planned bool) {
	for _, a := range e.accounts.all() {
		if next, ok := a.jobs.Next(); ok && (!planned || next.Before(at)) {
			at, planned = next, true
		}
	}
	return at, planned
}

// Fetch downloads everything that can be downloaded now. It returns when there
// will be more to do; zero: only after an event.
func (e *Engine) Fetch() (time.Time, error) {
	for {
		next, err := e.Downloads.Dispatch(e.ctx)
		if e.Downloads.Status().Fetching == 0 || err != nil {
			return next, err
		}
		e.Downloads.Rest(e.ctx, time.Time{})
	}
}

// OnStep sets a function that is called at each step of saving a picture.
func (e *Engine) OnStep(step func(string)) { e.stepped = step }

// Count updates the counts of the status.
func (e *Engine) Count() error {
	e.stale.Store(true)
	return e.count(e.ctx)
}

// ReleaseDue releases the held requests that are due, and returns when to look again.
func (e *Engine) ReleaseDue() time.Duration { return e.held.release(e.ctx) }
