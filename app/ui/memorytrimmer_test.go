package ui

import "testing"

func TestMemoryTrimmer(t *testing.T) {
	const mb = 1 << 20
	tests := []struct {
		name  string
		grown []uint64 // bytes allocated in each second
		freed int
	}{
		{"nothing happens", make([]uint64, 60), 0},
		{"a burst, then rest", []uint64{40 * mb, 0, 0, 0, 0, 0, 0}, 1},
		{"a burst, then a little now and then", []uint64{40 * mb, mb, 0, mb, mb, mb, 0, mb}, 1},
		{"it goes on", []uint64{40 * mb, 10 * mb, 0, 10 * mb, 0, 0, 10 * mb}, 0},
		{"two bursts", []uint64{40 * mb, 0, 0, 0, 30 * mb, 0, 0, 0}, 2},
		{"too little to be worth it", []uint64{3 * mb, 0, 0, 0, 3 * mb, 0, 0, 0}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			freed, allocated := 0, uint64(0)
			trimmer := memoryTrimmer{free: func() { freed++ }}
			for _, grown := range test.grown {
				allocated += grown
				trimmer.see(allocated)
			}
			if freed != test.freed {
				t.Errorf("gave memory back %d times, want %d", freed, test.freed)
			}
		})
	}
}

// The start is over once, with the first rest or after a while.
func TestTheStartIsOverOnce(t *testing.T) {
	for _, c := range []struct {
		grown uint64 // bytes allocated in each second
		after int    // seconds
	}{{0, trimSeconds}, {trimQuiet + 1, startSeconds}} {
		over, allocated := 0, uint64(0)
		trimmer := memoryTrimmer{free: func() {}, settled: func() { over++ }}
		for second := 1; second <= 2*startSeconds; second++ {
			allocated += c.grown
			trimmer.see(allocated)
			if want := min(second/c.after, 1); over != want {
				t.Fatalf("growing by %d, after %d s: over %d times, want %d", c.grown, second, over, want)
			}
		}
	}
}
