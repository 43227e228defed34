package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// WheelTaker is a control that sometimes uses the wheel: a text that doesn't fit, a number with the focus.
type WheelTaker interface {
	fyne.CanvasObject
	TakeWheel(*fyne.ScrollEvent) bool // true: used
}

// ScrollPane scrolls a column of controls vertically. In Fyne every entry is a scroll area and takes the wheel; here
// the wheel scrolls the panel wherever the pointer is, except over controls that use it.
type ScrollPane struct {
	widget.BaseWidget
	scroll *container.Scroll
	wheel  *wheelCatcher
	takers []WheelTaker
}

// NewScrollPane returns a pane with content. Controls that are in it by now are scrolled to when they get the focus.
func NewScrollPane(content fyne.CanvasObject, takers ...WheelTaker) *ScrollPane {
	p := &ScrollPane{scroll: container.NewVScroll(content), takers: takers}
	p.wheel = &wheelCatcher{pane: p}
	p.wheel.ExtendBaseWidget(p.wheel)
	p.ExtendBaseWidget(p)
	revealFocused(content, p.ScrollTo)
	return p
}

// ScrollTo makes an object in the pane visible and scrolls as little as needed.
func (p *ScrollPane) ScrollTo(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(p.scroll.Content).Y
	bottom, offset := top+o.Size().Height, p.scroll.Offset
	if bottom > offset.Y+p.scroll.Size().Height {
		offset.Y = bottom - p.scroll.Size().Height
	}
	offset.Y = max(min(offset.Y, top), 0)
	p.scroll.ScrollToOffset(offset)
}

// ScrollToTop scrolls to the top.
func (p *ScrollPane) ScrollToTop() { p.scroll.ScrollToTop() }

// Refit adapts the pane to the present height of its content.
func (p *ScrollPane) Refit() { p.scroll.Refresh() }

// CreateRenderer is Fyne's.
func (p *ScrollPane) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{owner: p, objects: []fyne.CanvasObject{p.scroll, p.wheel}}
	d.paint = func() {}
	d.place = func(size fyne.Size) {
		p.scroll.Resize(size)
		p.wheel.Resize(size)
	}
	d.min = func() fyne.Size { return p.scroll.MinSize() }
	return newDrawing(d)
}

func (p *ScrollPane) scrolled(event *fyne.ScrollEvent) {
	for _, taker := range p.takers {
		if taker.Visible() && contains(taker, event.AbsolutePosition) && taker.TakeWheel(event) {
			return
		}
	}
	p.scroll.Scrolled(event)
}

func contains(o fyne.CanvasObject, at fyne.Position) bool {
	in := at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(o))
	size := o.Size()
	return in.X >= 0 && in.Y >= 0 && in.X < size.Width && in.Y < size.Height
}

// wheelCatcher covers the pane and is only Scrollable: clicks and hovering pass through it.
type wheelCatcher struct {
	widget.BaseWidget
	pane *ScrollPane
}

func (c *wheelCatcher) Scrolled(event *fyne.ScrollEvent) { c.pane.scrolled(event) }

func (c *wheelCatcher) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(drawing{
		owner: c, paint: func() {}, place: func(fyne.Size) {},
		min: func() fyne.Size { return fyne.NewSize(0, 0) },
	})
}
