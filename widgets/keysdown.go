package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Fyne tells the window about pressed and released keys only while nothing has
// the focus. These widgets tell it too, so that the window always knows of held
// keys. The focused widget finds the canvas, because Fyne doesn't always know
// it for a widget's parts.

func passDown(w fyne.CanvasObject, key *fyne.KeyEvent) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(w).(desktop.Canvas); ok && c.OnKeyDown() != nil {
		c.OnKeyDown()(key)
	}
}

func passUp(w fyne.CanvasObject, key *fyne.KeyEvent) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(w).(desktop.Canvas); ok && c.OnKeyUp() != nil {
		c.OnKeyUp()(key)
	}
}

// KeyDown is Fyne's.
func (p *press) KeyDown(key *fyne.KeyEvent) { passDown(p.self, key) }

// KeyUp is Fyne's.
func (p *press) KeyUp(key *fyne.KeyEvent) { passUp(p.self, key) }

// KeyDown is Fyne's.
func (e *Entry) KeyDown(key *fyne.KeyEvent) {
	e.Entry.KeyDown(key)
	passDown(e.self, key)
}

// KeyUp is Fyne's.
func (e *Entry) KeyUp(key *fyne.KeyEvent) {
	e.Entry.KeyUp(key)
	passUp(e.self, key)
}

// KeyDown is Fyne's.
func (s *SelectText) KeyDown(key *fyne.KeyEvent) { passDown(s, key) }

// KeyUp is Fyne's.
func (s *SelectText) KeyUp(key *fyne.KeyEvent) { passUp(s, key) }
