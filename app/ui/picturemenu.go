package ui

import (
	"runtime"

	"lookbook/app/ui/message"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// commandAlt is command with Alt.
func commandAlt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierAlt}
}

// pictureMenu is the main menu's part about the viewed picture, or the selected
// ones. Unmodified keys are shown after the words.
func (b *menuBar) pictureMenu(item func(label string, shortcut fyne.Shortcut, do func()) *fyne.MenuItem) *fyne.Menu {
	do := func(with func(m *mainPage, p picked)) func() {
		return func() {
			if m := b.page(); m != nil {
				m.images.with(func(p picked) { with(m, p) })()
			}
		}
	}
	rate := fyne.NewMenuItem(message.T("picture.rate"), nil)
	rate.ChildMenu = fyne.NewMenu("", ratingItems(func(rating int) {
		do(func(m *mainPage, p picked) { m.marker.rate(p, rating) })()
	})...)
	trash := item(message.T("picture.trash.key"), nil, do(func(m *mainPage, p picked) { m.trasher.trash(p) }))
	if runtime.GOOS == "darwin" {
		trash = item(message.T("picture.trash"), command(fyne.KeyBackspace), do(func(m *mainPage, p picked) { m.trasher.trash(p) }))
	}
	return fyne.NewMenu(message.T("menu.picture"),
		item(message.T("picture.favourite.key"), nil, do(func(m *mainPage, p picked) { m.marker.toggleFavourite(p) })),
		rate,
		item(message.T("picture.tag"), command(fyne.KeyT), do(func(m *mainPage, p picked) { m.tagger.tag(p) })),
		fyne.NewMenuItemSeparator(),
		item(message.T("picture.export"), commandShift(fyne.KeyX), do(func(m *mainPage, p picked) { m.exporter.ask(p) })),
		item(message.T("picture.copy"), command(fyne.KeyC), b.orText(&fyne.ShortcutCopy{}, do(func(m *mainPage, p picked) { m.images.copier.picked(p) }))),
		item(message.T("picture.copy.path"), commandAlt(fyne.KeyC), do(func(m *mainPage, p picked) { m.images.copier.paths(p) })),
		item(message.T("picture.show"), nil, do(func(m *mainPage, p picked) { m.images.showPicked(p) })),
		fyne.NewMenuItemSeparator(),
		trash,
	)
}

// orText returns a function that calls do, unless a text has the focus: then
// the text gets the shortcut.
func (b *menuBar) orText(shortcut fyne.Shortcut, do func()) func() {
	return func() {
		text, ok := b.window.Canvas().Focused().(interface {
			fyne.Shortcutable
			SelectedText() string
		})
		if ok {
			text.TypedShortcut(b.withClipboard(shortcut))
			return
		}
		do()
	}
}

// withClipboard adds the clipboard to a shortcut, which texts need.
func (b *menuBar) withClipboard(shortcut fyne.Shortcut) fyne.Shortcut {
	if _, copies := shortcut.(*fyne.ShortcutCopy); copies {
		return &fyne.ShortcutCopy{Clipboard: b.app.Clipboard()}
	}
	return shortcut
}

// addShortcuts handles the shortcuts that Fyne gives only to texts, while none
// has the focus.
func (b *menuBar) addShortcuts() {
	onPage := func(do func(m *mainPage)) func(fyne.Shortcut) {
		return func(fyne.Shortcut) {
			if m := b.page(); m != nil {
				do(m)
			}
		}
	}
	c := b.window.Canvas()
	c.AddShortcut(&fyne.ShortcutUndo{}, onPage(func(m *mainPage) { m.undoer.undo() }))
	c.AddShortcut(&fyne.ShortcutCopy{}, onPage(func(m *mainPage) { m.images.with(m.images.copier.picked)() }))
}

// undoItem is the menu's item that undoes the last action.
func (b *menuBar) undoItem(item func(label string, shortcut fyne.Shortcut, do func()) *fyne.MenuItem) *fyne.MenuItem {
	return item(message.T("undo"), command(fyne.KeyZ), b.orText(&fyne.ShortcutUndo{}, func() {
		if m := b.page(); m != nil {
			m.undoer.undo()
		}
	}))
}
