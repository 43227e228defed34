package widgets

import (
	"image"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// zoomPixels is the zoom above which pixels are shown as squares: whoever zooms in so far wants to see them.
const zoomPixels = 2.0

// zoomLayers are the images of a picture, one for each level, so that returning to a level doesn't upload it again; or
// that of its preview. One of them is visible.
//
// The next picture is shown by the same objects: Fyne 2.8.1 refreshes a new image object while it paints it, and so
// paints the whole window once more.
type zoomLayers struct {
	picture *Pyramid // nil: a preview, or nothing
	preview bool
	images  []*canvas.Image // those of the picture
	made    []*canvas.Image // all that were made, those of the picture first
}

func (l *zoomLayers) set(p *Pyramid) {
	l.picture, l.preview = p, false
	if p == nil {
		l.put()
		return
	}
	l.put(p.levels...)
}

func (l *zoomLayers) setPreview(small *image.RGBA) {
	l.picture, l.preview = nil, small != nil
	if small == nil {
		l.put()
		return
	}
	l.put(small)
}

// put replaces the levels. What was drawn of the others is released at once, pixels and textures. The toolkit would keep
// both for a minute: while a key for the next picture is held, that is a hundred megabytes a second.
func (l *zoomLayers) put(levels ...*image.RGBA) {
	for len(l.made) < len(levels) {
		l.made = append(l.made, &canvas.Image{ScaleMode: canvas.ImageScaleFastest})
	}
	for i, img := range l.made {
		img.Image, img.Translucency = nil, 0
		if i < len(levels) {
			img.Image = levels[i]
		}
		canvas.Refresh(img)
	}
	l.images = l.made[:len(levels)]
}

// show shows only the image of the level for this zoom. It reports whether that changes anything.
func (l *zoomLayers) show(zoom float64, at fyne.Position, size fyne.Size) (changed bool) {
	level, mode := 0, canvas.ImageScaleFastest
	if l.picture != nil {
		level = l.picture.level(zoom)
		if zoom > zoomPixels {
			mode = canvas.ImageScalePixels
		}
	}
	for i, img := range l.images {
		if i != level {
			img.Hide()
			continue
		}
		if img.ScaleMode != mode {
			img.ScaleMode = mode
			img.Refresh()
		}
		changed = !img.Visible() || img.Position() != at || img.Size() != size
		img.Move(at)
		stretchImage(img, size)
		img.Show()
	}
	return changed
}

func (l *zoomLayers) fade(by float64) {
	for _, img := range l.images {
		img.Translucency = min(max(by, 0), 1)
	}
}

func (l *zoomLayers) objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, len(l.images))
	for i, img := range l.images {
		all[i] = img
	}
	return all
}

// stretchImage changes the size of an image whose texture doesn't depend on it. Fyne 2.8.1 uploads the texture again for
// each size: sixteen megabytes for each notch of the wheel over a picture of 2048 × 2048. The widget has to be
// refreshed afterwards.
func stretchImage(img *canvas.Image, size fyne.Size) { resizeObject(unsafe.Pointer(img), size) }

// resizeObject is how Fyne itself sets the size of what an image begins with. The linker says when it is gone.
//
//go:linkname resizeObject fyne.io/fyne/v2/canvas.(*baseObject).Resize
func resizeObject(object unsafe.Pointer, size fyne.Size)
