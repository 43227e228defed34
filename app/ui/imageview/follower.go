package imageview

import (
	"fyne.io/fyne/v2"

	"lookbook/app/library"
)

// Follower shows, in a window of its own, the image that is current in the main window. Its keys mark that image, and
// step as the main window does.
type Follower struct {
	view
	photo *photo
	marks *marksOverlay
	step  func(by int)
	left  func()
}

// NewFollower makes it. p has the functions of its own window; step is called for the arrow keys, left for Escape.
func NewFollower(p Params, step func(by int), left func()) *Follower {
	f := &Follower{step: step, left: left}
	f.setUp(&p, following, f, func(img library.Image, err error) {
		if img.ID == f.photo.img.ID {
			f.photo.loaded(err)
		}
	})
	f.photo = f.newPhoto()
	f.photo.image.OnZoomed = func(float64, bool) { f.sayZoom(f.photo.image) }
	f.marks = newMarksOverlay(p.Now, f.favour, f.rate)
	f.overlays = []*overlay{&f.marks.overlay}
	f.fill(nil, nil, f.photo.image, f.photo.note.Object(), f.marks.box)
	f.opened = true
	f.view.Show()
	f.bar.Dismiss()
	return f
}

// Follow shows an image, and near ones are decoded ahead; one with the ID 0 shows nothing.
func (f *Follower) Follow(img library.Image, near ...library.Image) {
	switch {
	case img.ID == 0:
		f.photo.release()
		f.cache.Want()
		return
	case img.ID == f.photo.img.ID:
		f.photo.update(img)
	default:
		f.takeAway(f.marks.Hide, f.marks.keys)
		f.photo.show(img)
	}
	f.marks.set(img.Marks)
	f.cache.Want(append([]library.Image{img}, near...)...)
}

// ImageChanged takes over new values of the image.
func (f *Follower) ImageChanged(img library.Image) {
	if img.ID == f.photo.img.ID {
		f.Follow(img)
	}
}

// Close frees everything.
func (f *Follower) Close() {
	f.close()
	f.photo.release()
}

func (f *Follower) meant() *library.Image {
	if f.photo.img.ID == 0 {
		return nil
	}
	return &f.photo.img
}

func (f *Follower) keyboard() keyboard { return f.photo.image }
func (f *Follower) marked()            { f.marks.show(f.photo.img.Marks) }
func (f *Follower) judged()            { f.step(1) }
func (f *Follower) trashed()           {}
func (f *Follower) sideShown()         {}
func (f *Follower) previous()          { f.step(-1) }
func (f *Follower) next()              { f.step(1) }

// escape leaves full screen, then the window.
func (f *Follower) escape() {
	if f.p.FullScreen() {
		f.p.SetFullScreen(false)
		return
	}
	f.left()
}

func (f *Follower) fullScreen() { f.p.SetFullScreen(!f.p.FullScreen()) }

var _ fyne.Widget = (*Follower)(nil)
