package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Fyne tells the window of keys that go down and come up only while nothing has
// the keyboard. These widgets tell it too, so that the window knows of a key
// that is held down wherever the keyboard is.

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
	passDown(e.blink.cursor, key) // its canvas is known, whatever widget the entry is part of
}

// KeyUp is Fyne's.
func (e *Entry) KeyUp(key *fyne.KeyEvent) {
	e.Entry.KeyUp(key)
	passUp(e.blink.cursor, key)
}

// KeyDown is Fyne's.
func (s *SelectText) KeyDown(key *fyne.KeyEvent) { passDown(s, key) }

// KeyUp is Fyne's.
func (s *SelectText) KeyUp(key *fyne.KeyEvent) { passUp(s, key) }
