package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// screen is what the window does while it has the whole screen.
type screen struct {
	menu *fyne.MainMenu // the main menu while it is out of sight, nil otherwise
}

func (w *Window) toggleFullScreen() { w.setFullScreen(!w.window.FullScreen()) }

// setFullScreen gives the window the whole screen, or takes it back.
func (w *Window) setFullScreen(on bool) {
	if on == w.window.FullScreen() {
		return
	}
	w.window.SetFullScreen(on)
	if w.views != nil {
		w.views.SetFull(on)
	}
	w.placeMenu()
}

// placeMenu takes the main menu out of sight while a picture has the whole
// screen: there is nothing there but the picture. Its shortcuts stay.
func (w *Window) placeMenu() {
	if runtime.GOOS == "darwin" {
		return // the desktop does it there
	}
	bare := w.window.FullScreen() && w.looking()
	canvas := w.window.Canvas()
	switch {
	case bare && w.screen.menu == nil:
		w.screen.menu = w.window.MainMenu()
		w.window.SetMainMenu(nil)
		eachShortcut(w.screen.menu.Items, func(item *fyne.MenuItem) {
			canvas.AddShortcut(item.Shortcut, func(fyne.Shortcut) { item.Action() })
		})
		// The toolkit leaves the content where it was beneath the menu.
		canvas.Content().Move(fyne.Position{})
		canvas.Content().Resize(canvas.Size())
	case !bare && w.screen.menu != nil:
		eachShortcut(w.screen.menu.Items, func(item *fyne.MenuItem) { canvas.RemoveShortcut(item.Shortcut) })
		w.window.SetMainMenu(w.screen.menu)
		w.screen.menu = nil
	}
}

// eachShortcut visits the items of menus that have a shortcut.
func eachShortcut(menus []*fyne.Menu, visit func(item *fyne.MenuItem)) {
	for _, menu := range menus {
		for _, item := range menu.Items {
			if item.Shortcut != nil && item.Action != nil {
				visit(item)
			}
			if item.ChildMenu != nil {
				eachShortcut([]*fyne.Menu{item.ChildMenu}, visit)
			}
		}
	}
}
