package imageview

import (
	"context"
	"maps"
	"slices"

	"lookbook/app/library"
	"lookbook/app/ui/message"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Viewer shows one image at a time, with its details beside it; keys lead to its neighbours.
type Viewer struct {
	view
	photo   *photo
	details *details
	marks   *marksOverlay
	foot    *fyne.Container // lower edge of the image, for popovers while there is no panel

	index       int
	travel      int   // 1 or −1: direction of the last step
	wanted      int   // image to show when it is loaded; -1: none
	gone        int64 // image last moved to the trash; 0: none
	backInPlace int64 // image restored from the trash, to show when the gallery has it

	jobs map[int64]*library.Entry // of the neighbours, read ahead; nil: being read

	wasOpened func()
	wasClosed func(last library.Image)
}

// newViewer makes the viewer. It calls opened when it covers the window, and closed afterwards with the last image.
func newViewer(p *Params, opened func(), closed func(last library.Image)) *Viewer {
	v := &Viewer{wanted: -1, travel: 1, wasOpened: opened, wasClosed: closed}
	v.setUp(p, viewing, v, v.loaded)
	v.photo = v.newPhoto()
	v.photo.image.OnZoomed = func(float64, bool) { v.sayZoom(v.photo.image) }
	v.photo.drawn = v.familyShown
	v.details = newDetails(p, &v.view)
	v.marks = newMarksOverlay(p.Now, v.favour, v.rate)
	v.overlays = []*overlay{&v.marks.overlay}
	v.foot = container.NewStack()
	v.fill(v.details, v.foot, v.photo.image, v.photo.note.Object(), v.marks.box)
	return v
}

// Open shows the image at an index of the gallery and takes the focus.
func (v *Viewer) Open(i int) {
	if i < 0 || i >= v.p.Gallery.Len() {
		return
	}
	if !v.opened {
		v.opened, v.travel, v.gone, v.backInPlace, v.jobs = true, 1, 0, 0, nil
		v.details.doubt()
		v.Show()
		v.wasOpened()
	}
	v.bar.Wake()
	v.show(i)
	v.Focus()
}

// Close returns to the gallery.
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

func (v *Viewer) judged() { v.next() }

// show shows image i as soon as it is ready; beyond the ends it does nothing.
func (v *Viewer) show(i int) {
	if i < 0 || i >= v.p.Gallery.Len() {
		return
	}
	img, ok := v.p.Gallery.At(i)
	if !ok {
		v.wanted = i // it is being loaded, and Changed follows
		return
	}
	v.index, v.wanted = i, -1
	v.takeAway(v.marks.Hide, v.marks.keys)
	v.marks.set(img.Marks)
	v.photo.show(img)
	v.sayPlace()
	v.sideShown()
	v.prepare()
	v.p.looked()
}

// prepare decodes the shown image and those that may be next: two in the direction of travel and one behind. It reads
// their jobs, too.
func (v *Viewer) prepare() {
	want := []library.Image{v.photo.img}
	for _, n := range []int{v.index + v.travel, v.index - v.travel, v.index + 2*v.travel} {
		if near, ok := v.p.Gallery.At(n); ok && near.ID != v.photo.img.ID {
			want = append(want, near)
		}
	}
	v.cache.Want(want...)
	v.readAhead(want[1:])
}

// readAhead reads the jobs of images, so that the panel is filled in the same frame that shows the image.
func (v *Viewer) readAhead(near []library.Image) {
	maps.DeleteFunc(v.jobs, func(id int64, _ *library.Entry) bool {
		return !slices.ContainsFunc(near, func(img library.Image) bool { return img.EntryID == id })
	})
	if !v.opened || !v.details.Visible() {
		return
	}
	for _, img := range near {
		id := img.EntryID
		if _, known := v.jobs[id]; known || id == v.photo.img.EntryID {
			continue
		}
		if v.jobs == nil {
			v.jobs = map[int64]*library.Entry{}
		}
		v.jobs[id] = nil
		v.p.Run(func(ctx context.Context) func() {
			entry, err := v.p.Entry(ctx, id)
			return func() {
				if _, wanted := v.jobs[id]; wanted && err == nil {
					v.jobs[id] = &entry
				}
			}
		})
	}
}

// loaded is called when an image was decoded, or could not be.
func (v *Viewer) loaded(img library.Image, err error) {
	if v.opened && img.ID == v.photo.img.ID {
		v.photo.loaded(err)
	}
}

// sideShown fills the panel. If the job was not read ahead, which takes a moment, the panel keeps its content, so that
// nothing flickers. A hidden panel is not filled.
func (v *Viewer) sideShown() {
	if !v.details.Visible() || v.photo.img.ID == 0 {
		return
	}
	v.details.image(v.photo.img)
	v.credentialsShown()
	if v.photo.decoded {
		v.familyShown()
	}
	if v.details.knows(v.photo.img.EntryID) {
		return
	}
	turn, id := v.photo.turn, v.photo.img.EntryID
	if job := v.jobs[id]; job != nil {
		v.details.entry(job) // it may have changed since
	}
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

// credentialsShown reads the content credentials of the picture's file. An unreadable file shows nothing.
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

// ImageChanged takes over new values of an image.
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
		v.gone, v.backInPlace = 0, img.ID // the gallery tells when it has the image again
	}
}

// Changed keeps the place when images came in before it, and shows an awaited image.
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

// step moves by one. If the shown image is no longer in the gallery, the next one already has its place.
func (v *Viewer) step(by int) {
	v.travel = by
	if by > 0 && v.photo.img.ID != 0 && v.p.Gallery.IndexOf(v.photo.img.ID) < 0 {
		by = 0
	}
	v.show(v.index + by)
}

// trashed leaves an image in the trash for the next one.
func (v *Viewer) trashed() {
	v.gone = v.photo.img.ID
	next := v.index + 1
	if v.p.Gallery.IndexOf(v.gone) < 0 {
		next-- // the next one is already in its place
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
	if v.p.Gallery.IndexOf(v.photo.img.ID) >= 0 { // otherwise it is no longer in the gallery
		words = message.Of(v.index+1, v.p.Gallery.Len())
	}
	if words != v.place.Text() {
		v.place.SetText(words)
	}
}
