//go:build linux

package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lookbook/app/test/desktop"
)

// figure prints a measurement.
func figure(name string, value any, unit string) {
	if number, ok := value.(float64); ok {
		value = fmt.Sprintf("%.2f", number)
	}
	fmt.Printf("figure %s %v %s\n", name, value, unit)
}

// The time until something is visible, and the memory then, compared with a minimal program with a
// window: the same library, on the same screen, by turns.
func TestStartUp(t *testing.T) {
	s := newStage(t)
	bare := desktop.Build(t, "lookbook/app/test/bare")
	const rounds = 5
	var ours, theirs []run
	for round := range rounds {
		theirs = append(theirs, s.startUp(fmt.Sprint("bare-", round), bare))
		ours = append(ours, s.startUp(fmt.Sprint("lookbook-", round), s.Program))
	}
	figure("start_bare", median(theirs, run.seconds), "s")
	figure("start_lookbook", median(ours, run.seconds), "s")
	figure("start_ratio", median(ours, run.seconds)/median(theirs, run.seconds), "×")
	figure("memory_bare", median(theirs, run.mebibytes), "MiB")
	figure("memory_lookbook", median(ours, run.mebibytes), "MiB")
}

// run is one start of a program.
type run struct {
	start  time.Duration // from fork to the first frame
	memory int64         // resident bytes once its window is open
}

func (r run) seconds() float64   { return r.start.Seconds() }
func (r run) mebibytes() float64 { return float64(r.memory) / (1 << 20) }

// startUp starts a program, waits for its first frame, and closes it.
func (s *stage) startUp(name, path string) run {
	s.t.Helper()
	desktop.Until(s.t, desktop.Patience, "an empty screen", func() bool { return !s.Covered() })
	p := s.Start(desktop.Command{Name: name, Path: path, Env: map[string]string{"DREAMLOOK_API_URL": s.Service.URL}})
	desktop.Until(s.t, desktop.Patience, "the first frame of "+name, s.Covered)
	r := run{start: time.Since(p.Started())}
	s.WaitWindow(p, ".")
	s.Settle()
	r.memory = p.Resident()
	s.close(p)
	return r
}

func median(runs []run, value func(run) float64) float64 {
	var values []float64
	for _, r := range runs {
		values = append(values, value(r))
	}
	slices.Sort(values)
	return values[len(values)/2]
}
