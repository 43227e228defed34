package imageview

import (
	"image"
	"slices"

	"lookbook/app/library"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// previewPixels is the size of the thumbnail that is shown until an image is
// decoded.
const previewPixels = 512

// photo is one image on screen: an enlarged thumbnail until it is decoded, and a note if it can't be shown.
type photo struct {
	image *widgets.ZoomImage
	note  *note
	// drawn is called when another image is shown in full; nil: nothing is
	// called.
	drawn func()

	cache    *cache
	thumbs   picture.Source
	img      library.Image // the wanted image
	onScreen int64         // the shown image: until the wanted one is ready, the previous one
	decoded  bool          // shown in full, not as a preview
	turn     int           // number of the wanted image; late thumbnails of earlier ones are dropped
	last     int           // turn of the shown image
	previews []pending
}

// pending is a requested thumbnail.
type pending struct {
	turn   int
	cancel func()
}

func (v *view) newPhoto() *photo {
	return &photo{image: v.newImage(), note: newNote(v.p.Rescan), cache: v.cache, thumbs: v.p.Thumbs}
}

// show shows an image as soon as it is ready.
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

// update takes over new values of the image: one that was just saved can be shown in full.
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

// draw shows the decoded image; false: it is not ready.
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

// loaded is called when the image was decoded, or could not be.
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

// clear shows the window's colour.
func (f *photo) clear() {
	f.image.Clear()
	f.onScreen, f.decoded, f.last = 0, false, f.turn
}

// release frees everything.
func (f *photo) release() {
	f.turn++
	f.stopPreviews(0)
	f.note.Say("")
	f.clear()
	f.img = library.Image{}
}

// preview shows the thumbnail while the image is being decoded. Until it is ready, after a moment, the previous image
// stays, because an empty flash between two images is unpleasant.
func (f *photo) preview() {
	img, turn := f.img, f.turn
	show := func(small *image.RGBA, err error) {
		f.previews = slices.DeleteFunc(f.previews, func(p pending) bool { return p.turn == turn })
		switch {
		case turn <= f.last:
		case err == nil && small != nil:
			// Also for an image that was passed meanwhile: with a held key a person sees the position.
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

// hasPreview reports whether a thumbnail can be made, or may exist.
func hasPreview(img library.Image) bool {
	switch img.State {
	case library.ImageKnown, library.ImageDownloading, library.ImageFailed:
		return img.ThumbnailURL != ""
	}
	return true
}

// stopPreviews cancels the requested thumbnails, except the first few.
func (f *photo) stopPreviews(but int) {
	if len(f.previews) <= but {
		return
	}
	for _, p := range f.previews[but:] {
		p.cancel()
	}
	f.previews = f.previews[:but]
}
