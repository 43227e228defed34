package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/actions"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
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
	// shortcutsFrame is what is around the list of shortcuts, in Fyne's pixels.
	shortcutsFrame = 140
	shortcutsSides = 40
	// widestKeys and widestDoes bound the columns: longer words are cut.
	widestKeys = 260
	widestDoes = 340
)

// showShortcuts shows the sheet of all keys: in two columns, or in one where the window is narrow or
// the words of the language are long.
func (b *menuBar) showShortcuts() {
	var columns []fyne.CanvasObject
	var rows [][2]*widgets.Label // keys, and what they do
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
				keys, does := widgets.NewLabel(s.keys), widgets.NewLabel(s.does)
				does.SetTone(widgets.ToneQuiet)
				rows = append(rows, [2]*widgets.Label{keys, does})
				column.Add(container.New(widgets.NewLine(darkroom.Space8), keys, does))
			}
		}
		columns = append(columns, column)
	}
	align(rows)
	sheet := arrange.Columns(darkroom.Space24, columns...)
	if room := b.window.Canvas().Size().Width - shortcutsSides; sheet.MinSize().Width > room {
		sheet = arrange.Stack(darkroom.Space16, columns...)
	}
	list := container.NewVScroll(sheet)
	size := list.Content.MinSize()
	// What the window has no room for is scrolled: the title and the button need the rest.
	list.SetMinSize(fyne.NewSize(size.Width, min(size.Height, b.window.Canvas().Size().Height-shortcutsFrame)))
	question.Ask(b.window, question.Question{Title: message.T("menu.shortcuts"), Content: list, No: message.T("close")}, nil)
}

// align gives the labels of each column the width of the widest.
func align(rows [][2]*widgets.Label) {
	most := [2]float32{widestKeys, widestDoes}
	for column := range most {
		width := float32(0)
		for _, row := range rows {
			width = max(width, row[column].MinSize().Width)
		}
		for _, row := range rows {
			row[column].SetMinWidth(min(width, most[column]))
		}
	}
}
