package ui

import (
	"context"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/platform/tray"
)

// TrayIcon is the program's icon in the tray; a tray.Icon is one.
type TrayIcon interface {
	Run(ctx context.Context, actions tray.Actions) error
	Set(menu tray.Menu)
	There() bool
}

// newTrayIcon returns the toolkit's icon on systems where every desktop has a
// tray, elsewhere the given one.
func newTrayIcon(given TrayIcon, app fyne.App, dispatch func(func())) TrayIcon {
	shows, ok := app.(desktop.App)
	switch {
	case ok && (runtime.GOOS == "windows" || runtime.GOOS == "darwin"):
		return newToolkitTray(shows, dispatch)
	case given != nil:
		return given
	}
	return noTray{}
}

// noTray is the icon where there is no tray.
type noTray struct{}

func (noTray) Run(context.Context, tray.Actions) error { return nil }
func (noTray) Set(tray.Menu)                           {}
func (noTray) There() bool                             { return false }

// toolkitTray is the toolkit's icon. It has to be made before the toolkit runs.
// UI goroutine only, except Run.
type toolkitTray struct {
	shows    desktop.App
	dispatch func(func())
	menu     *fyne.Menu
	actions  tray.Actions
}

func newToolkitTray(shows desktop.App, dispatch func(func())) *toolkitTray {
	t := &toolkitTray{shows: shows, dispatch: dispatch, menu: fyne.NewMenu(Name)}
	shows.SetSystemTrayMenu(t.menu)
	return t
}

func (t *toolkitTray) Run(_ context.Context, actions tray.Actions) error {
	t.dispatch(func() { t.actions = actions })
	return nil
}

func (t *toolkitTray) There() bool { return true }

func (t *toolkitTray) Set(menu tray.Menu) {
	var items []*fyne.MenuItem
	for _, line := range menu.Lines {
		item := fyne.NewMenuItem(line, nil)
		item.Disabled = true
		items = append(items, item)
	}
	pause := fyne.NewMenuItem(menu.Pause, func() { t.actions.Pause() })
	pause.Checked = menu.Paused
	quit := fyne.NewMenuItem(menu.Quit, func() { t.actions.Quit() })
	quit.IsQuit = true
	t.menu.Items = append(items, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(menu.Open, func() { t.actions.Open() }), pause, fyne.NewMenuItemSeparator(), quit)
	t.shows.SetSystemTrayMenu(t.menu)
}
