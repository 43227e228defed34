package probe

import (
	"testing"
	"time"
)

func TestReport(t *testing.T) {
	var gaps []gap
	for range 990 {
		gaps = append(gaps, gap{long: time.Millisecond, ran: time.Millisecond / 2})
	}
	for range 9 {
		gaps = append(gaps, gap{long: 20 * time.Millisecond, ran: 15 * time.Millisecond, waited: 5 * time.Millisecond})
	}
	gaps = append(gaps, gap{long: 100 * time.Millisecond, ran: 10 * time.Millisecond, waited: 80 * time.Millisecond})
	r := report(gaps)
	want := Report{
		Gaps: 1000, P99: time.Millisecond, Worst: 100 * time.Millisecond, P99Time: 100 * time.Millisecond, Waited: 125 * time.Millisecond,
		WorstWaited: 80 * time.Millisecond, WorstRan: 10 * time.Millisecond, MostRan: 15 * time.Millisecond,
	}
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
	p := &Probe{counted: func() threadTime { return threadTime{} }}
	after := func(d time.Duration) time.Time { return at.Add(d) }
	p.turn(at, at)
	p.Begin()
	p.turn(at, after(time.Hour)) // what was before Begin is no gap
	p.turn(after(time.Hour), after(time.Hour+3*time.Millisecond))
	p.turn(after(time.Hour+5*time.Millisecond), after(time.Hour+10*time.Millisecond)) // asked for late
	if r := p.End(); r.Gaps != 2 || r.Worst != 5*time.Millisecond {
		t.Errorf("report %+v", r)
	}
	p.turn(after(2*time.Hour), after(3*time.Hour))
	if r := p.End(); r.Gaps != 2 {
		t.Errorf("a turn after the end was counted: %+v", r)
	}
}
