package ui

import "fyne.io/fyne/v2"

// frameRoom is the room for a window's frame, in device-independent pixels.
const frameRoom = 40

// fitScreen makes a window that is larger than the screen fit on it. The window must be shown: its
// scale isn't known before. room may be nil, or return 0, if that is unknown.
func fitScreen(window fyne.Window, room func() (width, height int)) {
	if room == nil {
		return
	}
	width, height := room()
	scale, size := window.Canvas().Scale(), window.Canvas().Size()
	most := fyne.NewSize(float32(width)/scale, float32(height)/scale)
	if most.IsZero() || size.Width <= most.Width && size.Height <= most.Height {
		return
	}
	window.Resize(fyne.NewSize(min(size.Width, most.Width), min(size.Height, most.Height-frameRoom)))
}

// showFirst shows the window for the first time, under its name and within the screen.
func (w *Window) showFirst() {
	if w.p.Name != nil {
		w.p.Name()
	}
	w.window.Show()
	fitScreen(w.window, w.p.Room)
}
