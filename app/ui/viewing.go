package ui

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"math/rand/v2"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// attachViews makes the views over the gallery of the page that is open.
func (w *Window) attachViews() {
	m := w.main
	w.views = imageview.New(imageview.Params{
		Gallery: m.gallery.Pictures, Run: w.run, Load: m.loadPicture, Entry: w.session.Library.Entry, Images: w.session.Library.ImagesByID,
		Thumbs: m.preview, Shuffled: rand.Perm,
		Actions: imageview.Actions{
			ShowInFolder: func(i library.Image) { w.desktop.reveal(i.Path) },
			CopyPrompt:   m.images.copier.prompt, CopySeed: m.images.copier.seed, CopyAll: m.images.copier.infotext, CopyImage: m.images.copier.image,
			UseSeed: m.images.useSeed, UseAll: m.images.useAll,
			Mark: m.marker.mark, Trash: m.images.trash,
			Tag:  func(i library.Image) { m.tagger.tag(pickedOf([]library.Image{i})) },
			Menu: func(images []library.Image) *fyne.Menu { return m.images.menu(pickedOf(images)) },
		},
		Rescan: w.rescanner.begin,
		Canvas: w.window.Canvas, Now: w.now, FullScreen: w.window.FullScreen, SetFullScreen: w.screen.set,
		Covered: w.covered, Say: func(words string) { m.voice.say(words) }, Failed: m.readFailed,
	})
	w.over.Objects = []fyne.CanvasObject{w.views.Object()}
	w.over.Refresh()
}

// detachViews takes them out of the window.
func (w *Window) detachViews() {
	w.over.RemoveAll()
	w.page.Show() // they may have covered it
	w.views = nil
	w.screen.placeMenu()
}

// covered hides the page while something lies upon it, or Tab would lead to it.
func (w *Window) covered(on bool) {
	if on {
		w.page.Hide()
	} else {
		w.page.Show()
		w.main.gallery.Focus(w.window.Canvas())
	}
	w.screen.placeMenu()
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

// loadPicture reads and decodes a saved picture. A file that is not there is
// marked at once.
func (m *mainPage) loadPicture(ctx context.Context, img library.Image) (*widgets.Pyramid, error) {
	pyramid, err := imageview.Decode(ctx, img.Path)
	if errors.Is(err, fs.ErrNotExist) {
		_, checking := m.session.Engine.Files.CheckOne(ctx, img.ID)
		err = errors.Join(err, checking)
	}
	return pyramid, err
}
