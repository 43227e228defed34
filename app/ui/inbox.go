package ui

import (
	"reflect"
	"slices"
	"sync"

	"lookbook/app/engine"
	"lookbook/app/library"
)

// inbox collects events from other goroutines, so that a hundred of them cost one turn of the UI
// goroutine. While that goroutine is busy, only the last event about each subject is kept. If there
// are very many, a Reset replaces them.
type inbox struct {
	mu      sync.Mutex
	events  []engine.Event
	waiting bool
	closed  bool
}

// put adds an event and reports whether a turn has to be requested.
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

// take empties the box and returns its events.
func (b *inbox) take() []engine.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	events := b.events
	b.events, b.waiting = nil, false
	return events
}

// close drops the content of the box and all later events.
func (b *inbox) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events, b.closed = nil, true
}

// mostEvents bounds the waiting events: a few megabytes.
const mostEvents = 8192

// condensed removes events that a later one about the same subject replaces. If
// more than half remain, it returns a Reset: reading again is cheaper.
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

// subject returns what an event is about.
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
