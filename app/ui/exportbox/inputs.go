package exportbox

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets"
)

// nameEntry is the field of the names. What is wrong with them is said when it loses the focus.
type nameEntry struct {
	widgets.Entry
	over func()
}

func newNameEntry(over func()) *nameEntry {
	e := &nameEntry{over: over}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.OnSubmitted = func(string) { over() }
	e.ExtendBaseWidget(e)
	return e
}

// FocusLost is Fyne's.
func (e *nameEntry) FocusLost() {
	e.Entry.FocusLost()
	e.over()
}

// TypedKey is Fyne's.
func (e *nameEntry) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape {
		widgets.PassKey(e, key)
		return
	}
	e.Entry.TypedKey(key)
}
