package imageview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Rest is how long the controls stay after the pointer has moved.
const Rest = 2 * time.Second

// Bar is a line of controls over a picture: it comes when the pointer moves and goes when it has rested, but not from under
// it.
type Bar struct {
	widget.BaseWidget
	tools fyne.CanvasObject
	now   func() time.Time
	moved time.Time
	over  bool
}

// NewBar puts tools on a bar.
func NewBar(tools fyne.CanvasObject, now func() time.Time) *Bar {
	b := &Bar{tools: tools, now: now}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is Fyne's.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNameRaised, container.New(
		layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space12, darkroom.Space12), b.tools)))
}

// Wake shows the bar: the pointer moved, or something was done.
func (b *Bar) Wake() {
	b.moved = b.now()
	if !b.Visible() {
		b.Show()
	}
}

// PointerOnPicture wakes the bar and notes that the pointer is not on it.
func (b *Bar) PointerOnPicture() {
	b.over = false
	b.Wake()
}

// Dismiss hides the bar at once.
func (b *Bar) Dismiss() {
	b.over = false
	b.Hide()
}

// Tick hides the bar when the pointer has rested, except on it.
func (b *Bar) Tick(now time.Time) {
	if b.Visible() && !b.over && now.Sub(b.moved) > Rest {
		b.Hide()
	}
}

// MouseIn is Fyne's.
func (b *Bar) MouseIn(*desktop.MouseEvent) {
	b.over = true
	b.Wake()
}

// MouseMoved is Fyne's.
func (b *Bar) MouseMoved(*desktop.MouseEvent) { b.Wake() }

// MouseOut is Fyne's. The pointer may have gone to one of the bar's buttons; that it is elsewhere is told by
// PointerOnPicture.
func (b *Bar) MouseOut() {}
