package imageview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/ui/culling"
	"lookbook/app/ui/pagedlist"
	"lookbook/app/ui/picture"
)

// Source is a list of images that a view walks through.
type Source interface {
	Len() int
	// At returns image i; false: it is not loaded, and Changed follows.
	At(i int) (library.Image, bool)
	IndexOf(id int64) int
}

// Gallery is the list of the viewer, and where a person returns to.
type Gallery interface {
	Source
	// ID returns the id of image i, loaded or not.
	ID(i int) int64
	// Current returns the image with the keyboard cursor.
	Current() (library.Image, bool)
	// Reveal selects an image and scrolls to it.
	Reveal(id int64)
	SelectionLen() int
	SelectedIDs() []int64
	// Selection returns the selected images that are loaded.
	Selection() []library.Image
}

// Actions are the window's actions on an image. Each is called on the UI goroutine; nil ones are not offered.
type Actions struct {
	ShowInFolder func(library.Image)
	CopyPrompt   func(library.Image)
	CopySeed     func(library.Image)
	CopyAll      func(library.Image) // all parameters, as one text
	CopyImage    func(library.Image)
	UseSeed      func(library.Image)
	UseAll       func(library.Image) // fills the panel with all its parameters
	Tag          func(library.Image) // asks for tags
	SavePreset   func(library.Image) // asks for a name and saves all its parameters as a preset

	Mark  func([]library.Image, library.Marking)
	Trash func([]library.Image)
	Menu  func([]library.Image) *fyne.Menu
	Undo  func() // undoes the last action
}

// Params are the views' sources of images and callbacks.
type Params struct {
	Gallery Gallery
	Run     pagedlist.Run
	Load    Load
	// Entry reads the job of an image, Images reads images by id; both off the UI goroutine.
	Entry  func(ctx context.Context, id int64) (library.Entry, error)
	Images func(ctx context.Context, ids []int64) ([]library.Image, error)
	// Credentials reads the content credentials of a picture's file, off the UI goroutine; nil: not supported.
	Credentials func(ctx context.Context, img library.Image) (files.Credentials, error)
	// Family reads where a picture came from, off the UI goroutine; nil: not supported. Visit shows a relative.
	Family func(ctx context.Context, id int64) (library.Family, error)
	Visit  func(library.Relative)
	// ModelName returns a model's name by its id. It is called on any goroutine.
	ModelName func(id string) string
	Thumbs    picture.Source
	Actions   Actions
	// Decide records whether an image of a review is decided.
	Decide func(review, image int64, decided bool)
	// Advance decides after which keys the next image follows by itself; nil: after none.
	Advance *culling.Advance
	// Looked is called when another image is looked at, or none any more; nil: nothing is.
	Looked func()
	// Rescan searches for files that were moved or deleted; nil: not offered.
	Rescan func()
	// Shuffled returns the numbers 0 to n−1 in random order.
	Shuffled func(n int) []int
	Canvas   func() fyne.Canvas
	Now      func() time.Time
	// FullScreen reports whether the window is in full screen; SetFullScreen requests a change; SetFull is called when
	// it has happened.
	FullScreen    func() bool
	SetFullScreen func(on bool)
	// Duels reads the duels that were kept, off the UI goroutine; KeepDuels keeps them. nil: none are kept.
	Duels     func(ctx context.Context) ([]byte, error)
	KeepDuels func(duels []byte)
	// Covered is called when the window is covered, and when no longer: then the focus is free.
	Covered func(on bool)
	// Say shows a short message; Failed reports that images could not be read.
	Say    func(words string)
	Failed func(error)

	compare, slideshow func(library.Image) // the commands with these names
}

func (p *Params) looked() {
	if p.Looked != nil {
		p.Looked()
	}
}

// Views are the viewer, the comparison, the duel, the slideshow and the review. Each covers those before it: page,
// viewer, comparison, duel, slideshow, review.
type Views struct {
	Viewer    *Viewer
	Compare   *Compare
	Duel      *Duel
	Slideshow *Slideshow
	Review    *Review

	p       Params
	wasFull bool // the window was in full screen before the slideshow or the review
}

// New makes the views, all hidden.
func New(p Params) *Views {
	v := &Views{p: p}
	v.p.compare, v.p.slideshow = v.compareWith, v.slideshowFrom
	v.Viewer = newViewer(&v.p, v.cover, v.viewerClosed)
	v.Compare = newCompare(&v.p, v.cover, v.compareClosed)
	v.Duel = newDuel(&v.p, v.cover, v.duelClosed)
	v.Slideshow = newSlideshow(&v.p, func() {
		v.wasFull = p.FullScreen()
		v.cover()
	}, v.slideshowClosed)
	v.Review = newReview(&v.p, func() {
		v.wasFull = p.FullScreen()
		v.cover()
	}, v.reviewClosed)
	v.SetFull(p.FullScreen())
	return v
}

// Object returns what to put over the window's page.
func (v *Views) Object() fyne.CanvasObject {
	return container.NewStack(v.Viewer, v.Compare, v.Duel, v.Slideshow, v.Review)
}

// top returns the view on top; nil: none.
func (v *Views) top() *view {
	for _, one := range []*view{&v.Review.view, &v.Slideshow.view, &v.Duel.view, &v.Compare.view, &v.Viewer.view} {
		if one.opened {
			return one
		}
	}
	return nil
}

// Opened reports whether the page is covered.
func (v *Views) Opened() bool { return v.top() != nil }

// Shown returns the image of the view on top.
func (v *Views) Shown() (img library.Image, ok bool) {
	if top := v.top(); top != nil {
		img = top.Shown()
	}
	return img, img.ID != 0
}

// Step goes to another image in the view on top; false: there is none.
func (v *Views) Step(by int) bool {
	switch {
	case v.Review.opened:
		v.Review.step(by)
	case v.Slideshow.opened:
		v.Slideshow.step(by)
	case v.Compare.opened:
		v.Compare.neighbour(by)
	case v.Viewer.opened:
		v.Viewer.step(by)
	}
	return v.Opened()
}

// Close closes all views.
func (v *Views) Close() {
	v.Review.Close()
	v.Slideshow.Close()
	v.Duel.Close()
	v.Compare.Close()
	v.Viewer.Close()
}

// cover hides what a view covers; otherwise Tab would reach it.
func (v *Views) cover() {
	top := v.top()
	for _, one := range []*view{&v.Viewer.view, &v.Compare.view, &v.Duel.view, &v.Slideshow.view} {
		if one != top {
			one.Hide()
		}
	}
	v.p.Covered(true)
}

// uncover shows again what a view covered.
func (v *Views) uncover() {
	top := v.top()
	if top != nil {
		top.stage.Show()
		top.Focus()
	}
	v.p.Covered(top != nil)
	v.p.looked()
}

func (v *Views) viewerClosed(last library.Image) {
	v.p.Gallery.Reveal(last.ID)
	v.uncover()
}

// compareClosed handles the end of the comparison; nil: no image was chosen.
func (v *Views) compareClosed(chosen *library.Image) {
	v.uncover()
	switch {
	case chosen == nil:
	case v.Viewer.opened:
		v.Viewer.Open(v.p.Gallery.IndexOf(chosen.ID))
	default:
		v.p.Gallery.Reveal(chosen.ID)
	}
}

func (v *Views) slideshowClosed(last library.Image) {
	if !v.wasFull {
		v.p.SetFullScreen(false)
	}
	v.uncover()
	switch {
	case v.Compare.opened, v.Duel.opened:
	case v.Viewer.opened:
		v.Viewer.Open(v.p.Gallery.IndexOf(last.ID))
	case v.p.Gallery.SelectionLen() < 2: // otherwise the selection was made on purpose
		v.p.Gallery.Reveal(last.ID)
	}
}

func (v *Views) reviewClosed(last library.Image) {
	if !v.wasFull {
		v.p.SetFullScreen(false)
	}
	v.uncover()
	v.p.Gallery.Reveal(last.ID)
}

// TypedKey passes a key that no focused widget took to the view on top; true:
// used.
func (v *Views) TypedKey(event *fyne.KeyEvent) bool {
	top := v.top()
	return top != nil && top.TypedKey(event)
}

// Tick updates what depends on time only.
func (v *Views) Tick(now time.Time) {
	v.Viewer.Tick(now)
	v.Compare.Tick(now)
	v.Duel.Tick(now)
	v.Slideshow.Tick(now)
	v.Review.Tick(now)
}

// SetFull switches between window and full screen.
func (v *Views) SetFull(full bool) {
	v.Viewer.SetFull(full)
	v.Compare.SetFull(full)
	v.Duel.SetFull(full)
	v.Slideshow.SetFull(full)
	v.Review.SetFull(full)
}

// Changed keeps the views at their images when the gallery changed.
func (v *Views) Changed() {
	v.Viewer.Changed()
	v.Slideshow.Changed()
}

// ImageChanged takes over new values of an image.
func (v *Views) ImageChanged(img library.Image) {
	v.Viewer.ImageChanged(img)
	v.Compare.ImageChanged(img)
	v.Duel.ImageChanged(img)
	v.Slideshow.ImageChanged(img)
	v.Review.ImageChanged(img)
}

// PopoverPlace returns the object for popovers about the shown image; nil: there is none.
func (v *Views) PopoverPlace() fyne.CanvasObject {
	switch {
	case v.Duel.opened:
		return v.Duel.foot
	case v.Compare.opened:
		return v.Compare.cells[v.Compare.active].letter
	case !v.Viewer.opened:
		return nil
	case v.Viewer.details.Visible():
		return v.Viewer.details.tags
	}
	return v.Viewer.foot
}
