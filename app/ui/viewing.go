package ui

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
	"lookbook/app/ui/compare"
	"lookbook/app/ui/feed"
	"lookbook/app/ui/picture"
	"lookbook/app/ui/slideshow"
	"lookbook/app/ui/viewer"
	"lookbook/widgets"
)

// views are what looks at single pictures. Each covers what lies beneath it:
// the page, then the viewer, then the comparison or the slideshow.
type views struct {
	compare   *compare.Pane
	slideshow *slideshow.Pane
	wasFull   bool // the window had the whole screen before the slideshow began
}

// attachViews makes the views over the gallery of the page that is open.
func (w *Window) attachViews() {
	w.viewer = w.newViewer()
	w.views = views{compare: w.newCompare(), slideshow: w.newSlideshow()}
	full := w.window.FullScreen()
	w.viewer.SetFull(full)
	w.compare.SetFull(full)
	w.slideshow.SetFull(full)
	w.over.Objects = []fyne.CanvasObject{w.viewer, w.compare, w.slideshow}
	w.over.Refresh()
}

// detachViews takes them out of the window.
func (w *Window) detachViews() {
	w.over.RemoveAll()
	w.page.Show() // they may have covered it
	w.viewer, w.views = nil, views{}
	w.placeMenu()
}

// looking reports whether the page is covered.
func (w *Window) looking() bool {
	return w.viewer != nil && (w.viewer.Opened() || w.compare.Opened() || w.slideshow.Opened())
}

// closeViews goes back to the page, whatever covers it.
func (w *Window) closeViews() {
	w.slideshow.End()
	w.compare.Close()
	w.viewer.Close()
}

// cover hides what a view lies upon, or Tab would lead to it.
func (w *Window) cover() {
	w.page.Hide()
	w.viewer.Hide()
	w.placeMenu()
	w.toasts.Refresh() // what is being said finds its new place
}

// uncover shows again what a view lay upon.
func (w *Window) uncover() {
	if w.viewer.Opened() {
		w.viewer.Show()
		w.viewer.Focus()
	} else {
		w.page.Show()
		w.main.gallery.Focus(w.window.Canvas())
	}
	w.placeMenu()
	w.toasts.Refresh()
}

// viewKey hands a key that nobody took to the view on top; true: used.
func (w *Window) viewKey(event *fyne.KeyEvent) bool {
	switch {
	case w.viewer == nil:
		return false
	case w.slideshow.Opened():
		return w.slideshow.TypedKey(event)
	case w.compare.Opened():
		return w.compare.TypedKey(event)
	}
	return w.viewer.TypedKey(event)
}

// tickViews brings what changes with time alone up to now.
func (w *Window) tickViews(now time.Time) {
	if w.viewer != nil {
		w.viewer.Tick(now)
		w.compare.Tick(now)
		w.slideshow.Tick(now)
	}
}

// viewsChanged keeps the views at their pictures when the gallery changed.
func (w *Window) viewsChanged() {
	w.viewer.Changed()
	w.slideshow.Changed()
}

// imageChanged tells the views new values of a picture.
func (w *Window) imageChanged(img library.Image) {
	w.viewer.ImageChanged(img)
	w.compare.ImageChanged(img)
	w.slideshow.ImageChanged(img)
}

// lookedAt is the picture that the view on top is about.
func (w *Window) lookedAt() (img library.Image, ok bool) {
	switch {
	case w.slideshow.Opened():
		img = w.slideshow.Shown()
	case w.compare.Opened():
		img = w.compare.Meant()
	case w.viewer.Opened():
		img = w.viewer.Shown()
	}
	return img, img.ID != 0
}

// newViewer makes the viewer.
func (w *Window) newViewer() *viewer.Viewer {
	m := w.main
	return viewer.New(viewer.Params{
		Source: m.gallery, Run: w.run, Load: m.loadPicture, Entry: w.session.Library.Entry, Thumbs: m.preview,
		Actions: viewer.Actions{
			ShowInFolder: func(i library.Image) { w.reveal(i.Path) },
			CopyPrompt:   m.copyPrompt, CopySeed: m.copySeed, CopyAll: m.copyInfotext, CopyImage: m.copyImage,
			UseSeed: m.useSeed, UseAll: m.useAll,
			Mark: m.mark, Trash: m.trash, Tag: m.tagOne, Menu: m.menuOf,
			Compare: m.compareWith, Slideshow: m.slideshowFrom,
		},
		Rescan: w.rescan,
		Canvas: w.window.Canvas, Now: w.now, SetFullScreen: w.setFullScreen,
		Opened: func() {
			w.page.Hide()
			w.placeMenu()
		},
		Closed: func(i library.Image) {
			m.gallery.Reveal(i.ID)
			w.uncover()
		},
	})
}

// newCompare makes the comparison.
func (w *Window) newCompare() *compare.Pane {
	m := w.main
	return compare.New(compare.Params{
		Source: m.gallery, Run: w.run, Load: m.loadPicture, Entry: w.session.Library.Entry, Thumbs: m.preview,
		Actions: compare.Actions{Mark: m.mark, Trash: m.trash, Tag: m.tagOne, Menu: m.menuOf},
		Rescan:  w.rescan,
		Canvas:  w.window.Canvas, Now: w.now, SetFullScreen: w.setFullScreen,
		Opened: w.cover,
		Closed: func(chosen *library.Image) {
			w.uncover()
			switch {
			case chosen == nil:
			case w.viewer.Opened():
				w.viewer.Open(m.gallery.IndexOf(chosen.ID))
			default:
				m.gallery.Reveal(chosen.ID)
			}
		},
	})
}

// newSlideshow makes the slideshow.
func (w *Window) newSlideshow() *slideshow.Pane {
	m := w.main
	return slideshow.New(slideshow.Params{
		Run: w.run, Load: m.loadPicture, Mark: m.mark, Shuffled: rand.Perm,
		Canvas: w.window.Canvas, Now: w.now, SetFullScreen: w.setFullScreen,
		Opened: func() {
			w.wasFull = w.window.FullScreen()
			w.cover()
		},
		Closed: func(last library.Image) {
			if !w.wasFull {
				w.setFullScreen(false)
			}
			w.uncover()
			if w.viewer.Opened() {
				w.viewer.Open(m.gallery.IndexOf(last.ID))
			} else if m.gallery.SelectionLen() < 2 {
				m.gallery.Reveal(last.ID) // what is selected was chosen with care
			}
		},
	})
}

// preview is a thumbnail to be shown enlarged until the picture is decoded: the
// gallery's where that is at hand, which is at once, else one of so many pixels.
func (m *mainPage) preview(img library.Image, pixels int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	edge := m.gallery.CellSize() * m.w.window.Canvas().Scale()
	now, cancel := m.thumbnail(img, picture.Pixels(edge), func(*image.RGBA, error) {})
	if now != nil {
		return now, cancel
	}
	cancel()
	return m.thumbnail(img, pixels, done)
}

func (m *mainPage) tagOne(img library.Image) { m.tag([]library.Image{img}) }

func (m *mainPage) menuOf(images []library.Image) *fyne.Menu { return m.imageMenu(pickedOf(images)) }

// compareWith compares a picture with what is selected besides, or with the
// next one.
func (m *mainPage) compareWith(img library.Image) {
	isIt := func(other library.Image) bool { return other.ID == img.ID }
	if n := m.gallery.SelectionLen(); n >= 2 && n <= compare.Most {
		if selected := m.gallery.Selection(); len(selected) == n && slices.ContainsFunc(selected, isIt) {
			m.w.compare.Open(selected)
			return
		}
	}
	i := m.gallery.IndexOf(img.ID)
	for _, n := range []int{i + 1, i - 1} {
		if other, ok := m.gallery.At(n); i >= 0 && ok {
			m.w.compare.Open([]library.Image{img, other})
			return
		}
	}
	m.say("There is no other picture to compare it with.")
}

// compareSelected compares what is selected, or in the viewer its picture.
func (m *mainPage) compareSelected() {
	switch n := m.gallery.SelectionLen(); {
	case m.w.slideshow.Opened() || m.w.compare.Opened():
	case m.w.viewer.Opened():
		m.compareWith(m.w.viewer.Shown())
	case n < 2:
		m.say("Select two to four pictures to compare them.")
	case n > compare.Most:
		m.say("No more than four pictures can be compared; " + count(n) + " are selected.")
	default:
		m.withImages(m.picked(), m.w.compare.Open)
	}
}

// startSlideshow shows what is selected, if that is more than one picture,
// else everything from the picture on that is looked at.
func (m *mainPage) startSlideshow() {
	img, ok := m.w.lookedAt()
	ids := m.gallery.SelectedIDs()
	switch {
	case m.w.slideshow.Opened():
	case ok:
		m.slideshowFrom(img)
	case len(ids) > 1 && len(ids) < m.gallery.Len():
		m.slideshowOf(ids)
	case m.gallery.Len() == 0:
		m.say("There are no pictures to show yet.")
	default:
		from := 0
		if current, ok := m.gallery.Current(); ok {
			from = max(m.gallery.IndexOf(current.ID), 0)
		}
		m.w.slideshow.Start(m.gallery, from)
	}
}

// slideshowFrom begins with a picture of the gallery.
func (m *mainPage) slideshowFrom(img library.Image) {
	m.w.slideshow.Start(m.gallery, max(m.gallery.IndexOf(img.ID), 0))
}

// slideshowOf shows pictures by their ids; there may be very many.
func (m *mainPage) slideshowOf(ids []int64) {
	var list *feed.Feed[library.Image]
	list = feed.New(feed.Params[library.Image]{
		Run:    m.w.run,
		IDs:    func(context.Context) ([]int64, error) { return ids, nil },
		Rows:   m.session.Library.ImagesByID,
		ID:     func(i library.Image) int64 { return i.ID },
		Listed: func() { m.w.slideshow.Start(list, 0) },
		Filled: func([]int64) { m.w.slideshow.Changed() },
		Failed: m.readFailed,
	})
	list.Reload()
}

// copyInfotext copies everything that a picture was made with, in the words
// that other programs read.
func (m *mainPage) copyInfotext(img library.Image) {
	m.withEntry(img, func(e library.Entry) {
		config := e.Job.Config
		if img.Generated.Seed != nil {
			config.Seed = img.Generated.Seed
		}
		m.w.copy(infotext.Format(config))
		m.say("Everything about the picture is in the clipboard as text.")
	})
}

// loadPicture is loadPicture; a file that is not there is marked at once.
func (m *mainPage) loadPicture(ctx context.Context, img library.Image) (*widgets.Pyramid, error) {
	pyramid, err := loadPicture(ctx, img)
	if errors.Is(err, fs.ErrNotExist) {
		_, checking := m.session.Engine.CheckFile(ctx, img.ID)
		err = errors.Join(err, checking)
	}
	return pyramid, err
}

// loadPicture reads and decodes a saved picture; it runs off the UI goroutine.
// It is given up between its steps when nobody wants it any more.
func loadPicture(ctx context.Context, img library.Image) (*widgets.Pyramid, error) {
	file, err := media.Open(img.Path)
	if err != nil {
		return nil, err
	}
	decoded, err := media.Decode(untilDone{ctx, file})
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return widgets.NewPyramid(decoded), nil
}

// untilDone is a file that can be read until a context ends.
type untilDone struct {
	ctx context.Context
	*os.File
}

// Read is io.Reader's.
func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.File.Read(p)
}
