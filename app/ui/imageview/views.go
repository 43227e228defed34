package imageview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/ui/pagedlist"
	"lookbook/app/ui/picture"
)

// Source is a list of images that a view walks through.
type Source interface {
	Len() int
	// At returns image i; false when it has not come yet: Changed says when it has.
	At(i int) (library.Image, bool)
	IndexOf(id int64) int
}

// Gallery is the list that the viewer walks through, and where one comes back to.
type Gallery interface {
	Source
	// Current is the image with the keyboard.
	Current() (library.Image, bool)
	// Reveal goes to an image.
	Reveal(id int64)
	SelectionLen() int
	SelectedIDs() []int64
	// Selection are those of the selected images that are at hand.
	Selection() []library.Image
}

// Actions are what the window does with an image. Each is called on the UI goroutine; those that are nil are not offered.
type Actions struct {
	ShowInFolder func(library.Image)
	CopyPrompt   func(library.Image)
	CopySeed     func(library.Image)
	CopyAll      func(library.Image) // everything it was made with, as one text
	CopyImage    func(library.Image)
	UseSeed      func(library.Image)
	UseAll       func(library.Image) // take all of its parameters into the panel
	Tag          func(library.Image) // ask for tags

	Mark  func([]library.Image, library.Marking)
	Trash func([]library.Image)
	Menu  func([]library.Image) *fyne.Menu
}

// Params says where images come from and what to do with them.
type Params struct {
	Gallery Gallery
	Run     pagedlist.Run
	Load    Load
	// Entry tells the job of an image, and Images reads images by their ids, off the UI goroutine.
	Entry  func(ctx context.Context, id int64) (library.Entry, error)
	Images func(ctx context.Context, ids []int64) ([]library.Image, error)
	// Credentials looks into a picture's file for content credentials, off the UI goroutine; nil: nobody does.
	Credentials func(ctx context.Context, img library.Image) (files.Credentials, error)
	// ModelName is what a model is called, by its id. It is called on any goroutine.
	ModelName func(id string) string
	Thumbs    picture.Source
	Actions   Actions
	// Rescan looks for files that were moved or deleted; nil: that is not offered.
	Rescan func()
	// Shuffled returns the numbers 0 to n−1 in a random order.
	Shuffled func(n int) []int
	Canvas   func() fyne.Canvas
	Now      func() time.Time
	// FullScreen reports whether the window has the whole screen, SetFullScreen asks for it or gives it back; SetFull is
	// called when it came to that.
	FullScreen    func() bool
	SetFullScreen func(on bool)
	// Covered is told that the window is covered, or no longer: then the keyboard is free.
	Covered func(on bool)
	// Say says a sentence in passing, Failed that images could not be read.
	Say    func(words string)
	Failed func(error)

	compare, slideshow func(library.Image) // of the commands of those names
}

// Views are the viewer, the comparison and the slideshow. Each covers what lies beneath it: the window's page, the viewer, the
// comparison, the slideshow.
type Views struct {
	Viewer    *Viewer
	Compare   *Compare
	Slideshow *Slideshow

	p       Params
	wasFull bool // the window had the whole screen before the slideshow began
}

// New makes the views. None is on screen.
func New(p Params) *Views {
	v := &Views{p: p}
	v.p.compare, v.p.slideshow = v.compareWith, v.slideshowFrom
	v.Viewer = newViewer(&v.p, v.cover, v.viewerClosed)
	v.Compare = newCompare(&v.p, v.cover, v.compareClosed)
	v.Slideshow = newSlideshow(&v.p, func() {
		v.wasFull = p.FullScreen()
		v.cover()
	}, v.slideshowClosed)
	v.SetFull(p.FullScreen())
	return v
}

// Object is what to lay over the window's page.
func (v *Views) Object() fyne.CanvasObject {
	return container.NewStack(v.Viewer, v.Compare, v.Slideshow)
}

// top is the view on top, nil while there is none.
func (v *Views) top() *view {
	for _, one := range []*view{&v.Slideshow.view, &v.Compare.view, &v.Viewer.view} {
		if one.opened {
			return one
		}
	}
	return nil
}

// Opened reports whether the page is covered.
func (v *Views) Opened() bool { return v.top() != nil }

// Shown is the image that the view on top is about.
func (v *Views) Shown() (img library.Image, ok bool) {
	if top := v.top(); top != nil {
		img = top.Shown()
	}
	return img, img.ID != 0
}

// Close goes back to the page, whatever covers it.
func (v *Views) Close() {
	v.Slideshow.Close()
	v.Compare.Close()
	v.Viewer.Close()
}

// cover hides what a view lies upon, or Tab would lead to it.
func (v *Views) cover() {
	top := v.top()
	for _, one := range []*view{&v.Viewer.view, &v.Compare.view} {
		if one != top {
			one.Hide()
		}
	}
	v.p.Covered(true)
}

// uncover shows again what a view lay upon.
func (v *Views) uncover() {
	top := v.top()
	if top != nil {
		top.stage.Show()
		top.Focus()
	}
	v.p.Covered(top != nil)
}

func (v *Views) viewerClosed(last library.Image) {
	v.p.Gallery.Reveal(last.ID)
	v.uncover()
}

// compareClosed is told which image somebody went for, nil when they went back to where they came from.
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
	case v.Compare.opened:
	case v.Viewer.opened:
		v.Viewer.Open(v.p.Gallery.IndexOf(last.ID))
	case v.p.Gallery.SelectionLen() < 2: // else what is selected was chosen with care
		v.p.Gallery.Reveal(last.ID)
	}
}

// TypedKey hands a key that nobody took to the view on top; true: used.
func (v *Views) TypedKey(event *fyne.KeyEvent) bool {
	top := v.top()
	return top != nil && top.TypedKey(event)
}

// Tick brings what changes with time alone up to now.
func (v *Views) Tick(now time.Time) {
	v.Viewer.Tick(now)
	v.Compare.Tick(now)
	v.Slideshow.Tick(now)
}

// SetFull says that the window has the whole screen, or no longer.
func (v *Views) SetFull(full bool) {
	v.Viewer.SetFull(full)
	v.Compare.SetFull(full)
	v.Slideshow.SetFull(full)
}

// Changed keeps the views at their images when the gallery changed.
func (v *Views) Changed() {
	v.Viewer.Changed()
	v.Slideshow.Changed()
}

// ImageChanged takes new values of an image.
func (v *Views) ImageChanged(img library.Image) {
	v.Viewer.ImageChanged(img)
	v.Compare.ImageChanged(img)
	v.Slideshow.ImageChanged(img)
}

// PopoverPlace is what a panel about the image on screen belongs to, nil while there is none.
func (v *Views) PopoverPlace() fyne.CanvasObject {
	switch {
	case v.Compare.opened:
		return v.Compare.cells[v.Compare.active].letter
	case !v.Viewer.opened:
		return nil
	case v.Viewer.details.Visible():
		return v.Viewer.details.tags
	}
	return v.Viewer.foot
}
