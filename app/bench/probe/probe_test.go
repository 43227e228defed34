package probe

import (
	"testing"
	"time"
)

func TestReport(t *testing.T) {
	var gaps []time.Duration
	for range 990 {
		gaps = append(gaps, time.Millisecond)
	}
	for range 9 {
		gaps = append(gaps, 20*time.Millisecond)
	}
	gaps = append(gaps, 100*time.Millisecond)
	r := report(gaps, time.Second)
	want := Report{Gaps: 1000, P99: time.Millisecond, Worst: 100 * time.Millisecond, P99Time: 100 * time.Millisecond, Waited: time.Second}
	if r != want {
		t.Errorf("report %+v, want %+v", r, want)
	}
	back, found := Parse("Fyne says something\n" + r.String() + "\nand more\n")
	if !found || back != r {
		t.Errorf("%q is read as %+v, %v", r, back, found)
	}
	if _, found := Parse("gaps of silence\n"); found {
		t.Error("a report was found where there is none")
	}
}

func TestTurns(t *testing.T) {
	at := time.Unix(0, 0)
	p := &Probe{waiting: func() time.Duration { return 0 }}
	p.turn(at)
	p.Begin()
	p.turn(at.Add(time.Hour)) // what was before Begin is no gap
	p.turn(at.Add(time.Hour + 3*time.Millisecond))
	p.turn(at.Add(time.Hour + 10*time.Millisecond))
	if r := p.End(); r.Gaps != 2 || r.Worst != 7*time.Millisecond {
		t.Errorf("report %+v", r)
	}
	p.turn(at.Add(2 * time.Hour))
	if r := p.End(); r.Gaps != 2 {
		t.Errorf("a turn after the end was counted: %+v", r)
	}
}
