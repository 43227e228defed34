package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const (
	markLine float32 = 2 // height of the line under marked parts
	ringGap  float32 = 2 // between the text and the focus ring
)

// CreateRenderer is Fyne's.
func (s *SelectText) CreateRenderer() fyne.WidgetRenderer {
	s.lines.forget()
	r := &selectTextRenderer{s: s, ring: canvas.NewRectangle(noColor)}
	r.draw()
	return r
}

// selectTextRenderer draws the marks, the selection, and the lines over both.
type selectTextRenderer struct {
	s       *SelectText
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *selectTextRenderer) Destroy()                     {}
func (r *selectTextRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *selectTextRenderer) Layout(fyne.Size)             { r.draw() }

func (r *selectTextRenderer) MinSize() fyne.Size {
	lines := r.s.laid()
	return fyne.NewSize(0, lines.height()*float32(max(len(lines.all), 1)))
}

func (r *selectTextRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.s)
}

func (r *selectTextRenderer) draw() {
	s := r.s
	lines := s.laid()
	r.objects = r.objects[:0:0]
	for _, m := range s.marks {
		r.wash(m, colorOf(s, theme.ColorNameHover), true)
	}
	if from, to := s.selection(); s.focused && to > from {
		r.wash(Span{from, to}, colorOf(s, theme.ColorNameSelection), false)
	}
	height := lines.height()
	for i, line := range lines.all {
		t := canvas.NewText(line.text, colorOf(s, s.color))
		t.TextSize = sizeOf(s, s.size)
		put(t, 0, float32(i)*height, s.Size().Width, height)
		r.objects = append(r.objects, t)
	}
	r.ring.StrokeColor, r.ring.StrokeWidth = colorOf(s, darkroom.ColorNameAccent), ringWidth
	r.ring.CornerRadius = sizeOf(s, darkroom.SizeNameThumbRadius)
	put(r.ring, -2*ringGap, -ringGap, s.Size().Width+4*ringGap, s.Size().Height+2*ringGap)
	if from, to := s.selection(); s.focused && from == to {
		r.objects = append(r.objects, r.ring)
	}
}

// wash colours a part of the text, line by line. An underline makes it visible without the colour.
func (r *selectTextRenderer) wash(part Span, fill color.Color, underline bool) {
	s, lines := r.s, r.s.laid()
	height := lines.height()
	for i, line := range lines.all {
		from, to := max(part.Start, line.start), min(part.End, line.end())
		if from >= to {
			continue
		}
		x := lines.measure(line.text[:from-line.start])
		width := lines.measure(line.text[:to-line.start]) - x
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
