package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/engine"
)

// onUI is the dispatcher of a real window: it queues f for the UI goroutine.
func onUI(f func()) { fyne.Do(f) }

// run takes work off the UI goroutine and paints its result on it.
func (w *Window) run(work func(ctx context.Context) (paint func())) {
	w.p.Host.Background(func(ctx context.Context) {
		if paint := work(ctx); paint != nil && ctx.Err() == nil {
			w.dispatch(paint)
		}
	})
}

// leastRest is less than anybody notices, and spares most of the lists that a
// burst of pictures would ask for.
const leastRest = 100 * time.Millisecond

// rest waits off the UI goroutine, for what would otherwise be done again and
// again while much changes.
func (w *Window) rest(ctx context.Context, long time.Duration) {
	timer := w.clock.NewTimer(max(long, leastRest))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.Chan():
	}
}

// inbox collects events from other goroutines, so that a hundred of them cost
// the UI goroutine one turn and not a hundred.
type inbox struct {
	mu      sync.Mutex
	events  []engine.Event
	waiting bool
	closed  bool
}

// put adds an event and reports whether a turn has to be asked for.
func (b *inbox) put(event engine.Event) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return false
	}
	b.events = append(b.events, event)
	if b.waiting {
		return false
	}
	b.waiting = true
	return true
}

// take empties the box.
func (b *inbox) take() []engine.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	events := b.events
	b.events, b.waiting = nil, false
	return events
}

// close drops what is in the box and what is still to come.
func (b *inbox) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events, b.closed = nil, true
}
