// Package contextmenu opens an item's context menu by keyboard: with the Menu
// key or, for keyboards without one, with Shift+F10. UI goroutine only.
package contextmenu

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// inset is how far inside the item its menu opens, in Fyne's pixels.
const inset = 24

// Asked reports whether a key requests the context menu.
func Asked(key *fyne.KeyEvent) bool {
	switch key.Name {
	case desktop.KeyMenu:
		return true
	case fyne.KeyF10:
		driver, ok := fyne.CurrentApp().Driver().(desktop.Driver)
		return ok && driver.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	return false
}

// Over opens a menu over an item.
func Over(item fyne.CanvasObject, menu *fyne.Menu, c fyne.Canvas) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(item)
	size := item.Size()
	widget.ShowPopUpMenuAtPosition(menu, c,
		at.AddXY(min(inset, size.Width/2), min(inset, size.Height/2)))
}

// Below opens the menu of a button, below it.
func Below(button fyne.CanvasObject, menu *fyne.Menu) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(button); c != nil {
		widget.NewPopUpMenu(menu, c).ShowAtRelativePosition(fyne.NewPos(0, button.Size().Height), button)
	}
}
