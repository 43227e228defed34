package ui

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
)

// front brings the window before the others when a second one is started. Its
// method ask may be called on any goroutine.
type front struct {
	window   fyne.Window
	dispatch func(func())
	closing  func() bool

	coming atomic.Bool
}

// ask has the window come. Being asked often is being asked once.
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
