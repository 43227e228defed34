package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	barWidth    float32 = 10
	barSlim     float32 = 4
	barShortest float32 = 32
)

// scrollBar is a vertical scroll bar for lengths in float64; Fyne's knows float32 and its own container only.
type scrollBar struct {
	widget.BaseWidget
	scrolled func(offset float64)
	released func() // called when the knob was released

	offset, page, total float64
	hovered, dragging   bool
	grip                float64 // where the knob was taken, from its top
}

func newScrollBar(scrolled func(float64), released func()) *scrollBar {
	b := &scrollBar{scrolled: scrolled, released: released}
	b.ExtendBaseWidget(b)
	return b
}

// set shows a position; nothing is drawn if everything is visible.
func (b *scrollBar) set(offset, page, total float64) {
	if b.offset == offset && b.page == page && b.total == total {
		return
	}
	b.offset, b.page, b.total = offset, page, total
	b.Refresh()
}

// knob returns the knob's top and length.
func (b *scrollBar) knob() (top, length float64) {
	track := float64(b.Size().Height)
	if b.total <= b.page || track <= 0 {
		return 0, 0
	}
	length = max(track*b.page/b.total, float64(min(barShortest, b.Size().Height)))
	return (track - length) * b.offset / (b.total - b.page), length
}

// goTo moves the knob's top to a height.
func (b *scrollBar) goTo(top float64) {
	_, length := b.knob()
	if room := float64(b.Size().Height) - length; room > 0 {
		b.scrolled(min(max(top/room, 0), 1) * (b.total - b.page))
	}
}

// MouseDown beside the knob scrolls by a page towards the pointer.
func (b *scrollBar) MouseDown(event *desktop.MouseEvent) {
	y := float64(event.Position.Y)
	top, length := b.knob()
	switch {
	case y < top:
		b.scrolled(b.offset - b.page*0.95)
	case y > top+length:
		b.scrolled(b.offset + b.page*0.95)
	}
}

func (b *scrollBar) MouseUp(*desktop.MouseEvent) {}

func (b *scrollBar) Dragged(event *fyne.DragEvent) {
	if !b.dragging {
		b.dragging = true
		top, length := b.knob()
		b.grip = float64(event.Position.Y-event.Dragged.DY) - top
		if b.grip < 0 || b.grip > length {
			b.grip = length / 2
		}
	}
	b.goTo(float64(event.Position.Y) - b.grip)
}

func (b *scrollBar) DragEnd() {
	b.dragging = false
	b.Refresh()
	b.released()
}

func (b *scrollBar) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
}

func (b *scrollBar) MouseMoved(*desktop.MouseEvent) {}

func (b *scrollBar) MouseOut() {
	b.hovered = false
	b.Refresh()
}

func (b *scrollBar) CreateRenderer() fyne.WidgetRenderer {
	knob := canvas.NewRectangle(nil)
	d := drawing{owner: b, objects: []fyne.CanvasObject{knob}}
	d.paint = func() { knob.FillColor = colorOf(b, theme.ColorNameScrollBar) }
	d.place = func(size fyne.Size) {
		top, length := b.knob()
		width := barSlim
		if b.hovered || b.dragging {
			width = barWidth - 2
		}
		knob.CornerRadius = width / 2
		show(knob, length > 0)
		put(knob, size.Width-width-1, float32(top), width, float32(length))
	}
	d.min = func() fyne.Size { return fyne.NewSize(barWidth, barShortest) }
	return newDrawing(d)
}
