package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Fyne finds the window by the whole widget, not by the entry in it: every entry, also one of another package, tells the
// window of keys by that.
func TestEveryEntryTellsTheWindowOfKeys(t *testing.T) {
	prepare(t)
	type other struct{ Entry }
	theirs := &other{}
	theirs.ExtendBaseWidget(theirs)
	for name, w := range map[string]fyne.CanvasObject{
		"plain": NewEntry(), "password": NewPasswordEntry(), "prompt": NewPromptEntry(1, 2), "another's": theirs,
		"number": NewNumberEntry(NumberSpec{}).entry, "choice": NewComboEntry("Model", nil).entry, "search": NewSearchField("Search").entry,
	} {
		if _, ok := w.(desktop.Keyable); !ok {
			t.Errorf("%s hears no keys", name)
		}
		var self fyne.Widget
		switch e := w.(type) {
		case *Entry:
			self = e.self
		case *PromptEntry:
			self = e.self
		case *other:
			self = e.self
		case *numberText:
			self = e.self
		case *comboText:
			self = e.self
		case *searchText:
			self = e.self
		}
		if self != w {
			t.Errorf("%s: the window is found by %T", name, self)
		}
	}
}
