package culling_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/library"
	"lookbook/app/ui/culling"
)

func TestVerdicts(t *testing.T) {
	for r, want := range map[rune]library.Verdict{
		'p': library.Picked, 'P': library.Picked, 'x': library.Rejected, 'X': library.Rejected, 'u': library.Neither, 'U': library.Neither,
		'q': "", '3': "", '!': "",
	} {
		if got, ok := culling.Verdict(r); got != want || ok != (want != "") {
			t.Errorf("%c: %q, %v", r, got, ok)
		}
	}
}

// Caps Lock goes on by itself, whatever it was before the program started; Shift does for one letter.
func TestAdvance(t *testing.T) {
	var shift fyne.KeyModifier
	prefers := false
	a := &culling.Advance{Always: func() bool { return prefers }, Modifiers: func() fyne.KeyModifier { return shift }}
	expect := func(what string, r rune, want bool) {
		t.Helper()
		if got := a.Typed(r); got != want {
			t.Errorf("%s, %c: goes on %v", what, r, got)
		}
	}
	caps := func() { a.KeyDown(&fyne.KeyEvent{Name: desktop.KeyCapsLock}) }
	expect("at first", '3', false)
	caps()
	expect("Caps Lock", '3', true)
	expect("Caps Lock", 'P', true)
	caps()
	expect("Caps Lock off", '3', false)
	expect("Caps Lock was on before the start", 'X', true)
	expect("then it is known", '3', true)
	expect("turned off elsewhere", 'x', false)
	expect("then that is known", '3', false)
	shift = fyne.KeyModifierShift
	expect("Shift", 'P', true)
	shift = 0
	expect("after Shift", '3', false)
	shift = fyne.KeyModifierShift
	expect("Shift with Caps Lock", 'p', true)
	shift, prefers = 0, true
	expect("preferred", 'u', true)
	if (*culling.Advance)(nil).Typed('P') {
		t.Error("without a table it goes on")
	}
}
