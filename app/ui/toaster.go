package ui

import (
	"fyne.io/fyne/v2"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// toaster shows short messages, over the lower edge of the gallery or of the
// viewer. One belongs to one page, and is silent once the page is closed.
type toaster struct {
	toast *widgets.Toast
	place *fyne.Container // lays the toast out
	open  func() bool     // the page is the window's

	undo bool // what is said offers to take the last step back
}

func (t *toaster) show(text string, actions ...widgets.Action) {
	if !t.open() {
		return
	}
	t.undo = len(actions) > 0 && actions[0].Text == message.T("undo")
	t.toast.Show(text, actions...)
	t.place.Refresh()
}

// change says something else in the same place, if anything is being said.
func (t *toaster) change(text string) (changed bool) {
	if t.toast.Shown() {
		t.toast.SetText(text)
		return true
	}
	return false
}

func (t *toaster) hide() { t.toast.Hide() }

// hideUndo hides what offers to take something back.
func (t *toaster) hideUndo() {
	if t.undo {
		t.toast.Hide()
	}
}
