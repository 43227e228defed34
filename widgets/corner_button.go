package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// CornerButton is a small icon at the corner of a field. It takes no focus, so that Tab goes from field to field; its
// action also has a shortcut.
type CornerButton struct {
	widget.BaseWidget
	// OnTapped is called when the button is clicked.
	OnTapped func()

	icon    fyne.Resource
	say     string
	tip     tipTimer
	hovered bool
}

// NewCornerButton returns a button; the tip is its only text.
func NewCornerButton(icon fyne.Resource, tip string, tapped func()) *CornerButton {
	b := &CornerButton{icon: icon, say: tip, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// Tapped is Fyne's.
func (b *CornerButton) Tapped(*fyne.PointEvent) {
	b.tip.end()
	if b.OnTapped != nil {
		b.OnTapped()
	}
}

// MouseIn is Fyne's.
func (b *CornerButton) MouseIn(event *desktop.MouseEvent) {
	b.hovered = true
	b.tip.wait(b, b.say, event.AbsolutePosition)
	b.Refresh()
}

// MouseMoved is Fyne's.
func (b *CornerButton) MouseMoved(event *desktop.MouseEvent) { b.tip.move(event.AbsolutePosition) }

// MouseOut is Fyne's.
func (b *CornerButton) MouseOut() {
	b.hovered = false
	b.tip.end()
	b.Refresh()
}

// CreateRenderer is Fyne's.
func (b *CornerButton) CreateRenderer() fyne.WidgetRenderer {
	wash, icon := canvas.NewRectangle(nil), canvas.NewImageFromResource(nil)
	d := drawing{owner: b, objects: []fyne.CanvasObject{wash, icon}}
	d.paint = func() {
		wash.FillColor, wash.CornerRadius = noColor, sizeOf(b, darkroom.SizeNameThumbRadius)
		ink := darkroom.ColorNameQuiet
		if b.hovered {
			wash.FillColor, ink = colorOf(b, theme.ColorNameHover), darkroom.ColorNameText
		}
		icon.Resource = tinted(b.icon, ink)
		icon.Refresh()
		wash.Refresh()
	}
	d.place = func(size fyne.Size) {
		wash.Resize(size)
		put(icon, (size.Width-iconSize)/2, (size.Height-iconSize)/2, iconSize, iconSize)
	}
	d.min = func() fyne.Size { return fyne.NewSquareSize(iconSize + darkroom.Space4) }
	return newDrawing(d)
}

var _ desktop.Hoverable = (*CornerButton)(nil)
