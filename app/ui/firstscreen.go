package ui

import (
	"cmp"
	"context"
	"image"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/library/index"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/thumbs"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/picture"
)

const (
	// firstThumbs is how many pictures the first screen has, about.
	firstThumbs = 24
	// firstWait is how long the page waits for their thumbnails, which come within some hundredths of a second if they
	// were made before.
	firstWait = 100 * time.Millisecond
)

// readFirst reads the beginning of the gallery and its thumbnails into memory, while the toolkit makes the window: each
// frame without them would paint the whole window in vain. It runs off the UI goroutine. What can't be read is left to
// the gallery, which says so.
func readFirst(ctx context.Context, s *session.Session, v settings.Values, clock clockwork.Clock) gallery.First {
	if cmp.Or(index.By(v.Order), index.Newest) != index.Newest {
		return gallery.First{}
	}
	first, err := gallery.ReadFirst(ctx, s.Library, gallery.Sections(v.Sections), clock.Now)
	if err != nil {
		return gallery.First{}
	}
	images := first.Images[:min(len(first.Images), firstThumbs)]
	made := make(chan struct{}, len(images))
	for _, img := range images {
		request := thumbs.Request{Image: img, Pixels: picture.Pixels(float32(v.ThumbnailSize))}
		if now, _ := s.Engine.Thumbs.Get(request, func(*image.RGBA, error) { made <- struct{}{} }); now != nil {
			made <- struct{}{}
		}
	}
	late := clock.NewTimer(firstWait)
	defer late.Stop()
	for range images {
		select {
		case <-made:
		case <-late.Chan():
			return first
		case <-ctx.Done():
			return first
		}
	}
	return first
}
