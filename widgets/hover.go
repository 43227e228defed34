package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// HoverParts is for cells with parts that react to the pointer: buttons, labels with tips. Fyne hovers one object at a
// time, so a row would lose its highlight while the pointer is on its own button. The lists here handle the pointer for
// all cells and pass it on to these parts.
type HoverParts interface {
	HoverParts() []fyne.CanvasObject // parts that are desktop.Hoverable, back to front
}

// hoverSensor covers a list and is only Hoverable: clicks and the wheel pass through it.
type hoverSensor struct {
	widget.BaseWidget
	f    *flow
	part desktop.Hoverable
	last *desktop.MouseEvent // last position of the pointer; nil: outside
}

func newHoverSensor(f *flow) *hoverSensor {
	s := &hoverSensor{f: f}
	s.ExtendBaseWidget(s)
	return s
}

func (s *hoverSensor) MouseIn(event *desktop.MouseEvent) { s.MouseMoved(event) }

func (s *hoverSensor) MouseMoved(event *desktop.MouseEvent) {
	s.last = event
	index := s.f.under(event.Position)
	s.f.hover(index)
	s.f.headings.hover(event.Position)
	part := s.partAt(index, event.AbsolutePosition)
	if part == s.part {
		if part != nil {
			part.MouseMoved(s.within(part, event))
		}
		return
	}
	if s.part != nil {
		s.part.MouseOut()
	}
	s.part = part
	if part != nil {
		part.MouseIn(s.within(part, event))
	}
}

func (s *hoverSensor) MouseOut() {
	s.last = nil
	if s.part != nil {
		s.part.MouseOut()
		s.part = nil
	}
	s.f.hover(-1)
	s.f.headings.hover(fyne.NewPos(-1, -1))
}

// again handles that another object came under the resting pointer.
func (s *hoverSensor) again() {
	if s.last != nil {
		s.MouseMoved(s.last)
	}
}

func (s *hoverSensor) partAt(index int, at fyne.Position) desktop.Hoverable {
	if index < 0 {
		return nil
	}
	shown, _ := s.f.cells.of(s.f.view.source.ID(index))
	parts, ok := shown.cell.(HoverParts)
	if !ok {
		return nil
	}
	var found desktop.Hoverable
	for _, o := range parts.HoverParts() {
		if h, ok := o.(desktop.Hoverable); ok && o.Visible() && contains(o, at) {
			found = h
		}
	}
	return found
}

// within returns the event in the part's coordinates.
func (s *hoverSensor) within(part desktop.Hoverable, event *desktop.MouseEvent) *desktop.MouseEvent {
	inner := *event
	if o, ok := part.(fyne.CanvasObject); ok {
		inner.Position = event.AbsolutePosition.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(o))
	}
	return &inner
}

func (s *hoverSensor) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(drawing{
		owner: s, paint: func() {}, place: func(fyne.Size) {},
		min: func() fyne.Size { return fyne.NewSize(0, 0) },
	})
}
