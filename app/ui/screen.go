package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// fullScreen gives the window the whole screen, and takes the main menu out of
// sight while a picture has it.
type fullScreen struct {
	window  fyne.Window
	looking func() bool   // the page is covered
	told    func(on bool) // the views learn of it

	menu *fyne.MainMenu // the main menu while it is out of sight, nil otherwise
}

// toggle gives the window the whole screen, or takes it back.
func (f *fullScreen) toggle() { f.set(!f.window.FullScreen()) }

// set gives the window the whole screen, or takes it back.
func (f *fullScreen) set(on bool) {
	if on == f.window.FullScreen() {
		return
	}
	f.window.SetFullScreen(on)
	f.told(on)
	f.placeMenu()
}

// placeMenu takes the main menu out of sight while a picture has the whole
// screen: there is nothing there but the picture. Its shortcuts stay.
func (f *fullScreen) placeMenu() {
	if runtime.GOOS == "darwin" {
		return // the desktop does it there
	}
	bare := f.window.FullScreen() && f.looking()
	canvas := f.window.Canvas()
	switch {
	case bare && f.menu == nil:
		f.menu = f.window.MainMenu()
		f.window.SetMainMenu(nil)
		eachShortcut(f.menu.Items, func(item *fyne.MenuItem) {
			canvas.AddShortcut(item.Shortcut, func(fyne.Shortcut) { item.Action() })
		})
		// The toolkit leaves the content where it was beneath the menu.
		canvas.Content().Move(fyne.Position{})
		canvas.Content().Resize(canvas.Size())
	case !bare && f.menu != nil:
		eachShortcut(f.menu.Items, func(item *fyne.MenuItem) { canvas.RemoveShortcut(item.Shortcut) })
		f.window.SetMainMenu(f.menu)
		f.menu = nil
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
