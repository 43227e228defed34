package library

import (
	"slices"
	"sync"
)

// subscribers are told of events, in the order in which they were put.
type subscribers struct {
	mu         sync.Mutex
	all        []*subscriber
	waiting    []Event
	delivering bool // somebody is; they take what is put meanwhile too
}

type subscriber struct{ tell func(Event) }

// Subscribe has f called for every event from now on; see the package's
// words on events for when and where. After cancel has returned no new call
// is begun, one that is under way may still be going on.
func (l *Library) Subscribe(f func(Event)) (cancel func()) {
	s := &subscriber{tell: f}
	n := &l.db.subscribers
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(slices.Clone(n.all), s)
	return func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.all = slices.DeleteFunc(slices.Clone(n.all), func(x *subscriber) bool { return x == s })
	}
}

// put queues events. Called by whoever has the turn, so that the queue is in
// commit order.
func (n *subscribers) put(events []Event) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.waiting = append(n.waiting, events...)
}

// deliver tells what is queued, unless somebody is at it already: that may be
// a caller further down on this very stack.
func (n *subscribers) deliver() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.delivering {
		return
	}
	n.delivering = true
	defer func() { n.delivering = false }()
	for len(n.waiting) > 0 {
		event := n.waiting[0]
		n.waiting = n.waiting[1:]
		for _, s := range n.all {
			if !slices.Contains(n.all, s) {
				continue // cancelled by one that was told before it
			}
			n.tell(s, event)
		}
	}
	n.waiting = nil
}

// tell calls a subscriber without the lock, which it takes back even when the
// subscriber panics.
func (n *subscribers) tell(s *subscriber, event Event) {
	n.mu.Unlock()
	defer n.mu.Lock()
	s.tell(event)
}
