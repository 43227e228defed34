package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/api/curl"
	"lookbook/app/library"
	"lookbook/app/settings"
)

// command is Ctrl, or ⌘ on a Mac, with a key.
func command(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

// commandShift is command with Shift.
func commandShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// menuBar is the main menu, and the shortcuts that work wherever the keyboard
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
	screen    *fullScreen
	// page is the main page while it fills the window, else nil.
	page        func() *mainPage
	preferences func() // opens them
	quit        func()
}

// menu is the window's main menu. Its shortcuts work wherever the keyboard is.
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
		item("Find pictures", command(fyne.KeyF), open(func(m *mainPage) { m.nav.find() })),
		item("Go to the prompt", command(fyne.KeyL), open(func(m *mainPage) { m.nav.prompt() })),
		item("Recent prompts…", recentKeys(), open(func(m *mainPage) { m.showRecent() })),
		fyne.NewMenuItemSeparator(),
		item("Paste API request", commandShift(fyne.KeyV), open(func(m *mainPage) { m.filler.pasteRequest() })),
		item("Copy as API request", commandShift(fyne.KeyC), open(func(m *mainPage) { m.copier.copyPanel(curl.Format) })),
	}
	if runtime.GOOS == "windows" {
		edit = append(edit, item("Copy as API request for cmd", nil, open(func(m *mainPage) { m.copier.copyPanel(curl.FormatCmd) })))
	}
	edit = append(edit, fyne.NewMenuItemSeparator(),
		item("Use this job’s parameters", command(fyne.KeyE), withJob(func(m *mainPage, e library.Entry) { m.filler.use(requestOf(e)) })),
		item("Copy job id", nil, withJob(func(m *mainPage, e library.Entry) { b.desktop.copy(e.Job.JobID) })))
	quit := item("Quit", command(fyne.KeyQ), b.quit)
	quit.IsQuit = true
	return fyne.NewMainMenu(
		fyne.NewMenu("File",
			item("Open picture’s parameters…", commandShift(fyne.KeyO), open(func(m *mainPage) { m.filler.openPicture() })),
			fyne.NewMenuItemSeparator(),
			item("Open pictures folder", command(fyne.KeyO), open(func(*mainPage) { b.folder.show() })),
			item("Choose pictures folder…", nil, open(func(*mainPage) { b.folder.choose() })),
			item("Rescan folder", nil, open(func(*mainPage) { b.rescanner.begin() })),
			fyne.NewMenuItemSeparator(),
			item("Preferences…", command(fyne.KeyComma), b.preferences),
			fyne.NewMenuItemSeparator(),
			quit,
		),
		fyne.NewMenu("Edit", edit...),
		fyne.NewMenu("View",
			item("All pictures", command(fyne.KeyG), open(func(m *mainPage) { m.nav.all(); m.nav.pictures() })),
			item("Job list", command(fyne.KeyJ), open(func(m *mainPage) { m.jobs.Focus(b.window.Canvas()) })),
			fyne.NewMenuItemSeparator(),
			item("Larger thumbnails", command(fyne.KeyEqual), open(func(m *mainPage) { m.gallery.SetCellSize(m.gallery.CellSize() + 32) })),
			item("Smaller thumbnails", command(fyne.KeyMinus), open(func(m *mainPage) { m.gallery.SetCellSize(m.gallery.CellSize() - 32) })),
			fyne.NewMenuItemSeparator(),
			item("Slideshow", commandShift(fyne.KeyS), open(func(m *mainPage) { m.views.StartSlideshow() })),
			item("Compare", commandShift(fyne.KeyK), open(func(m *mainPage) { m.views.CompareSelected() })),
			item("Full screen (F11)", nil, b.screen.toggle),
		),
		b.pictureMenu(item),
		fyne.NewMenu("Job",
			item("Generate", command(fyne.KeyReturn), open(func(m *mainPage) { m.params.Generate() })),
			item("Dry run", commandShift(fyne.KeyReturn), open(func(m *mainPage) { m.params.DryRun() })),
			fyne.NewMenuItemSeparator(),
			item("Generate the selected job again", nil, withJob(func(m *mainPage, e library.Entry) { m.sender.again(requestOf(e)) })),
			item("Open on the website", nil, func() { b.desktop.openURL(jobsPage) }),
			fyne.NewMenuItemSeparator(),
			item("Sync now (F5)", command(fyne.KeyR), open(func(m *mainPage) { m.syncNow() })),
		),
		fyne.NewMenu("Help",
			item("Keyboard shortcuts", nil, b.showShortcuts),
			item("About the API", nil, func() { b.desktop.openURL("https://docs.dreamlook.ai/generate-images/using-the-api") }),
			item("Show the log", nil, func() { b.desktop.reveal(b.paths.Log()) }),
			item("About Lookbook", nil, b.showAbout),
		),
	)
}

// recentKeys is Ctrl and H, and on a Mac, where ⌘H hides the program, ⇧⌘H.
func recentKeys() fyne.Shortcut {
	keys := &desktop.CustomShortcut{KeyName: fyne.KeyH, Modifier: fyne.KeyModifierShortcutDefault}
	if runtime.GOOS == "darwin" {
		keys.Modifier |= fyne.KeyModifierShift
	}
	return keys
}

// typedKey handles the keys without a modifier that nobody with the keyboard
// took.
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
