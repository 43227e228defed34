package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func (b *menuBar) showAbout() {
	picture := canvas.NewImageFromResource(b.icon)
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSquareSize(72))
	line := func(l *widgets.Label) fyne.CanvasObject {
		l.SetAlign(fyne.TextAlignCenter)
		l.SetMinWidth(360)
		return l
	}
	body := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space8),
		container.NewCenter(picture),
		line(widgets.NewTitle("Lookbook "+b.version)),
		line(widgets.NewLabel("A window for the dreamlook.ai API. MIT licence.")),
		line(widgets.NewQuietLabel("Pictures: "+b.paths.Pictures)),
		line(widgets.NewQuietLabel("Library: "+b.paths.Library())),
		line(widgets.NewQuietLabel("Log: "+b.paths.Log())))
	dialog.ShowCustom("About Lookbook", "Close", body, b.window)
}
