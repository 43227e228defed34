package widgets

import "fyne.io/fyne/v2"

// LineEntry is a line of text that tells the end of typing: Enter, or loss of the focus. Escape goes to the window, so
// that it closes what the line is in.
type LineEntry struct {
	Entry
	// OnDone is called at the end of typing; nil: nothing is.
	OnDone func()
	// OnFocused is called when the line gets the focus; nil: nothing is.
	OnFocused func()
}

// NewLineEntry returns an empty line.
func NewLineEntry(done func()) *LineEntry {
	e := &LineEntry{OnDone: done}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.OnSubmitted = func(string) { e.done() }
	e.ExtendBaseWidget(e)
	return e
}

func (e *LineEntry) done() {
	if e.OnDone != nil {
		e.OnDone()
	}
}

// FocusGained is Fyne's.
func (e *LineEntry) FocusGained() {
	e.Entry.FocusGained()
	if e.OnFocused != nil {
		e.OnFocused()
	}
}

// FocusLost is Fyne's.
func (e *LineEntry) FocusLost() {
	e.Entry.FocusLost()
	e.done()
}

// TypedKey is Fyne's.
func (e *LineEntry) TypedKey(key *fyne.KeyEvent) {
	if e.InputMethodTakes(key) {
		return
	}
	if key.Name == fyne.KeyEscape {
		passKey(e, key)
		return
	}
	e.Entry.TypedKey(key)
}
