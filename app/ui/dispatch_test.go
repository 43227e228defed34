package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// Fyne has nothing left to do at its end that could panic, and it is done all the same.
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
