package ui

import (
	"sync"

	"lookbook/app/engine"
)

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
