package bench

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"lookbook/app/test/desk"
)

// idleRow is how much processor time an open window takes in a minute in which
// nobody touches it, with a year of pictures, a key, and a service that answers
// and has no news, beside a bare Fyne window: both in the same minute, each on a
// screen of its own. The minute begins when the program has been open for half a
// minute, so that what it does once after its start is over.
func idleRow() Row {
	return Row{
		Name: "idle",
		Targets: []Target{
			{Name: "idle", Ratio: true, Most: 1.5, What: "CPU seconds in a quiet minute with the window open ÷ a bare Fyne window"},
			{Name: "idle", What: "the same in CPU seconds"},
		},
		Run: runIdle,
	}
}

const (
	idleBefore = 30 * time.Second
	idleFor    = time.Minute
)

func runIdle(ctx context.Context, s *Stage) error {
	ours, err := newHome(s, 1280, 800)
	if err != nil {
		return err
	}
	theirs := &home{Desk: desk.Start(s.named("-bare"), s.Artifacts(), desk.Options{}), stage: s, bare: ours.bare}
	p := ours.start("lookbook", ours.lookbook, "-v")
	peer := theirs.start("bare", theirs.bare)
	ours.WaitWindow(p, "Lookbook")
	theirs.WaitWindow(peer, ".")
	ours.journal.Since(p.Started()).Wait(desk.Patience, "thumbnail painted", 8)
	if err := wait(ctx, idleBefore); err != nil {
		return err
	}
	began, peerBegan, err := both(p, peer)
	if err != nil {
		return err
	}
	if err := wait(ctx, idleFor); err != nil {
		return err
	}
	end, peerEnd, err := both(p, peer)
	if err != nil {
		return err
	}
	ours.Screenshot("idle")
	s.Figure("idle", (end - began).Seconds(), "s")
	s.Figure("idle_bare", (peerEnd - peerBegan).Seconds(), "s")
	s.Ratio("idle", (end - began).Seconds(), (peerEnd - peerBegan).Seconds())
	return nil
}

// wait lets the clock run.
func wait(ctx context.Context, long time.Duration) error {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func both(a, b *desk.Process) (ofA, ofB time.Duration, err error) {
	if ofA, err = processorTime(a.PID()); err != nil {
		return 0, 0, err
	}
	ofB, err = processorTime(b.PID())
	return ofA, ofB, err
}

// processorTime is what a process has used since it began, in all its threads.
func processorTime(pid int) (time.Duration, error) {
	// Nanoseconds on a processor, of each thread; stat counts hundredths of a
	// second, which is coarse for a program that does nothing.
	dir := fmt.Sprintf("/proc/%d/task", pid)
	threads, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	var total time.Duration
	for _, thread := range threads {
		data, err := os.ReadFile(dir + "/" + thread.Name() + "/schedstat")
		if os.IsNotExist(err) {
			continue // it has ended since; programs with windows keep theirs
		}
		if err != nil {
			return 0, err
		}
		var ran int64
		if _, err := fmt.Fscan(strings.NewReader(string(data)), &ran); err != nil {
			return 0, fmt.Errorf("processor time of %d: %w", pid, err)
		}
		total += time.Duration(ran)
	}
	return total, nil
}
