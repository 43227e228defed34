package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// shortcut is a key and what it does.
type shortcut struct{ keys, does string }

// shortcuts lists what the keyboard can do; "Ctrl" is written as ⌘ on a Mac.
func shortcuts() []shortcut {
	list := []shortcut{
		{"Ctrl+Enter", "Generate"},
		{"Ctrl+Shift+Enter", "Check without generating"},
		{"Ctrl+Shift+V", "Paste an API request"},
		{"Ctrl+Shift+C", "Copy what is in the panel as an API request"},
		{"Ctrl+Shift+O", "Open a picture’s parameters"},
		{"Ctrl+H", "Recent prompts"},
		{"Ctrl+Up, Ctrl+Down", "Raise or lower the weight of the selected words"},
		{"Ctrl+L", "Go to the prompt"},
		{"Ctrl+J", "Go to the job list"},
		{"Ctrl+G", "Show all pictures"},
		{"Ctrl+E", "Use the selected job’s parameters"},
		{"Enter", "Open the picture"},
		{"Left, Right", "The picture before, the picture after"},
		{"+  −  Z", "Larger, smaller, 100 % or fit"},
		{"I", "Parameters beside the picture"},
		{"F or .  0 to 5  T", "Favourite, rate, tag"},
		{"Delete", "Move to the trash"},
		{"C or Ctrl+Shift+K", "Compare; there N and P swap, X leaves out, L links"},
		{"S or Ctrl+Shift+S", "Slideshow; there Space pauses, Up and Down set the time"},
		{"Esc", "Back"},
		{"F5 or Ctrl+R", "Sync now"},
		{"Ctrl+O", "Open the pictures folder"},
		{"Ctrl+,", "Preferences"},
		{"F11", "Full screen"},
		{"Ctrl+Q", "Quit"},
	}
	if runtime.GOOS == "darwin" {
		for i := range list {
			list[i].keys = macKeys(list[i].keys)
		}
	}
	return list
}

func (w *Window) showShortcuts() {
	rows := container.New(layout.NewFormLayout())
	for _, s := range shortcuts() {
		keys := widgets.NewLabel(s.keys)
		keys.SetBold(true)
		keys.SetMinWidth(150)
		does := widgets.NewLabel(s.does)
		does.SetMinWidth(280)
		rows.Add(keys)
		rows.Add(does)
	}
	dialog.ShowCustom("Keyboard shortcuts", "Close", rows, w.window)
}

func (w *Window) showAbout() {
	picture := canvas.NewImageFromResource(w.icon)
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSquareSize(72))
	line := func(l *widgets.Label) fyne.CanvasObject {
		l.SetAlign(fyne.TextAlignCenter)
		l.SetMinWidth(360)
		return l
	}
	body := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space8),
		container.NewCenter(picture),
		line(widgets.NewTitle("Lookbook "+w.p.Version)),
		line(widgets.NewLabel("A window for the dreamlook.ai API. MIT licence.")),
		line(widgets.NewQuietLabel("Pictures: "+w.p.Paths.Pictures)),
		line(widgets.NewQuietLabel("Library: "+w.p.Paths.Library())),
		line(widgets.NewQuietLabel("Log: "+w.p.Paths.Log())))
	dialog.ShowCustom("About Lookbook", "Close", body, w.window)
}
