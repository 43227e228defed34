package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const (
	markLine float32 = 2 // the line under what is marked
	ringGap  float32 = 2 // between the text and the ring of the focus
)

// CreateRenderer is Fyne's.
func (s *SelectText) CreateRenderer() fyne.WidgetRenderer {
	s.laid = -1
	r := &selectTextRenderer{s: s, ring: canvas.NewRectangle(noColor)}
	r.draw()
	return r
}

// selectTextRenderer draws the marks, what is selected, and the lines over both.
type selectTextRenderer struct {
	s       *SelectText
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *selectTextRenderer) Destroy()                     {}
func (r *selectTextRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *selectTextRenderer) Layout(fyne.Size)             { r.draw() }

func (r *selectTextRenderer) MinSize() fyne.Size {
	s := r.s
	s.lay(s.Size().Width)
	return fyne.NewSize(s.min, s.lineHeight()*float32(max(len(s.lines), 1)))
}

func (r *selectTextRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.s)
}

func (r *selectTextRenderer) draw() {
	s := r.s
	s.lay(s.Size().Width)
	r.objects = r.objects[:0:0]
	for _, m := range s.marks {
		r.wash(m, colorOf(s, theme.ColorNameHover), true)
	}
	if from, to := s.selection(); s.focused && to > from {
		r.wash(Span{from, to}, colorOf(s, theme.ColorNameSelection), false)
	}
	height := s.lineHeight()
	for i, line := range s.lines {
		t := canvas.NewText(line.text, colorOf(s, s.color))
		t.TextSize = sizeOf(s, s.size)
		put(t, 0, float32(i)*height, s.Size().Width, height)
		r.objects = append(r.objects, t)
	}
	r.ring.StrokeColor, r.ring.StrokeWidth = colorOf(s, darkroom.ColorNameAccent), 1
	r.ring.CornerRadius = sizeOf(s, darkroom.SizeNameThumbRadius)
	put(r.ring, -2*ringGap, -ringGap, s.Size().Width+4*ringGap, s.Size().Height+2*ringGap)
	if from, to := s.selection(); s.focused && from == to {
		r.objects = append(r.objects, r.ring)
	}
}

// wash colours a part of the text, line by line; with a line under it, it can be told without the colour.
func (r *selectTextRenderer) wash(part Span, fill color.Color, underline bool) {
	s, height := r.s, r.s.lineHeight()
	for i, line := range s.lines {
		from, to := max(part.Start, line.start), min(part.End, line.end())
		if from >= to {
			continue
		}
		x := s.measure(line.text[:from-line.start])
		width := s.measure(line.text[:to-line.start]) - x
		box := canvas.NewRectangle(fill)
		put(box, x, float32(i)*height, width, height)
		r.objects = append(r.objects, box)
		if underline {
			under := canvas.NewRectangle(colorOf(s, darkroom.ColorNameAccent))
			put(under, x, float32(i+1)*height-markLine, width, markLine)
			r.objects = append(r.objects, under)
		}
	}
}
