package widgets

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	zoomMost   = 16.0
	zoomLeast  = 1.0 / 32
	zoomStep   = math.Sqrt2 // two steps double
	zoomPixels = 2.0        // above this, pixels are shown as squares: whoever zooms in so far wants to see them
	wheelStep  = 60.0       // of the wheel's travel doubles the size
)

// ZoomImage shows one picture to be looked at closely: as large as fits, at 100 % (one pixel of the picture on one pixel of
// the screen), or anything up to 1600 %. The wheel zooms to the pointer, dragging moves, a double click goes between fit and
// 100 %; + and − zoom, 0 fits, 1 is 100 %, arrows move.
type ZoomImage struct {
	widget.BaseWidget
	Keyboard
	// OnZoomed is called when the zoom changed; 1 is 100 %.
	OnZoomed func(zoom float64, fit bool)
	// OnView is called when the user zoomed or moved, and after SetZoom, ZoomIn, ZoomOut, Fit and Actual; not after SetView.
	OnView func(view View)
	// OnMoved is called while the pointer moves over the picture.
	OnMoved func()
	// OnSecondaryTapped is called for a right click.
	OnSecondaryTapped func(*fyne.PointEvent)

	picture       *Pyramid
	preview       *image.RGBA
	width, height float64 // the picture's, in its own pixels
	fit           bool
	zoom          float64 // screen pixels per picture pixel
	x, y          float64 // the point of the picture in the middle of the view

	images []*canvas.Image // one a level, so that going back to a level doesn't upload it again; then the preview
	parts  []fyne.CanvasObject
	told   float64
	wasFit bool

	pending *View // to be shown when the view has a size
}

// NewZoomImage returns an empty viewer.
func NewZoomImage() *ZoomImage {
	z := &ZoomImage{fit: true, zoom: 1}
	z.ExtendBaseWidget(z)
	z.HearFor(z)
	return z
}

// SetPicture shows a picture, fitted; nil shows nothing. A picture of the same size as the preview before it takes its place
// without moving.
func (z *ZoomImage) SetPicture(p *Pyramid) {
	width, height := p.Size()
	z.resize(width, height, z.preview != nil && z.picture == nil)
	z.picture, z.preview = p, nil
	z.drop()
	if p != nil {
		for _, level := range p.levels {
			z.images = append(z.images, newLevel(level))
		}
	}
	z.Refresh()
}

// SetPreview shows a small picture in the size of the one to come.
func (z *ZoomImage) SetPreview(small *image.RGBA, width, height int) {
	z.resize(width, height, false)
	z.picture, z.preview = nil, small
	z.drop()
	if small != nil {
		z.images = []*canvas.Image{newLevel(small)}
	}
	z.Refresh()
}

// Clear shows nothing.
func (z *ZoomImage) Clear() { z.SetPicture(nil) }

// drop lets go of what is drawn, pixels and textures. Left to itself the toolkit keeps both for a minute: as long as somebody
// holds the key down for the next picture, that is a hundred megabytes a second.
func (z *ZoomImage) drop() {
	for _, img := range z.images {
		img.Image = nil
		canvas.Refresh(img)
	}
	z.images = nil
}

func newLevel(pixels *image.RGBA) *canvas.Image {
	i := canvas.NewImageFromImage(pixels)
	i.ScaleMode = canvas.ImageScaleFastest
	return i
}

// resize takes over the size of another picture, and the view of it unless it stays.
func (z *ZoomImage) resize(width, height int, stay bool) {
	if stay && float64(width) == z.width && float64(height) == z.height {
		return
	}
	z.width, z.height = float64(width), float64(height)
	z.x, z.y, z.fit, z.pending = z.width/2, z.height/2, true, nil
}

// Zoom is the present zoom; 1 is 100 %.
func (z *ZoomImage) Zoom() float64 { return z.zoom }

// Fitted says whether the picture follows the size of the view.
func (z *ZoomImage) Fitted() bool { return z.fit }

// SetZoom zooms about the middle of the view.
func (z *ZoomImage) SetZoom(zoom float64) { z.zoomAt(zoom, z.middle()) }

// ZoomIn goes to the next larger of the steps, of which 100 % is one.
func (z *ZoomImage) ZoomIn() { z.SetZoom(math.Pow(zoomStep, math.Floor(z.steps()+1.001))) }

// ZoomOut goes to the next smaller step.
func (z *ZoomImage) ZoomOut() { z.SetZoom(math.Pow(zoomStep, math.Ceil(z.steps()-1.001))) }

func (z *ZoomImage) steps() float64 { return math.Log(z.zoom) / math.Log(zoomStep) }

// Fit shows the whole picture, not enlarged beyond one of its pixels on one device-independent pixel.
func (z *ZoomImage) Fit() {
	z.fit = true
	z.arrange()
	z.tellView()
}

// Actual shows the picture at 100 %.
func (z *ZoomImage) Actual() { z.SetZoom(1) }

func (z *ZoomImage) middle() fyne.Position {
	return fyne.NewPos(z.Size().Width/2, z.Size().Height/2)
}

// pixels is the number of screen pixels on one device-independent one.
func (z *ZoomImage) pixels() float64 {
	const far = 10000
	if c := fyne.CurrentApp().Driver().CanvasForObject(z); c != nil {
		if x, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, 0)); x > 0 {
			return float64(x) / far
		}
	}
	return 1
}

func (z *ZoomImage) fitZoom() float64 {
	if z.width <= 0 || z.height <= 0 {
		return 1
	}
	scale := z.pixels()
	view := z.Size()
	return min(float64(view.Width)*scale/z.width, float64(view.Height)*scale/z.height, max(scale, 1))
}

// zoomAt changes the zoom and keeps the point of the picture under a point of the view where it is.
func (z *ZoomImage) zoomAt(zoom float64, at fyne.Position) {
	if z.width <= 0 || math.IsNaN(zoom) {
		return
	}
	zoom = z.limited(zoom)
	dx := float64(at.X-z.Size().Width/2) * z.pixels()
	dy := float64(at.Y-z.Size().Height/2) * z.pixels()
	z.x += dx/z.zoom - dx/zoom
	z.y += dy/z.zoom - dy/zoom
	z.zoom, z.fit = zoom, false
	z.arrange()
	z.tellView()
}

// pan moves the picture by device-independent pixels.
func (z *ZoomImage) pan(dx, dy float32) {
	z.x -= float64(dx) * z.pixels() / z.zoom
	z.y -= float64(dy) * z.pixels() / z.zoom
	z.arrange()
	z.tellView()
}

// arrange places the picture: in the middle where it is smaller than the view, without gaps where it is larger.
func (z *ZoomImage) arrange() {
	view, scale := z.Size(), z.pixels()
	if z.width <= 0 || view.Width <= 0 || view.Height <= 0 {
		return
	}
	if v := z.pending; v != nil {
		z.SetView(*v)
		return
	}
	if z.fit {
		z.zoom = z.fitZoom()
	}
	width, x := along(float64(view.Width), z.width*z.zoom/scale, z.x/z.width)
	height, y := along(float64(view.Height), z.height*z.zoom/scale, z.y/z.height)
	z.x = (float64(view.Width)/2 - x) / width * z.width
	z.y = (float64(view.Height)/2 - y) / height * z.height
	z.place(float32(x), float32(y), float32(width), float32(height))
	if z.OnZoomed != nil && (z.zoom != z.told || z.fit != z.wasFit) {
		z.told, z.wasFit = z.zoom, z.fit
		z.OnZoomed(z.zoom, z.fit)
	}
}

// along places a length within a view so that a fraction of it is in the middle.
func along(view, length, middle float64) (size, offset float64) {
	if length <= view {
		return length, (view - length) / 2
	}
	return length, min(max(view/2-middle*length, view-length), 0)
}

// place shows the image of the level that the zoom asks for, and only that one.
func (z *ZoomImage) place(x, y, width, height float32) {
	level := 0
	if z.picture != nil {
		level = z.picture.level(z.zoom)
	}
	mode := canvas.ImageScaleFastest
	if z.picture != nil && z.zoom > zoomPixels {
		mode = canvas.ImageScalePixels
	}
	for i, img := range z.images {
		if i != level {
			img.Hide()
			continue
		}
		if img.ScaleMode != mode {
			img.ScaleMode = mode
			img.Refresh()
		}
		put(img, x, y, width, height)
		show(img, true)
	}
}

// CreateRenderer is Fyne's.
func (z *ZoomImage) CreateRenderer() fyne.WidgetRenderer {
	r := &zoomRenderer{z}
	r.collect()
	z.arrange()
	return r
}

// zoomRenderer has an image for each level of the picture.
type zoomRenderer struct{ z *ZoomImage }

func (r *zoomRenderer) Destroy()                     {}
func (r *zoomRenderer) Layout(fyne.Size)             { r.z.arrange() }
func (r *zoomRenderer) MinSize() fyne.Size           { return fyne.NewSize(64, 64) }
func (r *zoomRenderer) Objects() []fyne.CanvasObject { return r.z.parts }

func (r *zoomRenderer) Refresh() {
	r.collect()
	r.z.arrange()
	canvas.Refresh(r.z)
}

func (r *zoomRenderer) collect() {
	r.z.parts = nil
	for _, img := range r.z.images {
		r.z.parts = append(r.z.parts, img)
	}
}
