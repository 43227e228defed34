package keybindings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/actions"
)

// catcher has the focus while keys are chosen, and takes what is pressed. It is
// invisible.
type catcher struct {
	widget.BaseWidget
	pressed func(actions.Chord)
	left    func() // the focus went elsewhere, or Escape was pressed
}

func newCatcher(pressed func(actions.Chord), left func()) *catcher {
	c := &catcher{pressed: pressed, left: left}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer draws nothing.
func (c *catcher) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&canvas.Rectangle{})
}

// FocusGained is Fyne's.
func (c *catcher) FocusGained() {}

// FocusLost is Fyne's.
func (c *catcher) FocusLost() { c.left() }

// TypedRune is Fyne's: its key comes too.
func (c *catcher) TypedRune(rune) {}

// TypedKey takes keys without Ctrl, Alt or ⌘.
func (c *catcher) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape {
		c.left()
		return
	}
	chord := actions.Chord{Key: key.Name}
	if driver, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		chord.Mod = driver.CurrentKeyModifiers() & fyne.KeyModifierShift
	}
	c.pressed(chord)
}

// TypedShortcut takes the others.
func (c *catcher) TypedShortcut(shortcut fyne.Shortcut) {
	if s, ok := shortcut.(fyne.KeyboardShortcut); ok {
		c.pressed(actions.Chord{Mod: s.Mod(), Key: s.Key()})
	}
}
