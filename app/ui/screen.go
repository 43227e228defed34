package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// fullScreen switches the window to full screen, and hides the main menu while
// a picture is viewed there.
type fullScreen struct {
	window  fyne.Window
	looking func() bool   // reports whether a picture is viewed
	told    func(on bool) // tells the views

	menu *fyne.MainMenu // the hidden main menu; nil: it is shown
}

// toggle switches full screen on or off.
func (f *fullScreen) toggle() { f.set(!f.window.FullScreen()) }

// set switches full screen on or off.
func (f *fullScreen) set(on bool) {
	if on == f.window.FullScreen() {
		return
	}
	f.window.SetFullScreen(on)
	f.told(on)
	f.placeMenu()
}

// placeMenu hides the main menu while a picture has the whole screen. Its
// shortcuts still work.
func (f *fullScreen) placeMenu() {
	if runtime.GOOS == "darwin" {
		return // there the desktop hides it
	}
	bare := f.window.FullScreen() && f.looking()
	canvas := f.window.Canvas()
	switch {
	case bare && f.menu == nil:
		f.menu = f.window.MainMenu()
		f.window.SetMainMenu(nil)
		f.listen()
		// The toolkit doesn't move the content up by itself.
		canvas.Content().Move(fyne.Position{})
		canvas.Content().Resize(canvas.Size())
	case !bare && f.menu != nil:
		eachShortcut(f.menu.Items, func(item *fyne.MenuItem) { canvas.RemoveShortcut(item.Shortcut) })
		f.window.SetMainMenu(f.menu)
		f.menu = nil
	}
}

// setMenu gives the window another main menu.
func (f *fullScreen) setMenu(menu *fyne.MainMenu) {
	if f.menu == nil {
		f.window.SetMainMenu(menu)
		return
	}
	canvas := f.window.Canvas()
	eachShortcut(f.menu.Items, func(item *fyne.MenuItem) { canvas.RemoveShortcut(item.Shortcut) })
	f.menu = menu
	f.listen()
}

// listen lets the canvas handle the shortcuts of the hidden menu.
func (f *fullScreen) listen() {
	eachShortcut(f.menu.Items, func(item *fyne.MenuItem) {
		f.window.Canvas().AddShortcut(item.Shortcut, func(fyne.Shortcut) { item.Action() })
	})
}

// eachShortcut visits the menu items with a shortcut.
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
