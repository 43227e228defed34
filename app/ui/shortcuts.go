package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// shortcut is a key and its effect.
type shortcut struct{ keys, does string }

// shortcutGroup are the keys of one part of the window.
type shortcutGroup struct {
	title string
	list  []shortcut
}

// shortcuts lists all keys, in two columns; "Ctrl" is written as ⌘ on a Mac.
func shortcuts() [2][]shortcutGroup {
	all := [2][]shortcutGroup{
		{
			{message.T("shortcut.request"), []shortcut{
				{"Ctrl+Enter", message.T("shortcut.generate")},
				{"Ctrl+Shift+Enter", message.T("shortcut.dry.run")},
				{"Ctrl+Up, Ctrl+Down", message.T("shortcut.weight")},
				{"Ctrl+H", message.T("shortcut.recent")},
				{"Ctrl+E", message.T("shortcut.use")},
				{"Ctrl+Shift+O", message.T("shortcut.open")},
				{"Ctrl+Shift+V", message.T("shortcut.paste")},
				{"Ctrl+Shift+C", message.T("shortcut.copy")},
			}},
			{message.T("shortcut.window"), []shortcut{
				{"Ctrl+L", message.T("shortcut.prompt")},
				{"Ctrl+J", message.T("shortcut.jobs")},
				{"Ctrl+G", message.T("shortcut.all")},
				{"Ctrl+F", message.T("shortcut.find")},
				{message.T("shortcut.keys.sync"), message.T("shortcut.sync")},
				{"Ctrl+O", message.T("shortcut.folder")},
				{"Ctrl+,", message.T("shortcut.preferences")},
				{"F11", message.T("shortcut.full")},
				{"Ctrl+Q", message.T("shortcut.quit")},
			}},
		},
		{
			{message.T("shortcut.pictures"), []shortcut{
				{"Enter", message.T("shortcut.picture.open")},
				{"Ctrl+A", message.T("shortcut.select.all")},
				{message.T("shortcut.a.word"), message.T("shortcut.ahead")},
				{message.T("shortcut.keys.rate"), message.T("shortcut.rate")},
				{".", message.T("shortcut.favourite")},
				{"!", message.T("shortcut.reject")},
				{"Ctrl+T", message.T("shortcut.tag")},
				{"Ctrl+C", message.T("shortcut.copy.picture")},
				{"Ctrl+Alt+C", message.T("shortcut.copy.path")},
				{"Ctrl+Shift+X", message.T("shortcut.export")},
				{"Delete", message.T("shortcut.trash")},
				{"Ctrl+Z", message.T("shortcut.undo")},
				{"Ctrl+Shift+K", message.T("shortcut.compare")},
				{"Ctrl+Shift+S", message.T("shortcut.slideshow")},
				{"Ctrl+=, Ctrl+−", message.T("shortcut.size")},
			}},
			{message.T("shortcut.one"), imageShortcuts()},
		},
	}
	if runtime.GOOS == "darwin" {
		for _, column := range all {
			for _, group := range column {
				for i := range group.list {
					group.list[i].keys = macKeys(group.list[i].keys)
				}
			}
		}
	}
	return all
}

// imageShortcuts are the keys while an image is viewed.
func imageShortcuts() []shortcut {
	var list []shortcut
	for _, s := range imageview.Shortcuts() {
		list = append(list, shortcut{s[0], s[1]})
	}
	return list
}

// shortcutsFrame is the height of what is around the list of shortcuts, in Fyne's pixels.
const shortcutsFrame = 140

func (b *menuBar) showShortcuts() {
	var columns []fyne.CanvasObject
	for _, groups := range shortcuts() {
		column := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4))
		for i, group := range groups {
			if i > 0 {
				column.Add(arrange.Inset(0, darkroom.Space12, 0, container.NewWithoutLayout()))
			}
			title := widgets.NewLabel(group.title)
			title.SetBold(true)
			column.Add(title)
			for _, s := range group.list {
				column.Add(shortcutRow(s))
			}
		}
		columns = append(columns, column)
	}
	list := container.NewVScroll(arrange.Columns(darkroom.Space24, columns...))
	size := list.Content.MinSize()
	// What the window has no room for is scrolled: the title and the button need the rest.
	list.SetMinSize(fyne.NewSize(size.Width, min(size.Height, b.window.Canvas().Size().Height-shortcutsFrame)))
	dialog.ShowCustom(message.T("menu.shortcuts"), message.T("close"), list, b.window)
}

// shortcutRow shows a key with its effect.
func shortcutRow(s shortcut) fyne.CanvasObject {
	keys, does := widgets.NewLabel(s.keys), widgets.NewLabel(s.does)
	keys.SetMinWidth(132)
	does.SetTone(widgets.ToneQuiet)
	does.SetMinWidth(224)
	return container.New(widgets.NewLine(darkroom.Space8), keys, does)
}
