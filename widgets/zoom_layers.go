package widgets

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// zoomPixels is the zoom above which pixels are shown as squares: whoever zooms in so far wants to see them.
const zoomPixels = 2.0

// zoomLayers are the images of a picture, one for each level, so that returning to a level doesn't upload it again; or
// that of its preview. One of them is visible.
type zoomLayers struct {
	picture *Pyramid // nil: a preview, or nothing
	preview bool
	images  []*canvas.Image
}

func (l *zoomLayers) set(p *Pyramid) {
	l.clear()
	l.picture = p
	if p != nil {
		l.add(p.levels...)
	}
}

func (l *zoomLayers) setPreview(small *image.RGBA) {
	l.clear()
	if l.preview = small != nil; l.preview {
		l.add(small)
	}
}

func (l *zoomLayers) add(levels ...*image.RGBA) {
	for _, pixels := range levels {
		img := canvas.NewImageFromImage(pixels)
		img.ScaleMode = canvas.ImageScaleFastest
		l.images = append(l.images, img)
	}
}

// clear releases drawn pixels and textures. The toolkit would keep both for a minute: while a key for the next picture
// is held, that is a hundred megabytes a second.
func (l *zoomLayers) clear() {
	for _, img := range l.images {
		img.Image = nil
		canvas.Refresh(img)
	}
	l.picture, l.preview, l.images = nil, false, nil
}

// show shows only the image of the level for this zoom.
func (l *zoomLayers) show(zoom float64, at fyne.Position, size fyne.Size) {
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
		put(img, at.X, at.Y, size.Width, size.Height)
		show(img, true)
	}
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
