package arrange

import "fyne.io/fyne/v2"

// Show shows an object, or hides it.
func Show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// Enable enables or disables a control. It repaints only a change.
func Enable(control fyne.Disableable, on bool) {
	switch {
	case on == !control.Disabled():
	case on:
		control.Enable()
	default:
		control.Disable()
	}
}
