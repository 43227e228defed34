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

// Enable lets a control be used, or not. What is so already is not painted
// again.
func Enable(control fyne.Disableable, on bool) {
	switch {
	case on == !control.Disabled():
	case on:
		control.Enable()
	default:
		control.Disable()
	}
}
