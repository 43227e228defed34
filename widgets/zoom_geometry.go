package widgets

import (
	"math"

	"fyne.io/fyne/v2"
)

const (
	zoomMost  = 16.0
	zoomLeast = 1.0 / 32
	zoomStep  = math.Sqrt2 // two steps are a factor of two
)

// zoomGeometry is the visible part of a picture, and its zoom. It knows no widget.
type zoomGeometry struct {
	width, height float64   // of the picture, in its own pixels; 0: none
	view          fyne.Size // in device-independent pixels
	scale         float64   // screen pixels per device-independent pixel
	fit           bool      // the picture follows the size of the view
	fill          bool      // then it is as large as possible
	zoom          float64   // screen pixels per picture pixel
	x, y          float64   // point of the picture in the middle of the view
	part          part      // that the widget shows
}

// part is where a widget is that shows only a part of a wider view; width 0: it shows the whole.
type part struct{ x, width float32 }

// measure takes over the size of the widget and the scale of the screen.
func (g *zoomGeometry) measure(size fyne.Size, scale float64) {
	g.view, g.scale = size, scale
	if g.part.width > 0 {
		g.view.Width = g.part.width
	}
}

// picture sets another picture, fitted.
func (g *zoomGeometry) picture(width, height int) {
	g.width, g.height = float64(width), float64(height)
	g.x, g.y, g.fit = g.width/2, g.height/2, true
}

func (g *zoomGeometry) blind() bool { return g.view.Width <= 0 || g.view.Height <= 0 }

// whole is the zoom at which the picture just fits, even if enlarged.
func (g *zoomGeometry) whole() float64 {
	if g.width <= 0 || g.height <= 0 || g.blind() {
		return 1
	}
	return min(float64(g.view.Width)*g.scale/g.width, float64(g.view.Height)*g.scale/g.height)
}

// fitted is the zoom of a fitted picture: unless it fills the view, not enlarged beyond one of its pixels per
// device-independent pixel.
func (g *zoomGeometry) fitted() float64 {
	if g.fill {
		return g.whole()
	}
	return min(g.whole(), max(g.scale, 1))
}

// limited returns a zoom within the limits.
func (g *zoomGeometry) limited(zoom float64) float64 {
	return min(max(zoom, min(zoomLeast, g.fitted())), zoomMost)
}

// step returns the next larger (1) or smaller (-1) step; 100 % is one of them.
func (g *zoomGeometry) step(by float64) float64 {
	at := math.Log(g.zoom) / math.Log(zoomStep)
	if by > 0 {
		return math.Pow(zoomStep, math.Floor(at+1.001))
	}
	return math.Pow(zoomStep, math.Ceil(at-1.001))
}

// zoomAt changes the zoom and keeps the point of the picture under a point of the view.
func (g *zoomGeometry) zoomAt(zoom float64, at fyne.Position) {
	if math.IsNaN(zoom) {
		return
	}
	zoom = g.limited(zoom)
	dx := float64(at.X-g.view.Width/2) * g.scale
	dy := float64(at.Y-g.view.Height/2) * g.scale
	g.x += dx/g.zoom - dx/zoom
	g.y += dy/g.zoom - dy/zoom
	g.zoom, g.fit = zoom, false
}

// pan moves the picture by device-independent pixels.
func (g *zoomGeometry) pan(dx, dy float32) {
	g.x -= float64(dx) * g.scale / g.zoom
	g.y -= float64(dy) * g.scale / g.zoom
}

// place returns where the picture is: centred if it is smaller than the view, without gaps if it is larger.
func (g *zoomGeometry) place() (at fyne.Position, size fyne.Size) {
	if g.fit {
		g.zoom = g.fitted()
	}
	width, x := along(float64(g.view.Width), g.width*g.zoom/g.scale, g.x/g.width)
	height, y := along(float64(g.view.Height), g.height*g.zoom/g.scale, g.y/g.height)
	g.x = (float64(g.view.Width)/2 - x) / width * g.width
	g.y = (float64(g.view.Height)/2 - y) / height * g.height
	return fyne.NewPos(float32(x), float32(y)), fyne.NewSize(float32(width), float32(height))
}

// along places a length within a view so that a fraction of it is in the middle.
func along(view, length, middle float64) (size, offset float64) {
	if length <= view {
		return length, (view - length) / 2
	}
	return length, min(max(view/2-middle*length, view-length), 0)
}

// View is the visible part of a picture, independent of its size: SetView with the View of another picture shows the
// same region.
type View struct {
	// Zoom is screen pixels per picture pixel; 1 is 100 %.
	Zoom float64
	// Scale is the zoom relative to the one at which the picture just fits the view, even if enlarged. SetView uses it
	// if it is above 0, otherwise Zoom.
	Scale float64
	// X and Y are the point in the middle of the view, as fractions of the picture: 0, 0 is its upper left corner.
	X, Y float64
	// Fit says that the picture follows the size of the view; then the other fields are for
	// information only.
	Fit bool
}

// shown returns the visible part.
func (g *zoomGeometry) shown() View {
	v := View{Zoom: g.zoom, Scale: g.zoom / g.whole(), X: 0.5, Y: 0.5, Fit: g.fit}
	if g.width > 0 && g.height > 0 {
		v.X, v.Y = g.x/g.width, g.y/g.height
	}
	return v
}

// show shows a part, as far as the picture and the limits of the zoom allow.
func (g *zoomGeometry) show(v View) {
	g.fit = v.Fit
	if v.Fit {
		return
	}
	zoom := v.Zoom
	if v.Scale > 0 {
		zoom = v.Scale * g.whole()
	}
	if zoom > 0 && !math.IsInf(zoom, 0) {
		g.zoom = g.limited(zoom)
	}
	if !math.IsNaN(v.X) && !math.IsNaN(v.Y) {
		g.x, g.y = min(max(v.X, 0), 1)*g.width, min(max(v.Y, 0), 1)*g.height
	}
}
