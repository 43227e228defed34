package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/api/curl"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/imageview"
)

// menus are the menus of the main menu, in their order.
var menus = []string{"menu.file", "menu.edit", "menu.view", "menu.picture", "menu.job", "menu.help"}

// rows is the table of all actions. Its order is that of the menus, the sheet,
// the palette and the README.
func (b *menuBar) rows() []actions.Action {
	return slices.Concat(b.fileRows(), b.editRows(), b.viewRows(), b.orderRows(), b.pictureRows(), b.jobRows(), b.outboxRows(), b.helpRows(), paneRows(), imageview.Shortcuts())
}

// on runs a function with the page while it fills the window.
func (b *menuBar) on(do func(m *mainPage)) func() {
	return func() {
		if m := b.page(); m != nil {
			do(m)
		}
	}
}

// open reports whether the page fills the window.
func (b *menuBar) open() bool { return b.page() != nil }

func (b *menuBar) fileRows() []actions.Action {
	const menu = "menu.file"
	return []actions.Action{
		{ID: "menu.open", Menu: menu, Keys: actions.On("Ctrl+O"), Sheet: actions.SheetRequest, Enabled: b.open, Run: b.on(func(m *mainPage) { m.filler.openPicture() })},
		{ID: "prompts.open", Menu: menu, Enabled: b.open, Run: b.on(func(m *mainPage) { m.prompts.open() })},
		{ID: "menu.folder.open", Menu: menu, Apart: true, Keys: actions.On("Ctrl+Shift+O"), Sheet: actions.SheetWindow, Enabled: b.open, Run: b.on(func(*mainPage) { b.folder.show() })},
		{ID: "menu.folder.choose", Menu: menu, Enabled: b.open, Run: b.on(func(*mainPage) { b.folder.choose() })},
		{ID: "menu.folder.rescan", Menu: menu, Enabled: b.open, Run: b.on(func(*mainPage) { b.rescanner.begin() })},
		{ID: "menu.models", Menu: menu, Enabled: b.open, Run: b.on(func(m *mainPage) { m.modelFiles.show() })},
		{ID: "menu.spending", Menu: menu, Enabled: b.open, Run: b.on(func(m *mainPage) { m.spend.show() })},
		{ID: "menu.backup", Menu: menu, Apart: true, Run: b.backups.backUp},
		{ID: "menu.restore", Menu: menu, Run: b.backups.restore},
		{ID: "menu.preferences", Menu: menu, Apart: true, Keys: actions.On("Ctrl+,"), Sheet: actions.SheetWindow, Special: "Settings…", Run: b.preferences},
		{ID: "menu.close", Menu: menu, Apart: true, Keys: actions.On("Ctrl+W"), Sheet: actions.SheetWindow, Run: b.close},
		{ID: "menu.quit", Menu: menu, Keys: actions.On("Ctrl+Q"), Sheet: actions.SheetWindow, Quits: true, Run: b.quit},
	}
}

func (b *menuBar) editRows() []actions.Action {
	const menu = "menu.edit"
	return []actions.Action{
		{
			ID: "undo", Menu: menu, Keys: actions.On("Ctrl+Z"), Sheet: actions.SheetPictures, Enabled: b.open,
			Run: b.orText(&fyne.ShortcutUndo{}, b.on(func(m *mainPage) { m.undoer.undo() })),
		},
		{
			ID: "redo", Menu: menu, Keys: actions.On("Ctrl+Shift+Z", "Ctrl+Y").Mac("⇧⌘Z"), Sheet: actions.SheetPictures, Enabled: b.open,
			Run: b.orText(&fyne.ShortcutRedo{}, b.on(func(m *mainPage) { m.undoer.redo() })),
		},
		{ID: "menu.find", Menu: menu, Apart: true, Keys: actions.On("Ctrl+F"), Sheet: actions.SheetWindow, Enabled: b.open, Run: b.on(func(m *mainPage) { m.nav.find() })},
		{ID: "menu.prompt", Menu: menu, Keys: actions.On("Ctrl+L"), Sheet: actions.SheetWindow, Enabled: b.open, Run: b.on(func(m *mainPage) { m.nav.prompt() })},
		// ⌘H hides a program.
		{ID: "menu.recent", Menu: menu, Keys: actions.On("Ctrl+H").Mac("⇧⌘H"), Sheet: actions.SheetRequest, Enabled: b.open, Run: b.on(func(m *mainPage) { m.showRecent() })},
		{ID: "menu.paste", Menu: menu, Apart: true, Keys: actions.On("Ctrl+Shift+V"), Sheet: actions.SheetRequest, Enabled: b.open, Run: b.on(func(m *mainPage) { m.filler.pasteRequest() })},
		{ID: "menu.copy", Menu: menu, Keys: actions.On("Ctrl+Shift+C"), Sheet: actions.SheetRequest, Enabled: b.open, Run: b.on(func(m *mainPage) { m.copier.copyPanel(curl.Format) })},
		{ID: "menu.copy.cmd", Menu: menu, GOOS: "windows", Enabled: b.open, Run: b.on(func(m *mainPage) { m.copier.copyPanel(curl.FormatCmd) })},
		// ⌘E means "use the selection for find" on a Mac.
		b.onJob(actions.Action{ID: "menu.use", Menu: menu, Apart: true, Keys: actions.On("Ctrl+E").Mac("⇧⌘E"), Sheet: actions.SheetRequest}),
		b.onJob(actions.Action{ID: "menu.copy.id", Menu: menu}),
	}
}

func (b *menuBar) viewRows() []actions.Action {
	const menu = "menu.view"
	resized := func(by float32) func() {
		return b.on(func(m *mainPage) { m.gallery.Cells.SetSize(m.gallery.Cells.Size() + by) })
	}
	return []actions.Action{
		{ID: "menu.palette", Menu: menu, Keys: actions.On("Ctrl+K"), Sheet: actions.SheetWindow, Unlisted: true, Enabled: b.open, Run: b.on(func(m *mainPage) { m.showPalette() })},
		// ⌘G means "find next" on a Mac.
		{ID: "menu.all", Menu: menu, Apart: true, Keys: actions.On("Ctrl+G").Mac("⌥⌘A"), Sheet: actions.SheetWindow, Enabled: b.open, Run: b.on(func(m *mainPage) { m.nav.all(); m.nav.pictures() })},
		{ID: "menu.jobs", Menu: menu, Keys: actions.On("Ctrl+J"), Sheet: actions.SheetWindow, Enabled: b.open, Run: b.on(func(m *mainPage) { m.jobs.Focus(b.window.Canvas()) })},
		{ID: "menu.larger", Menu: menu, Apart: true, Keys: actions.On("Ctrl+=", "Ctrl++"), Sheet: actions.SheetPictures, Enabled: b.open, Run: resized(32)},
		{ID: "menu.smaller", Menu: menu, Keys: actions.On("Ctrl+-"), Sheet: actions.SheetPictures, Enabled: b.open, Run: resized(-32)},
		{ID: "menu.slideshow", Menu: menu, Apart: true, Keys: actions.On("Ctrl+Shift+S"), Sheet: actions.SheetPictures, Enabled: b.open, Run: b.on(func(m *mainPage) { m.views.StartSlideshow() })},
		{ID: "menu.compare", Menu: menu, Keys: actions.On("Ctrl+Shift+K"), Sheet: actions.SheetPictures, Enabled: b.open, Run: b.on(func(m *mainPage) { m.views.CompareSelected() })},
		{ID: "menu.duel", Menu: menu, Keys: actions.On("Ctrl+Shift+D"), Sheet: actions.SheetPictures, Enabled: b.open, Run: b.on(func(m *mainPage) { m.views.DuelSelected() })},
		{ID: "menu.duel.resume", Menu: menu, Enabled: b.open, Run: b.on(func(m *mainPage) { m.views.ResumeDuel() })},
		{ID: "menu.review", Menu: menu, Keys: actions.On("Ctrl+Shift+R"), Sheet: actions.SheetPictures, Enabled: b.open, Run: b.on(func(m *mainPage) { m.reviewer.begin() })},
		{ID: "menu.review.on", Menu: menu, Enabled: b.open, Run: b.on(func(m *mainPage) { m.reviewer.goOn() })},
		{ID: "menu.rejected", Menu: menu, Apart: true, Enabled: b.open, Run: b.on(func(m *mainPage) { m.rejects.toggle() })},
		{ID: "menu.second", Menu: menu, Keys: actions.On("Ctrl+Shift+W"), Sheet: actions.SheetPictures, Enabled: b.open, Run: b.on(func(m *mainPage) { m.second.toggle() })},
		{ID: "menu.full", Menu: menu, Keys: actions.On("F11").Mac("⌃⌘F"), Sheet: actions.SheetWindow, Run: b.screen.toggle},
	}
}

func (b *menuBar) helpRows() []actions.Action {
	const menu = "menu.help"
	return []actions.Action{
		// F1 makes the screen of a Mac darker.
		{ID: "menu.shortcuts", Menu: menu, Keys: actions.On("F1", "Ctrl+?").Mac("⌘/", "⌘?"), Sheet: actions.SheetWindow, Run: b.showShortcuts},
		{ID: "menu.check", Menu: menu, Run: b.check},
		{ID: "menu.api", Menu: menu, Run: func() { b.desktop.openURL("https://docs.dreamlook.ai/generate-images/using-the-api") }},
		{ID: "menu.log", Menu: menu, Run: func() { b.desktop.reveal(b.paths.Log()) }},
		{ID: "menu.keys", Menu: menu, Run: b.changeKeys},
		{ID: "support.copy", Menu: menu, Run: b.support},
		{ID: "about", Menu: menu, Special: "About", Run: b.showAbout},
	}
}

// paneRows are keys that the panel and the gallery handle themselves.
func paneRows() []actions.Action {
	return []actions.Action{
		{ID: "shortcut.weight", Fixed: actions.On("Ctrl+Up", "Ctrl+Down"), Sheet: actions.SheetRequest},
		{ID: "shortcut.select.all", Fixed: actions.On("Ctrl+A"), Sheet: actions.SheetPictures},
		{ID: "shortcut.ahead", FixedWords: "shortcut.a.word", Sheet: actions.SheetPictures},
		{ID: "shortcut.context", Fixed: actions.On("⇧F10"), Sheet: actions.SheetPictures},
	}
}
