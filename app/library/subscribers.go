package library

import (
	"slices"
	"sync"
)

// subscribers get events in the order in which they were put.
type subscribers struct {
	mu         sync.Mutex
	all        []*subscriber
	waiting    []Event
	delivering bool // one goroutine delivers, including what others put meanwhile
}

type subscriber struct{ tell func(Event) }

// Subscribe calls f for every event from now on; the package comment says when
// and where. After cancel has returned no new call starts; a running one may
// still be going on.
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

// put queues events. The caller holds the turn to write, so the queue is in
// commit order.
func (n *subscribers) put(events []Event) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.waiting = append(n.waiting, events...)
}

// deliver delivers the queue, unless a goroutine is already doing so, perhaps
// this one further up its stack.
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
				continue // another subscriber cancelled it
			}
			n.tell(s, event)
		}
	}
	n.waiting = nil
}

// tell calls a subscriber without the lock. It locks again even when the
// subscriber panics.
func (n *subscribers) tell(s *subscriber, event Event) {
	n.mu.Unlock()
	defer n.mu.Lock()
	s.tell(event)
}
