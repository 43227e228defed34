package widgets

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// ZoomImage shows one picture for close inspection: fitted, at 100 % (one pixel of the picture on one pixel of the
// screen), or anything up to 1600 %. The wheel zooms at the pointer, dragging moves, a double click switches between
// fit and 100 %; + and − zoom, 0 fits, 1 is 100 %, arrows move.
type ZoomImage struct {
	widget.BaseWidget
	Keyboard
	// OnZoomed is called when the zoom changed; 1 is 100 %.
	OnZoomed func(zoom float64, fit bool)
	// OnView is called when the user zoomed or moved, and after SetZoom, ZoomBy, Fit and Actual; not after SetView.
	OnView func(view View)
	// OnMoved is called while the pointer moves over the picture.
	OnMoved func()
	// OnSecondaryTapped is called for a right click.
	OnSecondaryTapped func(*fyne.PointEvent)

	geo     zoomGeometry
	layers  zoomLayers
	objects []fyne.CanvasObject
	told    float64 // zoom last passed to OnZoomed
	wasFit  bool
	pending *View // to apply when the view has a size
}

// NewZoomImage returns an empty viewer.
func NewZoomImage() *ZoomImage {
	z := &ZoomImage{geo: zoomGeometry{fit: true, zoom: 1, scale: 1}}
	z.ExtendBaseWidget(z)
	z.HearFor(z)
	return z
}

// SetPicture shows a picture, fitted; nil shows nothing. A picture with the size of its preview replaces it without
// moving.
func (z *ZoomImage) SetPicture(p *Pyramid) {
	width, height := p.Size()
	if !z.layers.preview || float64(width) != z.geo.width || float64(height) != z.geo.height {
		z.geo.picture(width, height)
		z.pending = nil
	}
	z.layers.set(p)
	z.Refresh()
}

// SetPreview shows a small picture at the size of the expected one.
func (z *ZoomImage) SetPreview(small *image.RGBA, width, height int) {
	z.geo.picture(width, height)
	z.pending = nil
	z.layers.setPreview(small)
	z.Refresh()
}

// Clear shows nothing.
func (z *ZoomImage) Clear() { z.SetPicture(nil) }

// SetTranslucency makes the picture translucent: 0 opaque, 1 invisible. It uploads nothing, so it can be called for
// every frame. A picture set later is opaque.
func (z *ZoomImage) SetTranslucency(by float64) {
	z.layers.fade(by)
	canvas.Refresh(z)
}

// Zoom returns the present zoom; 1 is 100 %.
func (z *ZoomImage) Zoom() float64 { return z.geo.zoom }

// Fitted reports whether the picture follows the size of the view.
func (z *ZoomImage) Fitted() bool { return z.geo.fit }

// SetZoom zooms about the middle of the view.
func (z *ZoomImage) SetZoom(zoom float64) {
	z.look(func(g *zoomGeometry) { g.zoomAt(zoom, fyne.NewPos(g.view.Width/2, g.view.Height/2)) })
}

// ZoomBy goes to the next larger step (1) or the next smaller one (-1); 100 % is one of them.
func (z *ZoomImage) ZoomBy(step float64) { z.SetZoom(z.geo.step(step)) }

// Fit shows the whole picture, not enlarged beyond one of its pixels per device-independent pixel.
func (z *ZoomImage) Fit() { z.look(func(g *zoomGeometry) { g.fit = true }) }

// Actual shows the picture at 100 %.
func (z *ZoomImage) Actual() { z.SetZoom(1) }

// View returns the visible part.
func (z *ZoomImage) View() View {
	z.geo.measure(z.Size(), pixelScale(z))
	return z.geo.shown()
}

// SetView shows a part, as far as the picture and the limits of the zoom allow. It does not call OnView, because two
// pictures may be linked to each other.
func (z *ZoomImage) SetView(v View) {
	z.geo.measure(z.Size(), pixelScale(z))
	if z.geo.width <= 0 {
		return
	}
	if z.geo.blind() {
		z.pending = &v // its meaning depends on the size of the view
		return
	}
	z.pending = nil
	z.geo.show(v)
	z.arrange()
}

// SetPart makes the widget show only a part of a wider view: its left edge is at x of that view. Two such widgets beside
// each other show two pictures in one place. A width of 0: the widget is the view.
func (z *ZoomImage) SetPart(x, width float32) {
	if z.geo.part != (part{x, width}) {
		z.geo.part = part{x, width}
		z.arrange()
	}
}

// SetFill makes a fitted picture as large as possible, so that pictures with more and with fewer pixels are equally
// large.
func (z *ZoomImage) SetFill(on bool) {
	if z.geo.fill != on {
		z.geo.fill = on
		z.arrange()
	}
}

// look changes the visible part, and reports it.
func (z *ZoomImage) look(there func(*zoomGeometry)) {
	z.geo.measure(z.Size(), pixelScale(z))
	if z.geo.width <= 0 {
		return
	}
	there(&z.geo)
	z.arrange()
	if z.OnView != nil {
		z.OnView(z.View())
	}
}

// pixelScale is how many pixels of the screen a device-independent pixel has where a widget is shown.
func pixelScale(of fyne.Widget) float64 {
	const far = 10000
	if c := fyne.CurrentApp().Driver().CanvasForObject(of); c != nil {
		if x, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, 0)); x > 0 {
			return float64(x) / far
		}
	}
	return 1
}

// arrange places the picture.
func (z *ZoomImage) arrange() {
	z.geo.measure(z.Size(), pixelScale(z))
	if z.geo.width <= 0 || z.geo.blind() {
		return
	}
	if v := z.pending; v != nil {
		z.SetView(*v)
		return
	}
	at, size := z.geo.place()
	if z.layers.show(z.geo.zoom, at.SubtractXY(z.geo.part.x, 0), size) {
		canvas.Refresh(z)
	}
	if z.OnZoomed != nil && (z.geo.zoom != z.told || z.geo.fit != z.wasFit) {
		z.told, z.wasFit = z.geo.zoom, z.geo.fit
		z.OnZoomed(z.geo.zoom, z.geo.fit)
	}
}

// CreateRenderer is Fyne's.
func (z *ZoomImage) CreateRenderer() fyne.WidgetRenderer {
	z.collect()
	return &zoomRenderer{z}
}

type zoomRenderer struct{ z *ZoomImage }

func (r *zoomRenderer) Destroy()                     {}
func (r *zoomRenderer) Layout(fyne.Size)             { r.z.arrange() }
func (r *zoomRenderer) MinSize() fyne.Size           { return fyne.NewSize(64, 64) }
func (r *zoomRenderer) Objects() []fyne.CanvasObject { return r.z.objects }

func (r *zoomRenderer) Refresh() {
	r.z.collect()
	canvas.Refresh(r.z)
}

// collect lists what is drawn: the picture, and the focus if Tab led here.
func (z *ZoomImage) collect() {
	z.objects = z.layers.objects()
	z.arrange()
	if !z.tab {
		return
	}
	ring := canvas.NewRectangle(noColor)
	ring.StrokeColor, ring.StrokeWidth = colorOf(z, darkroom.ColorNameAccent), ringWidth
	put(ring, 0, 0, z.Size().Width, z.Size().Height)
	z.objects = append(z.objects, ring)
}
