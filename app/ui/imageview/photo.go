package imageview

import (
	"image"
	"slices"

	"lookbook/app/library"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// previewPixels is the thumbnail shown until an image is decoded.
const previewPixels = 512

// photo is one image on screen: its thumbnail, enlarged, until it is decoded, and a note on why it can't be seen.
type photo struct {
	image *widgets.ZoomImage
	note  *note
	// drawn is told when another image is there in full; nil: nobody is.
	drawn func()

	cache    *cache
	thumbs   picture.Source
	img      library.Image // the one to be shown
	onScreen int64         // the one that is drawn: until the one to be shown has come, another
	decoded  bool          // it is drawn in full, not as a preview
	turn     int           // counts the images to be shown: late thumbnails are dropped
	last     int           // the turn of what is drawn
	previews []pending
}

// pending is a thumbnail that was asked for.
type pending struct {
	turn   int
	cancel func()
}

func (v *view) newPhoto() *photo {
	return &photo{image: v.newImage(), note: newNote(v.p.Rescan), cache: v.cache, thumbs: v.p.Thumbs}
}

// show shows an image as soon as it is here.
func (f *photo) show(img library.Image) {
	f.turn++
	f.img = img
	f.stopPreviews(1)
	f.note.Say("")
	f.cache.Retry(img)
	if !f.draw() && f.onScreen != img.ID {
		f.preview()
	}
	f.sayMissing()
}

// update takes new values of the image: one that has just been saved can be shown in full.
func (f *photo) update(img library.Image) {
	f.img = img
	if !f.draw() {
		f.sayMissing()
	}
}

func (f *photo) sayMissing() {
	if f.img.State != library.ImageSaved {
		f.note.SayMissing(f.img)
	}
}

// draw puts the decoded image on the screen; false: it is not here.
func (f *photo) draw() bool {
	p := f.cache.Picture(f.img)
	if p == nil || f.img.State != library.ImageSaved {
		return false
	}
	f.note.Say("")
	if f.onScreen != f.img.ID || !f.decoded {
		f.image.SetPicture(p)
		f.onScreen, f.decoded, f.last = f.img.ID, true, f.turn
		f.stopPreviews(0)
		if f.drawn != nil {
			f.drawn()
		}
	}
	return true
}

// loaded is told that the image was decoded, or could not be.
func (f *photo) loaded(err error) {
	if err == nil {
		f.draw()
		return
	}
	if f.onScreen != f.img.ID {
		f.clear()
	}
	f.note.SayUnreadable(err)
}

// clear leaves the window's colour.
func (f *photo) clear() {
	f.image.Clear()
	f.onScreen, f.decoded, f.last = 0, false, f.turn
}

// release lets everything go.
func (f *photo) release() {
	f.turn++
	f.stopPreviews(0)
	f.note.Say("")
	f.clear()
	f.img = library.Image{}
}

// preview shows the thumbnail while the image is being decoded. Until it has come, in a moment, the image before stays: a
// flash of nothing between two images hurts the eyes.
func (f *photo) preview() {
	img, turn := f.img, f.turn
	show := func(small *image.RGBA, err error) {
		f.previews = slices.DeleteFunc(f.previews, func(p pending) bool { return p.turn == turn })
		switch {
		case turn <= f.last:
		case err == nil && small != nil:
			// Of an image that was passed by meanwhile too: while a key is held down one sees where one is.
			f.image.SetPreview(small, max(img.Width, small.Rect.Dx()), max(img.Height, small.Rect.Dy()))
			f.onScreen, f.decoded, f.last = img.ID, false, turn
		case turn == f.turn && img.State != library.ImageSaved:
			f.clear()
		}
	}
	if !hasPreview(img) {
		f.clear()
		return
	}
	now, cancel := f.thumbs(img, previewPixels, show)
	if now != nil {
		show(now, nil)
		return
	}
	f.previews = append(f.previews, pending{turn, cancel})
}

// hasPreview reports whether there is anything to make a thumbnail from, or one may be left from when there was.
func hasPreview(img library.Image) bool {
	switch img.State {
	case library.ImageKnown, library.ImageDownloading, library.ImageFailed:
		return img.ThumbnailURL != ""
	}
	return true
}

// stopPreviews gives up the thumbnails that were asked for, but for the first so many.
func (f *photo) stopPreviews(but int) {
	if len(f.previews) <= but {
		return
	}
	for _, p := range f.previews[but:] {
		p.cancel()
	}
	f.previews = f.previews[:but]
}
