package ui

import (
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/settings"
	"lookbook/app/ui/actions"
)

// menuBar is the main menu with the keys of all actions, which work wherever the
// focus is. The actions are in rows.
type menuBar struct {
	app       fyne.App
	window    fyne.Window
	icon      fyne.Resource
	version   string
	paths     settings.Paths
	desktop   *desktopLinks
	folder    *pictureFolder
	rescanner *rescanner
	backups   *backups
	screen    *fullScreen
	// page returns the main page while it fills the window, else nil.
	page        func() *mainPage
	preferences func() // opens the preferences
	close       func() // closes the window
	quit        func()
	check       func() // opens the check of the service
	support     func() // copies the report for support
	pause       func() // pauses syncing, or goes on
	placed      func() // called after the keys changed
	changeKeys  func() // opens the preferences of keys

	settings *settings.Store
	log      *slog.Logger

	table   *actions.Table
	beside  []fyne.Shortcut // of the canvas, beside those of the main menu
	passing bool            // a shortcut is being given to a text
}

// place gives the window the menu and the keys of the table. Call it again when
// these changed.
func (b *menuBar) place() {
	c := b.window.Canvas()
	for _, shortcut := range b.beside {
		c.RemoveShortcut(shortcut)
	}
	b.beside = nil
	b.table.Beside(func(shortcut fyne.Shortcut, run func()) {
		b.beside = append(b.beside, shortcut)
		c.AddShortcut(shortcut, func(fyne.Shortcut) { run() })
	})
	b.screen.setMenu(b.table.MainMenu(menus...))
	b.placed()
}

// takeKeys takes over the keys of the preferences.
func (b *menuBar) takeKeys() {
	b.table.OnChanged = nil
	if unused := b.table.Take(b.settings.Current().Keys); len(unused) > 0 {
		b.log.Warn("keys of the preferences that can't be used", "keys", unused)
	}
	b.table.OnChanged = func() {
		text := b.table.Text()
		b.settings.Update(func(v *settings.Values) { v.Keys = text })
		b.place()
	}
	b.place()
}

// typedKey handles unmodified keys that no focused widget took.
func (b *menuBar) typedKey(event *fyne.KeyEvent) {
	if m := b.page(); m != nil && m.views.TypedKey(event) {
		return
	}
	chord := actions.Chord{Key: event.Name}
	if driver, ok := b.app.Driver().(desktop.Driver); ok {
		chord.Mod = driver.CurrentKeyModifiers() & fyne.KeyModifierShift
	}
	b.table.Press(chord)
}

// orText returns a function that calls do, unless a text has the focus: then
// the text gets the shortcut first.
func (b *menuBar) orText(shortcut fyne.Shortcut, do func()) func() {
	return func() {
		text, ok := b.window.Canvas().Focused().(interface {
			fyne.Shortcutable
			SelectedText() string
		})
		if !ok || b.passing { // passing: the text gave it back
			do()
			return
		}
		b.passing = true
		text.TypedShortcut(b.withClipboard(shortcut))
		b.passing = false
	}
}

// withClipboard adds the clipboard to a shortcut, which texts need.
func (b *menuBar) withClipboard(shortcut fyne.Shortcut) fyne.Shortcut {
	if _, copies := shortcut.(*fyne.ShortcutCopy); copies {
		return &fyne.ShortcutCopy{Clipboard: b.app.Clipboard()}
	}
	return shortcut
}
