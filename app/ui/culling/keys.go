package culling

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/library"
)

// Chars are the characters of the verdicts, for tables of keys.
const (
	Pick    = "pP"
	Reject  = "xX"
	Neither = "uU"
)

// Verdict returns what a typed character decides; false: nothing.
func Verdict(r rune) (v library.Verdict, ok bool) {
	switch unicode.ToLower(r) {
	case 'p':
		return library.Picked, true
	case 'x':
		return library.Rejected, true
	case 'u':
		return library.Neither, true
	}
	return "", false
}

// Advance decides whether the next picture follows by itself. nil never does.
type Advance struct {
	// Always reports whether a person prefers that; nil: no.
	Always func() bool
	// Modifiers returns the held modifier keys; nil: asks Fyne.
	Modifiers func() fyne.KeyModifier

	locked bool // Caps Lock is on
}

// KeyDown records a pressed key. The toolkit doesn't tell whether Caps Lock is on: this follows the key, and Typed
// corrects it.
func (a *Advance) KeyDown(event *fyne.KeyEvent) {
	if event.Name == desktop.KeyCapsLock {
		a.locked = !a.locked
	}
}

// Typed reports whether to go on after a typed character that marked pictures.
func (a *Advance) Typed(r rune) bool {
	if a == nil {
		return false
	}
	if unicode.IsLetter(r) {
		a.locked = unicode.IsUpper(r) != a.shifted()
	}
	return a.locked || unicode.IsUpper(r) || a.Always != nil && a.Always()
}

func (a *Advance) shifted() bool {
	if a.Modifiers != nil {
		return a.Modifiers()&fyne.KeyModifierShift != 0
	}
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
