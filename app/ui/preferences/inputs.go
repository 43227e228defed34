package preferences

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// area is a place without a face that can be clicked.
type area struct {
	widget.BaseWidget
	tapped func()
}

func newArea(tapped func()) *area {
	a := &area{tapped: tapped}
	a.ExtendBaseWidget(a)
	return a
}

// Tapped is Fyne's.
func (a *area) Tapped(*fyne.PointEvent) { a.tapped() }

// CreateRenderer is Fyne's.
func (a *area) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
