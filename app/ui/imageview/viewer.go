package imageview

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/ui/message"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Viewer shows one image at a time, its neighbours a key away and its details beside it.
type Viewer struct {
	view
	photo   *photo
	details *details
	marks   *marksOverlay
	foot    *fyne.Container // the lower edge of the image: what pops up while there is nothing beside belongs to it

	index       int
	travel      int   // 1 or −1: which way the last step went
	wanted      int   // an image to show as soon as it has come; -1: none
	gone        int64 // the image moved to the trash last, 0: none
	backInPlace int64 // one that came back from the trash, to be shown when the gallery has it

	wasOpened func()
	wasClosed func(last library.Image)
}

// newViewer makes the viewer; it tells that it covers the window, and that it no longer does and which image was shown last.
func newViewer(p *Params, opened func(), closed func(last library.Image)) *Viewer {
	v := &Viewer{wanted: -1, travel: 1, wasOpened: opened, wasClosed: closed}
	v.setUp(p, viewing, v, v.loaded)
	v.photo = v.newPhoto()
	v.photo.image.OnZoomed = func(float64, bool) { v.sayZoom(v.photo.image) }
	v.details = newDetails(p, &v.view)
	v.marks = newMarksOverlay(p.Now, v.favour, v.rate)
	v.overlays = []*overlay{&v.marks.overlay}
	v.foot = container.NewStack()
	v.fill(v.details, v.foot, v.photo.image, v.photo.note.Object(), v.marks.box)
	return v
}

// Open shows the image at an index of the gallery and takes the keyboard.
func (v *Viewer) Open(i int) {
	if i < 0 || i >= v.p.Gallery.Len() {
		return
	}
	if !v.opened {
		v.opened, v.travel, v.gone, v.backInPlace = true, 1, 0, 0
		v.details.doubt()
		v.Show()
		v.wasOpened()
	}
	v.bar.Wake()
	v.show(i)
	v.Focus()
}

// Close goes back to the gallery.
func (v *Viewer) Close() {
	if !v.close() {
		return
	}
	last := v.photo.img
	v.wanted = -1
	v.photo.release()
	v.wasClosed(last)
}

func (v *Viewer) meant() *library.Image {
	if v.photo.img.ID == 0 {
		return nil
	}
	return &v.photo.img
}

func (v *Viewer) keyboard() keyboard { return v.photo.image }

func (v *Viewer) marked() {
	v.marks.show(v.photo.img.Marks)
	v.sideShown()
}

// show shows image i as soon as it is here; beyond the ends there is none.
func (v *Viewer) show(i int) {
	if i < 0 || i >= v.p.Gallery.Len() {
		return
	}
	img, ok := v.p.Gallery.At(i)
	if !ok {
		v.wanted = i // the source has been asked and tells by Changed
		return
	}
	v.index, v.wanted = i, -1
	v.marks.Hide()
	v.marks.set(img.Marks)
	v.photo.show(img)
	v.prepare()
	v.sayPlace()
	v.sideShown()
}

// prepare has the image shown decoded, and those that may be next: two in the direction of travel and one behind.
func (v *Viewer) prepare() {
	want := []library.Image{v.photo.img}
	for _, n := range []int{v.index + v.travel, v.index - v.travel, v.index + 2*v.travel} {
		if near, ok := v.p.Gallery.At(n); ok && near.ID != v.photo.img.ID {
			want = append(want, near)
		}
	}
	v.cache.Want(want...)
}

// loaded is told of an image that was decoded, or could not be.
func (v *Viewer) loaded(img library.Image, err error) {
	if v.opened && img.ID == v.photo.img.ID {
		v.photo.loaded(err)
	}
}

// sideShown tells about the image beside it. The parameters of another job are read first; until they have come, a moment
// later, what is shown stays, so that nothing flickers. What nobody sees is not filled.
func (v *Viewer) sideShown() {
	if !v.details.Visible() || v.photo.img.ID == 0 {
		return
	}
	v.details.image(v.photo.img)
	v.credentialsShown()
	if v.details.knows(v.photo.img.EntryID) {
		return
	}
	turn, id := v.photo.turn, v.photo.img.EntryID
	v.p.Run(func(ctx context.Context) func() {
		entry, err := v.p.Entry(ctx, id)
		return func() {
			switch {
			case turn != v.photo.turn:
			case err != nil:
				v.details.entry(nil)
			default:
				v.details.entry(&entry)
			}
		}
	})
}

// credentialsShown has the picture's file looked into for content credentials. What can't be read says nothing of them.
func (v *Viewer) credentialsShown() {
	if v.p.Credentials == nil || !v.details.asksCredentials() {
		return
	}
	img := v.photo.img
	v.p.Run(func(ctx context.Context) func() {
		is, err := v.p.Credentials(ctx, img)
		return func() {
			if err == nil {
				v.details.signed(img, is)
			}
		}
	})
}

// ImageChanged takes new values of an image.
func (v *Viewer) ImageChanged(img library.Image) {
	shown := v.photo.img
	switch {
	case !v.opened:
	case img.ID == shown.ID && img.State == library.ImageTrashed && shown.State != library.ImageTrashed:
		v.trashed()
	case img.ID == shown.ID:
		v.marks.set(img.Marks)
		v.photo.update(img)
		v.sideShown()
		v.prepare()
	case img.ID == v.gone && img.State != library.ImageTrashed:
		v.gone, v.backInPlace = 0, img.ID // the gallery tells when it is there again
	}
}

// Changed keeps the place when images came in before it, and shows what was asked for and has come.
func (v *Viewer) Changed() {
	if !v.opened {
		return
	}
	if i := v.p.Gallery.IndexOf(v.photo.img.ID); i >= 0 {
		v.index = i
	}
	v.index = max(min(v.index, v.p.Gallery.Len()-1), 0)
	if i := v.p.Gallery.IndexOf(v.backInPlace); v.backInPlace != 0 && i >= 0 {
		v.backInPlace = 0
		v.show(i)
	}
	if v.wanted >= 0 {
		v.show(v.wanted)
	}
	v.prepare()
	v.sayPlace()
}

func (v *Viewer) previous() { v.step(-1) }
func (v *Viewer) next()     { v.step(1) }

func (v *Viewer) first() {
	v.travel = 1
	v.show(0)
}

func (v *Viewer) last() {
	v.travel = -1
	v.show(v.p.Gallery.Len() - 1)
}

// step goes on by one. Where the image shown is no longer in the gallery, the next one has come into its place.
func (v *Viewer) step(by int) {
	v.travel = by
	if by > 0 && v.photo.img.ID != 0 && v.p.Gallery.IndexOf(v.photo.img.ID) < 0 {
		by = 0
	}
	v.show(v.index + by)
}

// trashed leaves an image that went to the trash for the next one.
func (v *Viewer) trashed() {
	v.gone = v.photo.img.ID
	next := v.index + 1
	if v.p.Gallery.IndexOf(v.gone) < 0 {
		next-- // the next one is in its place already
	}
	switch {
	case next < v.p.Gallery.Len():
		v.show(next)
	case v.index > 0:
		v.show(v.index - 1)
	default:
		v.Close()
	}
}

func (v *Viewer) sayPlace() {
	words := ""
	if v.p.Gallery.IndexOf(v.photo.img.ID) >= 0 { // else it is not in the gallery any more
		words = message.Of(v.index+1, v.p.Gallery.Len())
	}
	if words != v.place.Text() {
		v.place.SetText(words)
	}
}
