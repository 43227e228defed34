package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const wheelStep = 60.0 // travel of the wheel that doubles the size

// panStep is how far an arrow key moves the picture, in device-independent pixels.
const panStep float32 = 80

// Scrolled zooms at the pointer.
func (z *ZoomImage) Scrolled(event *fyne.ScrollEvent) {
	z.look(func(g *zoomGeometry) {
		g.zoomAt(g.zoom*math.Exp2(float64(event.Scrolled.DY)/wheelStep), event.Position.AddXY(z.geo.part.x, 0))
	})
}

// Dragged moves the picture.
func (z *ZoomImage) Dragged(event *fyne.DragEvent) {
	z.look(func(g *zoomGeometry) { g.pan(event.Dragged.DX, event.Dragged.DY) })
}

// DragEnd is Fyne's.
func (z *ZoomImage) DragEnd() {}

// DoubleTapped switches between fit and 100 % at the clicked point.
func (z *ZoomImage) DoubleTapped(event *fyne.PointEvent) {
	if z.geo.fit {
		z.look(func(g *zoomGeometry) { g.zoomAt(1, event.Position.AddXY(z.geo.part.x, 0)) })
		return
	}
	z.Fit()
}

// TappedSecondary is Fyne's.
func (z *ZoomImage) TappedSecondary(event *fyne.PointEvent) {
	if z.OnSecondaryTapped != nil {
		z.OnSecondaryTapped(event)
	}
}

// MouseDown takes the focus.
func (z *ZoomImage) MouseDown(*desktop.MouseEvent) { focusOn(z) }

// MouseUp is Fyne's.
func (z *ZoomImage) MouseUp(*desktop.MouseEvent) {}

// MouseIn is Fyne's.
func (z *ZoomImage) MouseIn(event *desktop.MouseEvent) { z.MouseMoved(event) }

// MouseMoved is Fyne's.
func (z *ZoomImage) MouseMoved(*desktop.MouseEvent) {
	if z.OnMoved != nil {
		z.OnMoved()
	}
}

// MouseOut is Fyne's.
func (z *ZoomImage) MouseOut() {}

// TypedRune asks OnRune, then zooms. It handles characters, not keys, because keyboard layouts place them differently.
func (z *ZoomImage) TypedRune(r rune) {
	if z.usedRune(r) {
		return
	}
	switch r {
	case '+', '=':
		z.ZoomBy(1)
	case '-', '−', '_':
		z.ZoomBy(-1)
	case '0':
		z.Fit()
	case '1':
		z.Actual()
	}
}

// TypedKey asks OnKey, then moves the picture with the arrows.
func (z *ZoomImage) TypedKey(key *fyne.KeyEvent) {
	if z.used(key) {
		return
	}
	steps := map[fyne.KeyName]fyne.Delta{
		fyne.KeyLeft: {DX: panStep}, fyne.KeyRight: {DX: -panStep}, fyne.KeyUp: {DY: panStep}, fyne.KeyDown: {DY: -panStep},
	}
	if by, ok := steps[key.Name]; ok {
		z.Dragged(&fyne.DragEvent{Dragged: by})
		return
	}
	passKey(z, key)
}
