// Package probe finds out for how long the UI goroutine is away from its queue.
//
// # Who may call what
//
// Start may be called anywhere, once; Begin and End on any goroutine. A Probe
// has one goroutine of its own, which ends with the program.
package probe

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// every is how long the probe waits between two turns, so that it does not
// itself keep the UI goroutine busy.
const every = 500 * time.Microsecond

// Probe asks for a turn of the UI goroutine again and again.
type Probe struct {
	mu      sync.Mutex
	on      bool
	last    time.Time
	before  threadTime // at the last turn
	gaps    []gap
	counted func() threadTime
}

// gap is what was between one turn and the next. It begins when the next is
// asked for: before that nothing was waited for, and on a busy machine the probe
// itself may come late.
type gap struct {
	long   time.Duration
	ran    time.Duration // in which the UI goroutine's thread was on a processor
	waited time.Duration // in which it was ready to run and had none
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
	// and had no processor, and WorstWaited the part of it in the worst gap: the
	// load of others, our own workers included.
	Waited, WorstWaited time.Duration
	// WorstRan is how long it was on a processor in the worst gap, and MostRan
	// in any.
	WorstRan, MostRan time.Duration
}

// Start starts a probe; do queues a turn for the UI goroutine, whose thread is
// the process's first.
func Start(do func(func())) *Probe {
	p := &Probe{counted: mainThread}
	go func() {
		done := make(chan struct{})
		for {
			asked := time.Now()
			do(func() {
				p.turn(asked, time.Now())
				done <- struct{}{}
			})
			<-done
			time.Sleep(every)
		}
	}()
	return p
}

// turn notes a turn that was had now.
func (p *Probe) turn(asked, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.on {
		return
	}
	counted := p.counted()
	if !p.last.IsZero() {
		p.gaps = append(p.gaps, gap{now.Sub(asked), counted.ran - p.before.ran, counted.waited - p.before.waited})
	}
	p.last, p.before = now, counted
}

// Begin forgets what was seen and begins to look.
func (p *Probe) Begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.on, p.last, p.gaps = true, time.Time{}, nil
}

// End tells what was seen since Begin.
func (p *Probe) End() Report {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.on = false
	return report(p.gaps)
}

func report(gaps []gap) Report {
	r := Report{Gaps: len(gaps)}
	if len(gaps) == 0 {
		return r
	}
	sorted := slices.SortedFunc(slices.Values(gaps), func(a, b gap) int { return cmp.Compare(a.long, b.long) })
	worst := sorted[len(sorted)-1]
	r.Worst, r.WorstRan, r.WorstWaited = worst.long, worst.ran, worst.waited
	r.P99 = sorted[(len(sorted)-1)*99/100].long
	var total, sum time.Duration
	for _, g := range sorted {
		total += g.long
		r.Waited += g.waited
		r.MostRan = max(r.MostRan, g.ran)
	}
	for _, g := range sorted {
		if sum += g.long; sum >= total/100*99 {
			r.P99Time = g.long
			break
		}
	}
	return r
}

// line is how a report is printed.
const line = "gaps %d p99 %d worst %d p99time %d waited %d worstwaited %d worstran %d mostran %d"

// String is a line that Parse reads.
func (r Report) String() string {
	return fmt.Sprintf(line, r.Gaps, r.P99, r.Worst, r.P99Time, r.Waited, r.WorstWaited, r.WorstRan, r.MostRan)
}

// Parse finds the last report in what a program printed.
func Parse(output string) (r Report, found bool) {
	for said := range strings.Lines(output) {
		var one Report
		n, _ := fmt.Sscanf(said, line, &one.Gaps, &one.P99, &one.Worst, &one.P99Time, &one.Waited, &one.WorstWaited, &one.WorstRan, &one.MostRan)
		if n == 8 {
			r, found = one, true
		}
	}
	return r, found
}

// threadTime is how long a thread has run since it began, and waited to.
type threadTime struct{ ran, waited time.Duration }

// mainThread is that of the process's first thread; zero where the system
// doesn't tell.
func mainThread() threadTime {
	pid := os.Getpid()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/schedstat", pid, pid))
	if err != nil {
		return threadTime{}
	}
	var t threadTime
	if n, _ := fmt.Sscan(string(data), &t.ran, &t.waited); n != 2 {
		return threadTime{}
	}
	return t
}
