package welcome

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// plate is the card's surface, with round corners and a thin border.
type plate struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

const plateRadius = 12

func newPlate(content fyne.CanvasObject) *plate {
	p := &plate{content: content}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's.
func (p *plate) CreateRenderer() fyne.WidgetRenderer {
	fill := canvas.NewRectangle(nil)
	fill.CornerRadius, fill.StrokeWidth = plateRadius, 1
	r := &plateRenderer{plate: p, fill: fill}
	r.paint()
	r.Layout(p.Size())
	return r
}

type plateRenderer struct {
	plate *plate
	fill  *canvas.Rectangle
}

func (r *plateRenderer) Destroy()           {}
func (r *plateRenderer) MinSize() fyne.Size { return r.plate.content.MinSize() }

func (r *plateRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.plate.content}
}

func (r *plateRenderer) Layout(size fyne.Size) {
	r.fill.Resize(size)
	r.plate.content.Resize(size)
}

func (r *plateRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.plate)
}

func (r *plateRenderer) paint() {
	r.fill.FillColor = theme.ColorForWidget(darkroom.ColorNamePane, r.plate)
	r.fill.StrokeColor = theme.ColorForWidget(darkroom.ColorNameHairline, r.plate)
}
