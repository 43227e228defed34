// Package background takes work off the UI goroutine and brings its result
// back to it.
//
// A Loop's methods may be called on any goroutine and return at once; only Rest
// waits, off the UI goroutine. What work paints, and what Do is given for the
// end, runs on the UI goroutine.
package background

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/supervisor"
	"lookbook/app/ui/message"
)

// ErrPanic is what Do reports of work that panicked. The log has the details.
var ErrPanic error = panicked{}

type panicked struct{}

func (panicked) Error() string { return message.T("background.panic") }

// Work is done off the UI goroutine. What it returns paints the result; nil:
// there is nothing to paint.
type Work = func(ctx context.Context) (paint func())

// Run takes work off the UI goroutine and paints its result on it. Work that
// panics paints nothing: use Do where something has to be reset at the end.
type Run func(work func(ctx context.Context) (paint func()))

// Do runs work and calls done on the UI goroutine with what became of it, after
// a panic with ErrPanic. Done may stay uncalled only when the program ends.
func Do[T any](run Run, work func(ctx context.Context) (T, error), done func(T, error)) {
	run(func(ctx context.Context) func() {
		returned := false
		defer func() {
			if !returned { // the panic goes on, to be logged
				run(func(context.Context) func() {
					return func() {
						var none T
						done(none, ErrPanic)
					}
				})
			}
		}()
		value, err := work(ctx)
		returned = true
		return func() { done(value, err) }
	})
}

// Try is Do for work that has no result but an error.
func Try(run Run, work func(ctx context.Context) error, done func(error)) {
	Do(run, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) { done(err) })
}

// Loop runs the work of one window.
type Loop struct {
	group    *supervisor.Group
	dispatch func(func())
	clock    clockwork.Clock
	crashed  func()
}

// New makes a loop. Dispatch queues a function for the UI goroutine; crashed is
// called there when work panicked.
func New(group *supervisor.Group, dispatch func(func()), clock clockwork.Clock, crashed func()) *Loop {
	return &Loop{group: group, dispatch: dispatch, clock: clock, crashed: crashed}
}

// Run is a Run. Nothing is painted once the program ends.
func (l *Loop) Run(work func(ctx context.Context) (paint func())) {
	l.group.Go("working for the window", func(ctx context.Context) error {
		var paint func()
		if l.group.Guard("working for the window", func() error { paint = work(ctx); return nil }) != nil {
			paint = l.crashed
		}
		if paint != nil && ctx.Err() == nil {
			l.dispatch(paint)
		}
		return nil
	})
}

// leastRest is less than anybody notices, and spares most of the lists that a
// burst of pictures would ask for.
const leastRest = 100 * time.Millisecond

// Rest waits, at least leastRest, before work that many events ask for is done
// again. It returns early when ctx ends.
func (l *Loop) Rest(ctx context.Context, long time.Duration) {
	timer := l.clock.NewTimer(max(long, leastRest))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.Chan():
	}
}
