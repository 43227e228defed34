package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
)

// showDialog shows a dialog that Escape dismisses like its button: Fyne's
// dialogs don't handle keys. The window gets keys while nothing in the dialog
// has the focus.
func showDialog(window fyne.Window, ask dialog.Dialog) {
	c := window.Canvas()
	ask.Show()
	own, before := c.Overlays().Top(), c.OnTypedKey()
	c.SetOnTypedKey(func(event *fyne.KeyEvent) {
		switch {
		case !slices.Contains(c.Overlays().List(), own): // it was closed
			c.SetOnTypedKey(before)
			if before != nil {
				before(event)
			}
		case c.Overlays().Top() == own && event.Name == fyne.KeyEscape:
			c.SetOnTypedKey(before)
			ask.Dismiss()
		}
	})
}
