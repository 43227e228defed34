package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"
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
