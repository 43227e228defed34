package ui

import (
	"fyne.io/fyne/v2"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// toaster shows short messages over the lower edge of the gallery or of the
// viewer. It belongs to one page and is silent once the page is closed.
type toaster struct {
	toast *widgets.Toast
	place *fyne.Container // lays the toast out
	open  func() bool     // reports whether the page is the window's

	undo bool // the message offers undo
}

func (t *toaster) show(text string, actions ...widgets.Action) {
	if !t.open() {
		return
	}
	t.undo = len(actions) > 0 && actions[0].Text == message.T("undo")
	t.toast.Show(text, actions...)
	t.place.Refresh()
}

// change replaces the message, if one is shown.
func (t *toaster) change(text string) (changed bool) {
	if t.toast.Shown() {
		t.toast.SetText(text)
		return true
	}
	return false
}

func (t *toaster) hide() { t.toast.Hide() }

// hideUndo hides a message that offers undo.
func (t *toaster) hideUndo() {
	if t.undo {
		t.toast.Hide()
	}
}
