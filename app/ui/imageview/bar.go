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

// Rest is how long the controls stay visible after the pointer moved.
const Rest = 2 * time.Second

// bar is a line of controls over a picture. It appears when the pointer moves and disappears when it rests elsewhere.
type bar struct {
	widget.BaseWidget
	tools *fyne.Container
	spare []fyne.CanvasObject // of the tools: left out if there is no room
	now   func() time.Time
	moved time.Time
	over  bool
}

// newBar makes a bar with tools.
func newBar(tools *fyne.Container, now func() time.Time, spare ...fyne.CanvasObject) *bar {
	b := &bar{tools: tools, now: now, spare: spare}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is Fyne's.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	return renderer(b, widgets.NewSurface(darkroom.ColorNameRaised, container.New(
		layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space12, darkroom.Space12), b.tools)))
}

// Resize is Fyne's. It leaves the spare tools out if the bar is too narrow for all.
func (b *bar) Resize(size fyne.Size) {
	if size.Width != b.Size().Width {
		for _, o := range b.spare {
			o.Show()
		}
		if b.tools.MinSize().Width+2*darkroom.Space12 > size.Width {
			for _, o := range b.spare {
				o.Hide()
			}
		}
	}
	b.BaseWidget.Resize(size)
}

// Wake shows the bar, after a movement of the pointer or an action.
func (b *bar) Wake() {
	b.moved = b.now()
	if !b.Visible() {
		b.Show()
	}
}

// PointerOnPicture wakes the bar and records that the pointer is not on it.
func (b *bar) PointerOnPicture() {
	b.over = false
	b.Wake()
}

// Dismiss hides the bar at once.
func (b *bar) Dismiss() {
	b.over = false
	b.Hide()
}

// Tick hides the bar when the pointer has rested elsewhere.
func (b *bar) Tick(now time.Time) {
	if b.Visible() && !b.over && now.Sub(b.moved) > Rest {
		b.Hide()
	}
}

// MouseIn is Fyne's.
func (b *bar) MouseIn(*desktop.MouseEvent) {
	b.over = true
	b.Wake()
}

// MouseMoved is Fyne's.
func (b *bar) MouseMoved(*desktop.MouseEvent) { b.Wake() }

// MouseOut is Fyne's. The pointer may be on one of the bar's buttons; PointerOnPicture reports when it isn't.
func (b *bar) MouseOut() {}
