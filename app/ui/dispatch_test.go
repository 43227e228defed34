package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"
)

// The function that Fyne would call at the end is called without Fyne, so that a panic in it can't
// be lost.
func TestFynesEndIsTakenOffFyne(t *testing.T) {
	app := test.NewTempApp(t)
	hooks, ok := app.Lifecycle().(interface {
		OnStopped() func()
		SetOnStoppedHookExecuted(f func())
	})
	if !ok {
		t.Fatal("this Fyne has other hooks: see whether its end still races, and take takeStopHook away or change it")
	}
	ran := 0
	hooks.SetOnStoppedHookExecuted(func() { ran++ })
	stopped := takeStopHook(app)
	if hooks.OnStopped() != nil || ran != 0 {
		t.Errorf("Fyne still has its hook (%v), which ran %d times", hooks.OnStopped() != nil, ran)
	}
	if stopped(); ran != 1 {
		t.Errorf("the hook ran %d times", ran)
	}
	takeStopHook(app)() // nothing is left
}

// What waits together runs in one turn and in its order, because Fyne may paint a frame after each turn.
func TestQueueGathersWhatWaits(t *testing.T) {
	var turns []func()
	clock := clockwork.NewFakeClock()
	q := uiQueue{turn: func(f func()) { turns = append(turns, f) }, now: clock.Now}
	turn := func() {
		t.Helper()
		if len(turns) != 1 {
			t.Fatalf("%d turns were asked for", len(turns))
		}
		next := turns[0]
		turns = nil
		next()
	}
	var did []int
	add := func(n int) { q.do(func() { did = append(did, n) }) }
	add(1)
	add(2)
	q.do(func() { add(4) }) // waits for the next turn
	add(3)
	turn()
	if want := []int{1, 2, 3}; !slices.Equal(did, want) {
		t.Errorf("did %v, want %v", did, want)
	}
	turn()
	if want := []int{1, 2, 3, 4}; !slices.Equal(did, want) || len(turns) != 0 {
		t.Errorf("did %v, want %v; %d turns wait", did, want, len(turns))
	}

	// A long function ends its turn.
	q.do(func() { clock.Advance(longTurn + 1) })
	add(5)
	turn()
	if slices.Contains(did, 5) {
		t.Error("a long turn went on")
	}
	add(6)
	turn()
	if want := []int{1, 2, 3, 4, 5, 6}; !slices.Equal(did, want) {
		t.Errorf("did %v, want %v", did, want)
	}

	add(7)
	q.end()
	add(8)
	if len(turns) != 1 {
		t.Errorf("%d turns were asked for around the end", len(turns))
	}
}
