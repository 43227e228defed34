package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
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
		line(widgets.NewTitle(message.T("about.name", message.With{"Version": b.version}))),
		line(widgets.NewLabel(message.T("about.what"))),
		line(widgets.NewQuietLabel(message.T("about.pictures", message.With{"Path": b.paths.Pictures}))),
		line(widgets.NewQuietLabel(message.T("about.library", message.With{"Path": b.paths.Library()}))),
		line(widgets.NewQuietLabel(message.T("about.log", message.With{"Path": b.paths.Log()}))))
	question.Ask(b.window, question.Question{Title: message.T("about"), Content: body, No: message.T("close")}, nil)
}
