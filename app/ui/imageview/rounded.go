package imageview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// rounded is a raised plate with round corners, for what lies on a picture.
type rounded struct {
	widget.BaseWidget
	content fyne.CanvasObject
	fill    *canvas.Rectangle
}

func newRounded(content fyne.CanvasObject) *rounded {
	r := &rounded{content: content, fill: canvas.NewRectangle(nil)}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is Fyne's.
func (r *rounded) CreateRenderer() fyne.WidgetRenderer {
	r.paint()
	return widget.NewSimpleRenderer(container.NewStack(r.fill, r.content))
}

// Refresh takes the colours of the theme.
func (r *rounded) Refresh() {
	r.paint()
	r.BaseWidget.Refresh()
}

func (r *rounded) paint() {
	r.fill.FillColor = theme.ColorForWidget(darkroom.ColorNameRaised, r)
	r.fill.CornerRadius = theme.SizeForWidget(darkroom.SizeNameRadius, r)
	r.fill.Refresh()
}
