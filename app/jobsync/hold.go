package jobsync

import "sync"

// Hold pauses following and fetching for as long as a person wants. One is
// shared by all followers and downloads of an engine; nil never holds. It is
// forgotten at the end of the program. It is safe for concurrent use and never
// blocks.
type Hold struct {
	mu      sync.Mutex
	on      bool
	changed []func(on bool)
}

// On reports whether following is paused.
func (h *Hold) On() bool {
	if h == nil {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.on
}

// Set pauses, or goes on.
func (h *Hold) Set(on bool) {
	h.mu.Lock()
	h.on = on
	changed := h.changed
	h.mu.Unlock()
	for _, f := range changed {
		f(on)
	}
}

// subscribe calls f, which returns at once, after each change.
func (h *Hold) subscribe(f func(on bool)) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changed = append(h.changed, f)
}
