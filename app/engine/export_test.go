package engine

import (
	"context"
	"time"

	"lookbook/app/library"
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
		next, err := e.dispatch(e.ctx)
		if e.inFlight() == 0 || err != nil {
			return next, err
		}
		<-e.fetch.wanted
	}
}

func (e *Engine) inFlight() int {
	e.fetch.mu.Lock()
	defer e.fetch.mu.Unlock()
	return len(e.fetch.inFlight)
}

// CleanUp does what happens before the first download.
func (e *Engine) CleanUp(folder string) error { return e.cleanUp(e.ctx, folder) }

// OnStep has step called as the saving of each picture gets on.
func (e *Engine) OnStep(step func(string)) { e.stepped = step }

// Count brings the counts of the status up to date.
func (e *Engine) Count() error {
	e.board.recount()
	return e.count(e.ctx)
}

// Begin lets Background and the like run without Start.
func (e *Engine) Begin(ctx context.Context, image library.Image) bool { return e.begin(image.ID) }
