package ui

import (
	"runtime/debug"
	"runtime/metrics"
)

const (
	// trimWorth is how many bytes must have been allocated since the last
	// time for it to be worth a collection: a hundredth of a second of work on
	// another core.
	trimWorth = 8 << 20
	// trimQuiet is how many bytes may be allocated in a second, and
	// trimSeconds for how many seconds on end, for the program to count as
	// being at rest.
	trimQuiet   = 2 << 20
	trimSeconds = 3
)

// memoryTrimmer gives memory back to the system once the program has come to rest.
// The collector lets garbage lie until as much again has been allocated, which
// after scrolling through a large gallery is tens of megabytes, and in a window
// that nobody touches for an hour it lies there for an hour.
//
// It belongs to one goroutine, not the UI's: a collection takes a while.
type memoryTrimmer struct {
	last  uint64 // bytes allocated when it looked last
	given uint64 // and when it gave back last
	quiet int    // seconds
	free  func() // nil: the runtime's
}

// look is called once a second.
func (t *memoryTrimmer) look() {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	t.see(sample[0].Value.Uint64())
}

// see takes how many bytes were ever allocated.
func (t *memoryTrimmer) see(allocated uint64) {
	if allocated-t.last > trimQuiet {
		t.quiet = 0
	} else {
		t.quiet++
	}
	t.last = allocated
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
