package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lookbook/widgets/darkroom"
)

// ringed is a renderer of Fyne's with the focus ring of the other controls. Fyne tints a spot instead, which hardly differs
// from what is around it.
type ringed struct {
	fyne.WidgetRenderer
	owner   fyne.Widget
	focused *bool
	around  func(size fyne.Size) (fyne.Position, fyne.Size) // nil: the whole widget
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject
}

func newRinged(inner fyne.WidgetRenderer, owner fyne.Widget, focused *bool, around func(size fyne.Size) (fyne.Position, fyne.Size)) *ringed {
	r := &ringed{WidgetRenderer: inner, owner: owner, focused: focused, around: around, ring: canvas.NewRectangle(noColor)}
	r.objects = append(append(r.objects, inner.Objects()...), r.ring)
	r.paint()
	return r
}

func (r *ringed) Objects() []fyne.CanvasObject { return r.objects }

func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	at := fyne.Position{}
	if r.around != nil {
		at, size = r.around(size)
	}
	put(r.ring, at.X, at.Y, size.Width, size.Height)
}

func (r *ringed) Refresh() {
	r.paint()
	r.WidgetRenderer.Refresh()
}

func (r *ringed) paint() {
	r.ring.StrokeColor, r.ring.StrokeWidth = colorOf(r.owner, darkroom.ColorNameAccent), ringWidth
	r.ring.CornerRadius = sizeOf(r.owner, darkroom.SizeNameRadius)
	show(r.ring, *r.focused)
}
