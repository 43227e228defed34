// Package background takes work off the UI goroutine and brings its result back
// to it.
//
// Goroutines: a Loop's methods may be called on any goroutine and return at
// once, except Rest, which waits and belongs off the UI goroutine. The
// functions that paint, and the done functions of Do and Try, run on the UI
// goroutine. The work runs in the group that the Loop was given, which joins
// it. A Queue belongs to the UI goroutine.
package background

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/cause"
	"lookbook/app/supervisor"
)

// ErrPanic is what Do reports of work that panicked. The log has the details.
var ErrPanic = cause.Err(cause.Panic)

// Work runs off the UI goroutine. The function that it returns paints the
// result; nil: nothing to paint.
type Work = func(ctx context.Context) (paint func())

// Run runs work off the UI goroutine and paints its result on it. Work that
// panics paints nothing; use Do if something must be reset at the end.
type Run func(work func(ctx context.Context) (paint func()))

// Do runs work and calls done with its result on the UI goroutine, with
// ErrPanic after a panic. done is not called only if the program ends.
func Do[T any](run Run, work func(ctx context.Context) (T, error), done func(T, error)) {
	run(func(ctx context.Context) func() {
		returned := false
		defer func() {
			if !returned { // the panic continues, to be logged
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

// Try is Do for work whose only result is an error.
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

// New makes a loop. dispatch queues a function for the UI goroutine. crashed is
// called there when work panicked.
func New(group *supervisor.Group, dispatch func(func()), clock clockwork.Clock, crashed func()) *Loop {
	return &Loop{group: group, dispatch: dispatch, clock: clock, crashed: crashed}
}

// Run is a Run. It paints nothing after the program has ended.
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

// leastRest is too short to notice, and saves most of the listings that a burst
// of pictures would cause.
const leastRest = 100 * time.Millisecond

// Rest waits before work that many events cause is repeated: long, but at least
// leastRest. It returns early when ctx ends.
func (l *Loop) Rest(ctx context.Context, long time.Duration) {
	timer := l.clock.NewTimer(max(long, leastRest))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.Chan():
	}
}
