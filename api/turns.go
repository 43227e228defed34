package api

import (
	"context"

	"github.com/jonboulle/clockwork"
	"golang.org/x/time/rate"
)

// turns keeps the calls of the service to MaxCallsAtOnce, and to
// MaxCallsPerSecond on average.
type turns struct {
	slots   chan struct{} // one value for each running call
	limiter *rate.Limiter
	clock   clockwork.Clock
}

func newTurns(clock clockwork.Clock) turns {
	return turns{make(chan struct{}, MaxCallsAtOnce), rate.NewLimiter(MaxCallsPerSecond, MaxCallsPerSecond), clock}
}

// enter waits for a free slot and for the rate limit. The caller calls leave
// when its call has ended.
func (t turns) enter(ctx context.Context) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case t.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	leave = func() { <-t.slots }
	if err := t.pace(ctx); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

// pace waits until the rate limit allows another request.
func (t turns) pace(ctx context.Context) error {
	now := t.clock.Now()
	turn := t.limiter.ReserveN(now, 1)
	wait := turn.DelayFrom(now)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := t.clock.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.Chan():
		return nil
	case <-ctx.Done():
		turn.CancelAt(t.clock.Now())
		return ctx.Err()
	}
}
