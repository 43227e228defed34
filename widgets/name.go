package widgets

import (
	"fyne.io/fyne/v2"
)

// NameEntry is a line of text in a dialog: Enter takes it, Escape does not.
type NameEntry struct {
	Entry
	// OnCancelled is called when Escape is typed.
	OnCancelled func()
	// OnPaste is asked what of a pasted text is to be taken; nil: all of it.
	OnPaste func(text string) string
}

// NewNameEntry returns an entry with a text to begin with.
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
	if key.Name == fyne.KeyEscape && e.OnCancelled != nil {
		e.OnCancelled()
		return
	}
	e.Entry.TypedKey(key)
}
