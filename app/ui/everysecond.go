package ui

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/supervisor"
)

// everySecond does what depends on time only. If a tick is still being handled,
// the next one is dropped.
type everySecond struct {
	clock    clockwork.Clock
	dispatch func(func())
	work     func(ctx context.Context) // off the UI goroutine
	paint    func()                    // on it

	painting atomic.Bool
}

func (e *everySecond) start(group *supervisor.Group) {
	ticker := e.clock.NewTicker(time.Second) // before start returns, so that no second is missed
	started := group.Go("ticking", func(ctx context.Context) error {
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.Chan():
			}
			e.work(ctx)
			if e.painting.CompareAndSwap(false, true) {
				e.dispatch(func() {
					e.painting.Store(false)
					e.paint()
				})
			}
		}
	})
	if !started {
		ticker.Stop()
	}
}
