package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/api/curl"
	"lookbook/app/library"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
)

// command is Ctrl, or ⌘ on a Mac, with a key.
func command(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

// commandShift is command with Shift.
func commandShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// menuBar is the main menu with its shortcuts, which work wherever the focus
// is.
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
	quit        func()
	check       func() // opens the check of the service
	support     func() // copies the report for support
}

// menu makes the window's main menu.
func (b *menuBar) menu() *fyne.MainMenu {
	item := func(label string, shortcut fyne.Shortcut, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(label, do)
		i.Shortcut = shortcut
		return i
	}
	open := func(do func(m *mainPage)) func() {
		return func() {
			if m := b.page(); m != nil {
				do(m)
			}
		}
	}
	withJob := func(do func(m *mainPage, e library.Entry)) func() {
		return open(func(m *mainPage) {
			if e, ok := m.jobs.Selected(); ok {
				do(m, e)
			}
		})
	}
	edit := []*fyne.MenuItem{
		b.undoItem(item),
		fyne.NewMenuItemSeparator(),
		item(message.T("menu.find"), command(fyne.KeyF), open(func(m *mainPage) { m.nav.find() })),
		item(message.T("menu.prompt"), command(fyne.KeyL), open(func(m *mainPage) { m.nav.prompt() })),
		item(message.T("menu.recent"), recentKeys(), open(func(m *mainPage) { m.showRecent() })),
		fyne.NewMenuItemSeparator(),
		item(message.T("menu.paste"), commandShift(fyne.KeyV), open(func(m *mainPage) { m.filler.pasteRequest() })),
		item(message.T("menu.copy"), commandShift(fyne.KeyC), open(func(m *mainPage) { m.copier.copyPanel(curl.Format) })),
	}
	if runtime.GOOS == "windows" {
		edit = append(edit, item(message.T("menu.copy.cmd"), nil, open(func(m *mainPage) { m.copier.copyPanel(curl.FormatCmd) })))
	}
	edit = append(edit, fyne.NewMenuItemSeparator(),
		item(message.T("menu.use"), command(fyne.KeyE), withJob(func(m *mainPage, e library.Entry) { m.filler.use(requestOf(e)) })),
		item(message.T("menu.copy.id"), nil, withJob(func(m *mainPage, e library.Entry) { b.desktop.copy(e.Job.JobID) })))
	quit := item(message.T("menu.quit"), command(fyne.KeyQ), b.quit)
	quit.IsQuit = true
	return fyne.NewMainMenu(
		fyne.NewMenu(message.T("menu.file"),
			item(message.T("menu.open"), commandShift(fyne.KeyO), open(func(m *mainPage) { m.filler.openPicture() })),
			fyne.NewMenuItemSeparator(),
			item(message.T("menu.folder.open"), command(fyne.KeyO), open(func(*mainPage) { b.folder.show() })),
			item(message.T("menu.folder.choose"), nil, open(func(*mainPage) { b.folder.choose() })),
			item(message.T("menu.folder.rescan"), nil, open(func(*mainPage) { b.rescanner.begin() })),
			item(message.T("menu.models"), nil, open(func(m *mainPage) { m.modelFiles.show() })),
			fyne.NewMenuItemSeparator(),
			item(message.T("menu.backup"), nil, b.backups.backUp),
			item(message.T("menu.restore"), nil, b.backups.restore),
			fyne.NewMenuItemSeparator(),
			item(message.T("menu.preferences"), command(fyne.KeyComma), b.preferences),
			fyne.NewMenuItemSeparator(),
			quit,
		),
		fyne.NewMenu(message.T("menu.edit"), edit...),
		fyne.NewMenu(message.T("menu.view"),
			item(message.T("menu.all"), command(fyne.KeyG), open(func(m *mainPage) { m.nav.all(); m.nav.pictures() })),
			item(message.T("menu.jobs"), command(fyne.KeyJ), open(func(m *mainPage) { m.jobs.Focus(b.window.Canvas()) })),
			fyne.NewMenuItemSeparator(),
			item(message.T("menu.larger"), command(fyne.KeyEqual), open(func(m *mainPage) { m.gallery.SetCellSize(m.gallery.CellSize() + 32) })),
			item(message.T("menu.smaller"), command(fyne.KeyMinus), open(func(m *mainPage) { m.gallery.SetCellSize(m.gallery.CellSize() - 32) })),
			fyne.NewMenuItemSeparator(),
			item(message.T("menu.slideshow"), commandShift(fyne.KeyS), open(func(m *mainPage) { m.views.StartSlideshow() })),
			item(message.T("menu.compare"), commandShift(fyne.KeyK), open(func(m *mainPage) { m.views.CompareSelected() })),
			item(message.T("menu.full"), nil, b.screen.toggle),
		),
		b.pictureMenu(item),
		fyne.NewMenu(message.T("menu.job"),
			item(message.T("menu.generate"), command(fyne.KeyReturn), open(func(m *mainPage) { m.params.Generate() })),
			item(message.T("menu.dry.run"), commandShift(fyne.KeyReturn), open(func(m *mainPage) { m.params.DryRun() })),
			fyne.NewMenuItemSeparator(),
			item(message.T("menu.again"), nil, withJob(func(m *mainPage, e library.Entry) { m.sender.again(requestOf(e)) })),
			item(message.T("menu.website"), nil, func() { b.desktop.openURL(jobsPage) }),
			fyne.NewMenuItemSeparator(),
			item(message.T("menu.sync"), command(fyne.KeyR), open(func(m *mainPage) { m.syncNow() })),
		),
		fyne.NewMenu(message.T("menu.help"),
			item(message.T("menu.shortcuts"), nil, b.showShortcuts),
			item(message.T("menu.check"), nil, b.check),
			item(message.T("menu.api"), nil, func() { b.desktop.openURL("https://docs.dreamlook.ai/generate-images/using-the-api") }),
			item(message.T("menu.log"), nil, func() { b.desktop.reveal(b.paths.Log()) }),
			item(message.T("support.copy"), nil, b.support),
			item(message.T("about"), nil, b.showAbout),
		),
	)
}

// recentKeys is Ctrl+H; on a Mac, where ⌘H hides the program, ⇧⌘H.
func recentKeys() fyne.Shortcut {
	keys := &desktop.CustomShortcut{KeyName: fyne.KeyH, Modifier: fyne.KeyModifierShortcutDefault}
	if runtime.GOOS == "darwin" {
		keys.Modifier |= fyne.KeyModifierShift
	}
	return keys
}

// typedKey handles unmodified keys that no focused widget took.
func (b *menuBar) typedKey(event *fyne.KeyEvent) {
	m := b.page()
	if m != nil && m.views.TypedKey(event) {
		return
	}
	switch event.Name {
	case fyne.KeyF5:
		if m != nil {
			m.syncNow()
		}
	case fyne.KeyF11:
		b.screen.toggle()
	}
}
