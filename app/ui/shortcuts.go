package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/imageview"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// shortcut is a key and what it does.
type shortcut struct{ keys, does string }

// shortcutGroup are the keys of one part of the window.
type shortcutGroup struct {
	title string
	list  []shortcut
}

// shortcuts lists what the keyboard can do, in two columns; "Ctrl" is written
// as ⌘ on a Mac.
func shortcuts() [2][]shortcutGroup {
	all := [2][]shortcutGroup{
		{
			{"Request", []shortcut{
				{"Ctrl+Enter", "Generate"},
				{"Ctrl+Shift+Enter", "Dry run"},
				{"Ctrl+Up, Ctrl+Down", "Raise, lower the words’ weight"},
				{"Ctrl+H", "Recent prompts"},
				{"Ctrl+E", "Use the selected job’s parameters"},
				{"Ctrl+Shift+O", "Open a picture’s parameters"},
				{"Ctrl+Shift+V", "Paste an API request"},
				{"Ctrl+Shift+C", "Copy as an API request"},
			}},
			{"Window", []shortcut{
				{"Ctrl+L", "Go to the prompt"},
				{"Ctrl+J", "Go to the job list"},
				{"Ctrl+G", "Show all pictures"},
				{"Ctrl+F", "Find pictures"},
				{"F5 or Ctrl+R", "Sync now"},
				{"Ctrl+O", "Open the pictures folder"},
				{"Ctrl+,", "Preferences"},
				{"F11", "Full screen"},
				{"Ctrl+Q", "Quit"},
			}},
		},
		{
			{"Pictures", []shortcut{
				{"Enter", "Open"},
				{"Ctrl+A", "Select all"},
				{"A word", "Go to a prompt that begins so"},
				{"0 to 5", "Rate"},
				{".", "Favourite"},
				{"Ctrl+T", "Tag"},
				{"Ctrl+C", "Copy the picture, or the paths"},
				{"Ctrl+Alt+C", "Copy the path"},
				{"Ctrl+Shift+X", "Export copies"},
				{"Delete", "Move to the trash"},
				{"Ctrl+Z", "Undo"},
				{"Ctrl+Shift+K", "Compare"},
				{"Ctrl+Shift+S", "Slideshow"},
				{"Ctrl+=, Ctrl+−", "Larger, smaller"},
			}},
			{"One picture", imageShortcuts()},
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

// imageShortcuts are the keys while an image is looked at.
func imageShortcuts() []shortcut {
	var list []shortcut
	for _, s := range imageview.Shortcuts() {
		list = append(list, shortcut{s[0], s[1]})
	}
	return list
}

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
	dialog.ShowCustom("Keyboard shortcuts", "Close", arrange.Columns(darkroom.Space24, columns...), b.window)
}

// shortcutRow is a key and, beside it, what it does.
func shortcutRow(s shortcut) fyne.CanvasObject {
	keys, does := widgets.NewLabel(s.keys), widgets.NewLabel(s.does)
	keys.SetMinWidth(132)
	does.SetTone(widgets.ToneQuiet)
	does.SetMinWidth(240)
	return container.New(widgets.NewLine(darkroom.Space8), keys, does)
}
