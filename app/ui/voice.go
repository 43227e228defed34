package ui

import (
	"fyne.io/fyne/v2"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// voice says things in passing, over the lower edge of the gallery or of the
// viewer. One belongs to one page, and is silent once the page is closed.
type voice struct {
	toast *widgets.Toast
	place *fyne.Container // lays the toast out
	open  func() bool     // the page is the window's

	undo bool // what is said offers to take the last step back
}

func (v *voice) say(text string, actions ...widgets.Action) {
	if !v.open() {
		return
	}
	v.undo = len(actions) > 0 && actions[0].Text == message.T("undo")
	v.toast.Show(text, actions...)
	v.place.Refresh()
}

// change says something else in the same place, if anything is being said.
func (v *voice) change(text string) (changed bool) {
	if v.toast.Shown() {
		v.toast.SetText(text)
		return true
	}
	return false
}

func (v *voice) hide() { v.toast.Hide() }

// hideUndo hides what offers to take something back.
func (v *voice) hideUndo() {
	if v.undo {
		v.toast.Hide()
	}
}
