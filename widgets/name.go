package widgets

import (
	"fyne.io/fyne/v2"
)

// NameEntry is a line of text in a dialog: Enter accepts it, Escape doesn't.
type NameEntry struct {
	Entry
	// OnCancelled is called when Escape is typed.
	OnCancelled func()
	// OnPaste returns the part of a pasted text to accept; nil: all of it.
	OnPaste func(text string) string
}

// NewNameEntry returns an entry with an initial text.
func NewNameEntry(text string) *NameEntry {
	e := &NameEntry{}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(e)
	e.SetText(text)
	return e
}

// SelectAll selects the whole text, so that typing replaces it.
func (e *NameEntry) SelectAll() { e.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// TypedShortcut is Fyne's.
func (e *NameEntry) TypedShortcut(shortcut fyne.Shortcut) {
	if shortcut = pasting(shortcut, e.OnPaste); shortcut != nil {
		e.Entry.TypedShortcut(shortcut)
	}
}

// TypedKey is Fyne's.
func (e *NameEntry) TypedKey(key *fyne.KeyEvent) {
	if e.InputMethodTakes(key) {
		return
	}
	if key.Name == fyne.KeyEscape && e.OnCancelled != nil {
		e.OnCancelled()
		return
	}
	e.Entry.TypedKey(key)
}
