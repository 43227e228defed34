package ui

import (
	"sync"

	"fyne.io/fyne/v2"

	"lookbook/app/session"
)

// front raises the window when the program was started again, and opens what that start hands over.
// Its method ask may be called on any goroutine.
type front struct {
	window   fyne.Window
	dispatch func(func())
	closing  func() bool
	open     func(session.Visit) // on the UI goroutine

	mu     sync.Mutex
	coming *coming // nil: nobody asked since the window came
}

// coming is what was asked until the window comes to the front.
type coming struct {
	visit session.Visit
	shown chan struct{} // closed then
}

// ask raises the window. Several calls before that count once. A window that is closing never comes.
func (f *front) ask(v session.Visit) (shown <-chan struct{}) {
	f.mu.Lock()
	first := f.coming == nil
	if first {
		f.coming = &coming{shown: make(chan struct{})}
	}
	f.coming.visit.Add(v)
	shown = f.coming.shown
	f.mu.Unlock()
	if first {
		f.dispatch(f.come)
	}
	return shown
}

func (f *front) come() {
	f.mu.Lock()
	c := f.coming
	f.coming = nil
	f.mu.Unlock()
	if f.closing() {
		return
	}
	f.window.Show()
	f.window.RequestFocus()
	f.open(c.visit)
	close(c.shown)
}
