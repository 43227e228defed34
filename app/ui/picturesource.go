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

// pictureSource gives the panes and the views what they paint.
type pictureSource struct {
	engine   *engine.Engine
	dispatch func(func())
	gallery  func() *gallery.Pane
	canvas   fyne.Canvas
	log      *slog.Logger
}

var _ picture.Source = (*pictureSource)(nil).thumbnail

// thumbnail is for the UI goroutine, and calls done there.
func (s *pictureSource) thumbnail(img library.Image, pixels int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	return s.engine.Thumbs.Get(thumbs.Request{Image: img, Pixels: pixels},
		func(picture *image.RGBA, err error) {
			s.dispatch(func() { done(picture, err) })
		})
}

// preview is a thumbnail to be shown enlarged until the picture is decoded: the
// gallery's where that is at hand, which is at once, else one of so many pixels.
func (s *pictureSource) preview(img library.Image, pixels int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	edge := s.gallery().CellSize() * s.canvas.Scale()
	now, cancel := s.thumbnail(img, picture.Pixels(edge), func(*image.RGBA, error) {})
	if now != nil {
		return now, cancel
	}
	cancel()
	return s.thumbnail(img, pixels, done)
}

// load reads and decodes a saved picture, off the UI goroutine. A file that is
// not there is marked at once.
func (s *pictureSource) load(ctx context.Context, img library.Image) (*widgets.Pyramid, error) {
	pyramid, err := imageview.Decode(ctx, img.Path)
	if errors.Is(err, fs.ErrNotExist) {
		_, checking := s.engine.Files.CheckOne(ctx, img.ID)
		err = errors.Join(err, checking)
	}
	return pyramid, err
}

// painted notes when a saved picture came on screen: the last step of the way
// from the prompt.
func (s *pictureSource) painted(img library.Image) {
	s.log.Debug("thumbnail painted", "image", img.ID, "job", img.JobID, "saved", img.State == library.ImageSaved)
}
