package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
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
			CopyPrompt:   m.copyPrompt, CopySeed: m.copySeed, CopyAll: m.copyInfotext, UseSeed: m.useSeed, UseAll: m.useAll,
			Mark: func(images []library.Image, marking library.Marking) {
				m.do("mark the picture", func(ctx context.Context) error {
					_, err := lib.Mark(ctx, []int64{images[0].ID}, marking)
					return err
				})
			},
			Tag: func(library.Image) {},
		},
		SetFullScreen: func(bool) { w.toggleFullScreen() },
		Rescan:        w.rescan,
		Canvas:        w.window.Canvas, Now: w.now,
		// What is covered is hidden, or Tab would lead to it.
		Opened: w.page.Hide,
		Closed: func(i library.Image) {
			w.page.Show()
			m.gallery.Reveal(i.ID)
			m.gallery.Focus(w.window.Canvas())
		},
	})
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
// It is given up between its steps when nobody wants it any more.
func loadPicture(ctx context.Context, img library.Image) (*widgets.Pyramid, error) {
	file, err := os.Open(img.Path)
	if err != nil {
		return nil, err
	}
	picture, err := media.Decode(untilDone{ctx, file})
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return widgets.NewPyramid(picture), nil
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
