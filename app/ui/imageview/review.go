package imageview

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/app/ui/pagedlist"
)

// Review leads through a list of images: a key decides about one, and the next undecided one follows. It tells Params
// of every decision, so that a review goes on where it stopped.
type Review struct {
	view
	photo   *photo
	strip   *reviewStrip
	summary *reviewSummary

	id      int64 // of the review; 0: closed
	list    *pagedlist.List[library.Image]
	decided map[int64]bool
	out     map[int64]bool // gone or trashed: nothing is to be decided about them
	at      int
	wanted  int // image to show when it is loaded; −1: none
	log     []markedOne
	over    bool // everything is decided

	wasOpened func()
	wasClosed func(last library.Image)
}

// markedOne is a key that marked an image, or moved it to the trash.
type markedOne struct {
	id      int64
	changed bool // there is something to undo
	judged  bool // it decided about the image
}

// newReview makes the review. It calls opened when it covers the window, and closed afterwards with the last image.
func newReview(p *Params, opened func(), closed func(last library.Image)) *Review {
	r := &Review{wanted: -1, wasOpened: opened, wasClosed: closed}
	r.setUp(p, reviewing, r, func(img library.Image, err error) {
		if r.opened && img.ID == r.photo.img.ID {
			r.photo.loaded(err)
		}
	})
	r.photo = r.newPhoto()
	r.photo.image.OnZoomed = func(float64, bool) { r.sayZoom(r.photo.image) }
	r.photo.image.OnSecondaryTapped = nil
	r.strip = newReviewStrip(r.favour, r.rate)
	r.summary = newReviewSummary(r.trashRejected, r.Close)
	r.panel.put(container.NewBorder(nil, r.strip.content, nil, nil, container.NewStack(
		r.photo.image, r.photo.note.Object(), container.NewBorder(r.bar, nil, nil, nil), r.summary.box)), nil)
	return r
}

// Open begins or resumes a review with its first undecided image, in full screen, and takes the focus.
func (r *Review) Open(of library.Review) {
	if r.opened || len(of.Images) == 0 {
		return
	}
	ids := make([]int64, len(of.Images))
	r.id, r.decided, r.out, r.log, r.over = of.ID, map[int64]bool{}, map[int64]bool{}, nil, false
	for i, one := range of.Images {
		ids[i] = one.ID
		if one.Decided {
			r.decided[one.ID] = true
		}
	}
	var list *pagedlist.List[library.Image]
	shown := func() bool { return r.list == list } // answers may come after the end
	list = pagedlist.New(pagedlist.Params[library.Image]{
		Run:  r.p.Run,
		IDs:  func(context.Context) ([]int64, error) { return ids, nil },
		Rows: r.p.Images,
		ID:   func(i library.Image) int64 { return i.ID },
		Listed: func() {
			if shown() {
				r.goTo(r.undecided(0))
			}
		},
		Filled: func([]int64) {
			if shown() {
				r.filled()
			}
		},
		Failed: r.p.Failed,
	})
	r.list, r.opened = list, true
	r.summary.box.Hide()
	r.bar.Dismiss()
	r.Show()
	r.wasOpened()
	r.p.SetFullScreen(true)
	r.list.Reload()
	r.Focus()
}

// Close returns to the gallery.
func (r *Review) Close() {
	if !r.close() {
		return
	}
	last := r.photo.img
	r.id, r.list, r.wanted = 0, nil, -1
	r.photo.release()
	r.wasClosed(last)
}

// meant is the image on screen: nobody decides about an image that is not visible yet.
func (r *Review) meant() *library.Image {
	f := r.photo
	if f.img.ID == 0 || r.over || f.onScreen != f.img.ID && f.note.Words() == "" {
		return nil
	}
	return &f.img
}

func (r *Review) keyboard() keyboard { return r.photo.image }

func (r *Review) marked() {
	img := r.photo.img
	r.list.Update(img)
	changed := img.Marks.Favourite != r.before.Favourite || img.Marks.Rating != r.before.Rating
	r.log = append(r.log, markedOne{id: img.ID, changed: changed})
	r.say()
}

func (r *Review) judged() {
	id := r.photo.img.ID
	r.log[len(r.log)-1].judged = true
	r.decide(id, true)
	r.goTo(r.undecided(r.at + 1))
}

func (r *Review) trashed() {
	id := r.photo.img.ID
	r.log = append(r.log, markedOne{id: id, changed: true})
	r.out[id] = true
	r.goTo(r.undecided(r.at + 1))
}

func (r *Review) sideShown() {}

// decide records whether an image is decided.
func (r *Review) decide(id int64, decided bool) {
	if r.decided[id] == decided {
		return
	}
	r.decided[id] = decided
	r.p.Decide(r.id, id, decided)
}

// undo takes back the last key that did something, and shows its image again.
func (r *Review) undo() {
	for n := len(r.log) - 1; n >= 0; n-- {
		last := r.log[n]
		r.log = r.log[:n]
		if last.changed {
			r.p.Actions.Undo()
		}
		if last.judged {
			r.decide(last.id, false)
		}
		if last.changed || last.judged {
			r.goTo(r.list.IndexOf(last.id))
			return
		}
	}
	r.p.Actions.Undo()
}

// undecided returns the first undecided image from an index on, then from the beginning; −1: there is none.
func (r *Review) undecided(from int) int {
	n := r.list.Len()
	for i := range n {
		at := (from + i) % n
		if id := r.list.ID(at); !r.decided[id] && !r.out[id] {
			return at
		}
	}
	return -1
}

// left is the number of undecided images.
func (r *Review) left() int {
	n := 0
	for i := range r.list.Len() {
		if id := r.list.ID(i); !r.decided[id] && !r.out[id] {
			n++
		}
	}
	return n
}

// goTo shows image i as soon as it is ready; −1: the review is over.
func (r *Review) goTo(i int) {
	if i < 0 {
		r.end()
		return
	}
	img, ok := r.list.At(i)
	if !ok {
		r.at, r.wanted = i, i // it is being loaded, and filled follows
		return
	}
	r.at, r.wanted = i, -1
	if r.over = false; r.summary.box.Visible() {
		r.summary.box.Hide()
		r.Focus()
	}
	r.photo.show(img)
	r.prepare()
	r.say()
	r.p.looked()
}

// prepare decodes the shown image, those that follow it, and the one before.
func (r *Review) prepare() {
	want := []library.Image{r.photo.img}
	at := r.at
	for range 2 {
		if at = r.undecided(at + 1); at < 0 {
			break
		}
		if near, ok := r.list.At(at); ok {
			want = append(want, near)
		}
	}
	if near, ok := r.list.At(r.at - 1); ok {
		want = append(want, near)
	}
	r.cache.Want(want...)
}

// filled shows an awaited image, and leaves out those without a file.
func (r *Review) filled() {
	if !r.opened {
		return
	}
	for _, img := range r.list.Held(func(int64) bool { return true }) {
		r.leaveOut(img)
	}
	switch {
	case r.wanted < 0:
		r.prepare()
		r.say()
	case r.out[r.list.ID(r.wanted)]:
		r.goTo(r.undecided(r.wanted))
	default:
		if _, ok := r.list.At(r.wanted); ok {
			r.goTo(r.wanted)
		}
	}
}

func (r *Review) leaveOut(img library.Image) {
	if img.State == library.ImageGone || img.State == library.ImageTrashed {
		r.out[img.ID] = true
	} else {
		delete(r.out, img.ID)
	}
}

// ImageChanged takes over new values of an image. One whose file was deleted meanwhile stays on screen with a note, but
// is not left to be decided.
func (r *Review) ImageChanged(img library.Image) {
	if !r.opened || !r.list.Update(img) {
		return
	}
	r.leaveOut(img)
	if img.ID == r.photo.img.ID {
		r.photo.update(img)
		r.prepare()
	}
	r.say()
}

func (r *Review) previous() { r.step(-1) }
func (r *Review) next()     { r.step(1) }

func (r *Review) first() { r.goTo(0) }
func (r *Review) last()  { r.goTo(r.list.Len() - 1) }

// step moves by one image, decided or not.
func (r *Review) step(by int) {
	if to := r.at + by; !r.over && to >= 0 && to < r.list.Len() {
		r.goTo(to)
	} else if r.over && by < 0 {
		r.goTo(r.at)
	}
}

// say shows how many are left, and the marks.
func (r *Review) say() {
	r.strip.say(r.left(), r.list.Len(), r.photo.img.Marks, r.decided[r.photo.img.ID])
	words := message.Of(r.at+1, r.list.Len())
	if words != r.place.Text() {
		r.place.SetText(words)
	}
}

// end sums the review up.
func (r *Review) end() {
	r.over = true
	r.say()
	of, ids := r.id, make([]int64, r.list.Len())
	for i := range ids {
		ids[i] = r.list.ID(i)
	}
	r.p.Run(func(ctx context.Context) func() {
		images, err := r.p.Images(ctx, ids)
		return func() {
			if r.id != of || !r.over {
				return
			}
			if err != nil {
				r.p.Failed(err)
			}
			for i, img := range images { // the last marks may not be stored yet
				if held, ok := r.list.Row(img.ID); ok {
					images[i].Marks = held.Marks
				}
			}
			r.summary.tell(images)
			r.takeAway(r.bar.Dismiss, r.bar.tools.Objects)
			r.panel.body.Refresh() // the toolkit doesn't paint for what was hidden until now
			r.say()
		}
	})
}

// trashRejected moves the rejected images to the trash, and ends the review.
func (r *Review) trashRejected(rejected []library.Image) {
	r.p.Actions.Trash(rejected)
	r.Close()
}

// enter closes a review that is over.
func (r *Review) enter() {
	if r.over {
		r.Close()
	}
}

// remove moves the image to the trash, or all rejected ones when the review is over.
func (r *Review) remove() {
	if !r.over {
		r.trash()
	} else if r.summary.box.Visible() && len(r.summary.rejected) > 0 {
		r.trashRejected(r.summary.rejected)
	}
}

var _ fyne.Widget = (*Review)(nil)
