package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/actions"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// shortcut is the keys of an action and its words.
type shortcut struct{ id, keys, does string }

// shortcutsOf lists the keys of a group of the sheet.
func shortcutsOf(table *actions.Table, sheet string) []shortcut {
	var list []shortcut
	for _, a := range table.All() {
		if keys := table.ShownKeys(a.ID); a.Sheet == sheet && keys != "" {
			list = append(list, shortcut{a.ID, keys, strings.TrimSuffix(a.Words(), "…")})
		}
	}
	return list
}

const (
	// shortcutsFrame is the height of what is around the list of shortcuts, in
	// Fyne's pixels.
	shortcutsFrame = 140
	keysWidth      = 132
	doesWidth      = 230
)

// showShortcuts shows the sheet of all keys.
func (b *menuBar) showShortcuts() {
	var columns []fyne.CanvasObject
	for _, groups := range actions.Sheets() {
		column := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4))
		for i, group := range groups {
			if i > 0 {
				column.Add(arrange.Inset(0, darkroom.Space12, 0, container.NewWithoutLayout()))
			}
			title := widgets.NewLabel(message.T(group))
			title.SetBold(true)
			column.Add(title)
			for _, s := range shortcutsOf(b.table, group) {
				column.Add(shortcutRow(s))
			}
		}
		columns = append(columns, column)
	}
	list := container.NewVScroll(arrange.Columns(darkroom.Space24, columns...))
	size := list.Content.MinSize()
	// What the window has no room for is scrolled: the title and the button need the rest.
	list.SetMinSize(fyne.NewSize(size.Width, min(size.Height, b.window.Canvas().Size().Height-shortcutsFrame)))
	showDialog(b.window, dialog.NewCustom(message.T("menu.shortcuts"), message.T("close"), list, b.window))
}

// shortcutRow shows keys with their effect.
func shortcutRow(s shortcut) fyne.CanvasObject {
	keys, does := widgets.NewLabel(s.keys), widgets.NewLabel(s.does)
	keys.SetMinWidth(keysWidth)
	does.SetTone(widgets.ToneQuiet)
	does.SetMinWidth(doesWidth)
	return container.New(widgets.NewLine(darkroom.Space8), keys, does)
}
