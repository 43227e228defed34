package ui

import (
	"runtime/debug"
	"runtime/metrics"
)

const (
	// trimWorth is how many bytes must have been allocated since the last time
	// to make a collection worthwhile. It takes a hundredth of a second on
	// another core.
	trimWorth = 8 << 20
	// trimQuiet is how many bytes may be allocated per second, and trimSeconds
	// for how many seconds in a row, for the program to count as idle.
	trimQuiet   = 2 << 20
	trimSeconds = 3
	// startSeconds is when the start is over at the latest.
	startSeconds = 15
)

// memoryTrimmer returns memory to the system when the program is idle. The collector keeps garbage
// until as much again has been allocated. After scrolling through a large gallery that is tens of
// megabytes, which would stay for as long as nobody touches the window.
//
// It belongs to one goroutine, not the UI goroutine, because a collection takes a while.
type memoryTrimmer struct {
	last  uint64 // bytes allocated at the last look
	given uint64 // bytes allocated at the last collection
	quiet int    // idle seconds
	free  func() // nil: the runtime's

	settled func() // called once, when the start is over; nil: it is
	looks   int
}

// look is called once a second.
func (t *memoryTrimmer) look() {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	t.see(sample[0].Value.Uint64())
}

// see handles the number of bytes ever allocated.
func (t *memoryTrimmer) see(allocated uint64) {
	if allocated-t.last > trimQuiet {
		t.quiet = 0
	} else {
		t.quiet++
	}
	t.last = allocated
	if t.looks++; t.settled != nil && (t.quiet >= trimSeconds || t.looks >= startSeconds) {
		t.settled()
		t.settled = nil
	}
	if t.quiet < trimSeconds || allocated-t.given < trimWorth {
		return
	}
	t.given = allocated
	if t.free == nil {
		debug.FreeOSMemory()
		return
	}
	t.free()
}
