package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/ui/viewer"
	"lookbook/widgets"
)

// newViewer makes the viewer over the gallery of the page that is open.
func (w *Window) newViewer() *viewer.Viewer {
	m, lib := w.main, w.session.Library
	return viewer.New(viewer.Params{
		Source: m.gallery, Run: w.run, Load: m.loadPicture, Entry: lib.Entry, Thumbs: m.thumbnail,
		Actions: viewer.Actions{
			ShowInFolder: func(i library.Image) { w.reveal(i.Path) },
			CopyPrompt:   m.copyPrompt, CopySeed: m.copySeed, UseSeed: m.useSeed, UseAll: m.useAll,
		},
		Rescan: w.rescan,
		Canvas: w.window.Canvas, Now: w.now,
		// What is covered is hidden, or Tab would lead to it.
		Opened: w.page.Hide,
		Closed: func(i library.Image) {
			w.page.Show()
			m.gallery.Reveal(i.ID)
			m.gallery.Focus(w.window.Canvas())
		},
	})
}

// loadPicture is loadPicture; a file that is not there is marked at once.
func (m *mainPage) loadPicture(ctx context.Context, img library.Image) (*widgets.Pyramid, error) {
	picture, err := loadPicture(ctx, img)
	if errors.Is(err, fs.ErrNotExist) {
		_, checking := m.session.Engine.CheckFile(ctx, img.ID)
		err = errors.Join(err, checking)
	}
	return picture, err
}

// loadPicture reads and decodes a saved picture; it runs off the UI goroutine.
func loadPicture(_ context.Context, img library.Image) (*widgets.Pyramid, error) {
	file, err := os.Open(img.Path)
	if err != nil {
		return nil, err
	}
	picture, err := media.Decode(file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	return widgets.NewPyramid(picture), nil
}
