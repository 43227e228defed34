package ui

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
	"lookbook/app/ui/feed"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// attachViews makes the views over the gallery of the page that is open.
func (w *Window) attachViews() {
	m := w.main
	w.views = imageview.New(imageview.Params{
		Source: m.gallery, Run: w.run, Load: m.loadPicture, Entry: w.session.Library.Entry, Thumbs: m.preview, Shuffled: rand.Perm,
		Actions: imageview.Actions{
			ShowInFolder: func(i library.Image) { w.reveal(i.Path) },
			CopyPrompt:   m.copyPrompt, CopySeed: m.copySeed, CopyAll: m.copyInfotext, CopyImage: m.copyImage,
			UseSeed: m.useSeed, UseAll: m.useAll,
			Mark: m.mark, Trash: m.trash,
			Tag:     func(i library.Image) { m.tagPicked(pickedOf([]library.Image{i})) },
			Menu:    func(images []library.Image) *fyne.Menu { return m.imageMenu(pickedOf(images)) },
			Compare: m.compareWith, Slideshow: m.slideshowFrom,
		},
		Rescan: w.rescan,
		Canvas: w.window.Canvas, Now: w.now, FullScreen: w.window.FullScreen, SetFullScreen: w.setFullScreen,
		Covered: w.covered,
		Reveal: func(i library.Image, keepSelection bool) {
			if !keepSelection || m.gallery.SelectionLen() < 2 {
				m.gallery.Reveal(i.ID)
			}
		},
	})
	w.over.Objects = []fyne.CanvasObject{w.views.Object()}
	w.over.Refresh()
}

// detachViews takes them out of the window.
func (w *Window) detachViews() {
	w.over.RemoveAll()
	w.page.Show() // they may have covered it
	w.views = nil
	w.placeMenu()
}

// covered hides the page while something lies upon it, or Tab would lead to it.
func (w *Window) covered(on bool) {
	if on {
		w.page.Hide()
	} else {
		w.page.Show()
		w.main.gallery.Focus(w.window.Canvas())
	}
	w.placeMenu()
	w.toasts.Refresh() // what is being said finds its new place
}

// looking reports whether the page is covered.
func (w *Window) looking() bool { return w.views != nil && w.views.Opened() }

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

// compareWith compares a picture with what is selected besides, or with the
// next one.
func (m *mainPage) compareWith(img library.Image) {
	isIt := func(other library.Image) bool { return other.ID == img.ID }
	if n := m.gallery.SelectionLen(); n >= 2 && n <= imageview.Most {
		if selected := m.gallery.Selection(); len(selected) == n && slices.ContainsFunc(selected, isIt) {
			m.w.views.Compare.Open(selected)
			return
		}
	}
	i := m.gallery.IndexOf(img.ID)
	for _, n := range []int{i + 1, i - 1} {
		if other, ok := m.gallery.At(n); i >= 0 && ok {
			m.w.views.Compare.Open([]library.Image{img, other})
			return
		}
	}
	m.say("There is no other picture to compare it with.")
}

// compareSelected compares what is selected, or in the viewer its picture.
func (m *mainPage) compareSelected() {
	switch n := m.gallery.SelectionLen(); {
	case m.w.views.Slideshow.Opened() || m.w.views.Compare.Opened():
	case m.w.views.Viewer.Opened():
		m.compareWith(m.w.views.Viewer.Shown())
	case n < 2:
		m.say("Select two to four pictures to compare them.")
	case n > imageview.Most:
		m.say("No more than four pictures can be compared; " + count(n) + " are selected.")
	default:
		m.withImages(m.picked(), m.w.views.Compare.Open)
	}
}

// startSlideshow shows what is selected, if that is more than one picture,
// else everything from the picture on that is looked at.
func (m *mainPage) startSlideshow() {
	img, ok := m.w.views.Shown()
	ids := m.gallery.SelectedIDs()
	switch {
	case m.w.views.Slideshow.Opened():
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
		m.w.views.Slideshow.Start(m.gallery, from)
	}
}

// slideshowFrom begins with a picture of the gallery.
func (m *mainPage) slideshowFrom(img library.Image) {
	m.w.views.Slideshow.Start(m.gallery, max(m.gallery.IndexOf(img.ID), 0))
}

// slideshowOf shows pictures by their ids; there may be very many.
func (m *mainPage) slideshowOf(ids []int64) {
	var list *feed.Feed[library.Image]
	list = feed.New(feed.Params[library.Image]{
		Run:    m.w.run,
		IDs:    func(context.Context) ([]int64, error) { return ids, nil },
		Rows:   m.session.Library.ImagesByID,
		ID:     func(i library.Image) int64 { return i.ID },
		Listed: func() { m.w.views.Slideshow.Start(list, 0) },
		Filled: func([]int64) { m.w.views.Slideshow.Changed() },
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
