package ui

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
)

// front raises the window when a second one was started. Its method ask may be
// called on any goroutine.
type front struct {
	window   fyne.Window
	dispatch func(func())
	closing  func() bool

	coming atomic.Bool
}

// ask raises the window. Several calls before that count once.
func (f *front) ask() {
	if f.coming.CompareAndSwap(false, true) {
		f.dispatch(func() {
			f.coming.Store(false)
			if !f.closing() {
				f.window.Show()
				f.window.RequestFocus()
			}
		})
	}
}
