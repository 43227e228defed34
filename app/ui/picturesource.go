package ui

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"log/slog"

	"fyne.io/fyne/v2"

	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/thumbs"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// pictureSource provides pictures for the panes and the views.
type pictureSource struct {
	engine   *engine.Engine
	dispatch func(func())
	gallery  func() *gallery.Pane
	canvas   fyne.Canvas
	log      *slog.Logger
}

var _ picture.Source = (*pictureSource)(nil).thumbnail

// thumbnail is called on the UI goroutine and calls done there.
func (s *pictureSource) thumbnail(img library.Image, pixels int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	return s.engine.Thumbs.Get(thumbs.Request{Image: img, Pixels: pixels},
		func(picture *image.RGBA, err error) {
			s.dispatch(func() { done(picture, err) })
		})
}

// preview provides a thumbnail to show enlarged until the picture is decoded: the gallery's, at
// once, if it is loaded, otherwise one of this many pixels.
func (s *pictureSource) preview(img library.Image, pixels int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	edge := s.gallery().Cells.Size() * s.canvas.Scale()
	now, cancel := s.thumbnail(img, picture.Pixels(edge), func(*image.RGBA, error) {})
	if now != nil {
		return now, cancel
	}
	cancel()
	return s.thumbnail(img, pixels, done)
}

// load reads and decodes a saved picture, off the UI goroutine. A picture
// without its file is marked at once.
func (s *pictureSource) load(ctx context.Context, img library.Image) (*widgets.Pyramid, error) {
	pyramid, err := imageview.Decode(ctx, img.Path)
	if errors.Is(err, fs.ErrNotExist) {
		_, checking := s.engine.Files.CheckOne(ctx, img.ID)
		err = errors.Join(err, checking)
	}
	return pyramid, err
}

// painted records that a saved picture is on screen, the last step after its
// prompt.
func (s *pictureSource) painted(img library.Image) {
	s.log.Debug("thumbnail painted", "image", img.ID, "job", img.JobID, "saved", img.State == library.ImageSaved)
}
