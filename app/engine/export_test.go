package engine

import (
	"time"
)

// The tests work the engine by hand: each function does what one of its
// goroutines would do next, and returns when it is done.

// SendAll sends every submission that waits.
func (e *Engine) SendAll() { e.Outbox.SendQueued() }

// Round makes one sync.
func (e *Engine) Round() { e.Jobs.Round(e.ctx) }

// Planned is when the next sync is due.
func (e *Engine) Planned() (time.Time, bool) { return e.Jobs.Next() }

// Fetch downloads all that can be downloaded now and returns when there will
// be more to do; zero: when something happens.
func (e *Engine) Fetch() (time.Time, error) {
	for {
		next, err := e.Downloads.Dispatch(e.ctx)
		if e.Downloads.Status().Fetching == 0 || err != nil {
			return next, err
		}
		e.Downloads.Rest(e.ctx, time.Time{})
	}
}

// OnStep has step called as the saving of each picture gets on.
func (e *Engine) OnStep(step func(string)) { e.stepped = step }

// Count brings the counts of the status up to date.
func (e *Engine) Count() error {
	e.stale.Store(true)
	return e.count(e.ctx)
}
