// Package probe finds out for how long the UI goroutine is away from its queue.
//
// # Who may call what
//
// Start may be called anywhere, once; Begin and End on any goroutine. A Probe
// has one goroutine of its own, which ends with the program.
package probe

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// every is how long the probe waits between two turns, so that it does not
// itself keep the UI goroutine busy. It is part of every gap.
const every = 500 * time.Microsecond

// Probe asks for a turn of the UI goroutine again and again.
type Probe struct {
	mu      sync.Mutex
	on      bool
	last    time.Time
	gaps    []time.Duration // between one turn and the next
	waited  time.Duration   // what the UI goroutine's thread had waited for a processor when it began
	waiting func() time.Duration
}

// Report is what a probe saw between Begin and End.
type Report struct {
	Gaps  int
	P99   time.Duration // 99 of 100 gaps between two turns are not longer
	Worst time.Duration
	// P99Time: for 99 of 100 parts of the time, the gap that it lay in is not
	// longer. It counts a long gap for as long as it is.
	P99Time time.Duration
	// Waited is for how long in all the UI goroutine's thread was ready to run
	// and had no processor: others' load, which no program can help.
	Waited time.Duration
}

// Start starts a probe; do queues a turn for the UI goroutine, whose thread is
// the process's first.
func Start(do func(func())) *Probe {
	p := &Probe{waiting: mainThreadWaited}
	go func() {
		done := make(chan struct{})
		for {
			do(func() {
				p.turn(time.Now())
				done <- struct{}{}
			})
			<-done
			time.Sleep(every)
		}
	}()
	return p
}

func (p *Probe) turn(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on && !p.last.IsZero() {
		p.gaps = append(p.gaps, now.Sub(p.last))
	}
	p.last = now
}

// Begin forgets what was seen and begins to look.
func (p *Probe) Begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.on, p.last, p.gaps, p.waited = true, time.Time{}, nil, p.waiting()
}

// End tells what was seen since Begin.
func (p *Probe) End() Report {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.on = false
	return report(p.gaps, p.waiting()-p.waited)
}

func report(gaps []time.Duration, waited time.Duration) Report {
	r := Report{Gaps: len(gaps), Waited: waited}
	if len(gaps) == 0 {
		return r
	}
	sorted := slices.Sorted(slices.Values(gaps))
	r.Worst = sorted[len(sorted)-1]
	r.P99 = sorted[(len(sorted)-1)*99/100]
	var total, sum time.Duration
	for _, gap := range sorted {
		total += gap
	}
	for _, gap := range sorted {
		if sum += gap; sum >= total/100*99 {
			r.P99Time = gap
			break
		}
	}
	return r
}

// String is a line that Parse reads.
func (r Report) String() string {
	return fmt.Sprintf("gaps %d p99 %d worst %d p99time %d waited %d", r.Gaps, r.P99, r.Worst, r.P99Time, r.Waited)
}

// Parse finds the last report in what a program printed.
func Parse(output string) (r Report, found bool) {
	for line := range strings.Lines(output) {
		var one Report
		n, _ := fmt.Sscanf(line, "gaps %d p99 %d worst %d p99time %d waited %d", &one.Gaps, &one.P99, &one.Worst, &one.P99Time, &one.Waited)
		if n == 5 {
			r, found = one, true
		}
	}
	return r, found
}

// mainThreadWaited is for how long the first thread was ready to run and did
// not; 0 where the system doesn't tell.
func mainThreadWaited() time.Duration {
	pid := os.Getpid()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/schedstat", pid, pid))
	if err != nil {
		return 0
	}
	var ran, waited int64
	if n, _ := fmt.Sscan(string(data), &ran, &waited); n != 2 {
		return 0
	}
	return time.Duration(waited)
}
