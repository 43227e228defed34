package ui

import (
	"reflect"
	"slices"
	"sync"

	"lookbook/app/engine"
	"lookbook/app/library"
)

// inbox collects events from other goroutines, so that a hundred of them cost
// the UI goroutine one turn and not a hundred. While that goroutine is busy only
// the last event about each thing is kept; where they are very many, the panes
// are told to read again instead.
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
	if len(b.events) >= mostEvents {
		b.events = condensed(b.events)
	}
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

// mostEvents bounds what waits for the UI goroutine: a few megabytes.
const mostEvents = 8192

// condensed is events without those that a later one about the same thing makes
// old news. Where that doesn't at least halve them, reading again is cheaper.
func condensed(events []engine.Event) []engine.Event {
	var last []engine.Event
	seen := map[any]bool{}
	for _, event := range slices.Backward(events) {
		if about := subject(event); !seen[about] {
			seen[about] = true
			last = append(last, event)
		}
	}
	slices.Reverse(last)
	if len(last) <= mostEvents/2 {
		return last
	}
	again := []engine.Event{library.Reset{}}
	for _, event := range last {
		if _, ok := event.(engine.StatusChanged); ok { // no pane reads it
			again = append(again, event)
		}
	}
	return again
}

// subject is what an event is about.
func subject(event engine.Event) any {
	type entry struct{ id int64 }
	type image struct{ id int64 }
	switch event := event.(type) {
	case library.EntryChanged:
		return entry{event.Entry.ID}
	case library.EntryRemoved:
		return entry{event.ID}
	case library.ImageChanged:
		return image{event.Image.ID}
	}
	return reflect.TypeOf(event)
}
