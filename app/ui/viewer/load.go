package viewer

import (
	"context"
	"image"
	"slices"

	"lookbook/app/library"
)

// show shows picture i as soon as it is here; beyond the ends there is none.
func (v *Viewer) show(i int) {
	if i < 0 || i >= v.p.Source.Len() {
		return
	}
	img, ok := v.p.Source.At(i)
	if !ok {
		v.wanted = i // the source has been asked and tells by Changed
		return
	}
	v.turn++
	v.index, v.shown, v.wanted = i, img, -1
	v.stopPreviews(1)
	v.note.Say("")
	v.plate.Hide()
	v.plate.Set(img.Marks.Favourite, img.Marks.Rating)
	v.cache.Retry(img)
	v.prepare()
	if v.onScreen != img.ID {
		v.preview(img)
	}
	if img.State != library.ImageSaved {
		v.note.SayMissing(img)
	}
	v.sayPlace()
	v.fillSide()
}

// prepare has the picture shown decoded, and those that may be next: two in
// the direction of travel and one behind. It draws the picture if it is here.
func (v *Viewer) prepare() {
	want := []library.Image{v.shown}
	for _, n := range []int{v.index + v.travel, v.index - v.travel, v.index + 2*v.travel} {
		if near, ok := v.p.Source.At(n); ok && near.ID != v.shown.ID {
			want = append(want, near)
		}
	}
	v.cache.Want(want...)
	v.draw()
}

// draw puts the decoded picture on the screen, unless it is there.
func (v *Viewer) draw() {
	if p := v.cache.Picture(v.shown); p != nil && (v.onScreen != v.shown.ID || !v.decoded) {
		v.image.SetPicture(p)
		v.onScreen, v.decoded, v.drawn = v.shown.ID, true, v.turn
		v.stopPreviews(0)
	}
}

// clear leaves the window's colour.
func (v *Viewer) clear() {
	v.image.Clear()
	v.onScreen, v.decoded, v.drawn = 0, false, v.turn
}

// pending is a thumbnail that was asked for.
type pending struct {
	turn   int
	cancel func()
}

// preview shows the thumbnail, enlarged, while the picture is being decoded.
// Until it has come, in a moment, the picture before stays: a flash of nothing
// between two pictures hurts the eyes.
func (v *Viewer) preview(img library.Image) {
	turn := v.turn
	show := func(small *image.RGBA, err error) {
		v.previews = slices.DeleteFunc(v.previews, func(p pending) bool { return p.turn == turn })
		switch {
		case !v.opened || turn <= v.drawn:
		case err == nil && small != nil:
			// Of a picture that was passed by meanwhile too: while a key is
			// held down one sees where one is.
			v.image.SetPreview(small, max(img.Width, small.Rect.Dx()), max(img.Height, small.Rect.Dy()))
			v.onScreen, v.decoded, v.drawn = img.ID, false, turn
		case turn == v.turn && img.State != library.ImageSaved:
			v.clear()
		}
	}
	if !hasPreview(img) {
		v.clear()
		return
	}
	now, cancel := v.p.Thumbs(img, previewPixels, show)
	if now != nil {
		show(now, nil)
		return
	}
	v.previews = append(v.previews, pending{turn, cancel})
}

// hasPreview reports whether there is anything to make a thumbnail from, or one
// may be left from when there was.
func hasPreview(img library.Image) bool {
	switch img.State {
	case library.ImageKnown, library.ImageDownloading, library.ImageFailed:
		return img.ThumbnailURL != ""
	}
	return true
}

// stopPreviews gives up the thumbnails that were asked for, but for the first
// so many.
func (v *Viewer) stopPreviews(but int) {
	if len(v.previews) <= but {
		return
	}
	for _, p := range v.previews[but:] {
		p.cancel()
	}
	v.previews = v.previews[:but]
}

// loaded is told of a picture that was decoded, or could not be.
func (v *Viewer) loaded(img library.Image, err error) {
	if !v.opened || img.ID != v.shown.ID {
		return
	}
	if err != nil {
		if v.onScreen != img.ID {
			v.clear()
		}
		v.note.SayUnreadable(err)
		return
	}
	v.note.Say("")
	v.draw()
}

// fillSide tells about the picture beside it. The parameters of another job
// are read first; until they have come, a moment later, what is shown stays,
// so that nothing flickers. What nobody sees is not filled.
func (v *Viewer) fillSide() {
	if v.side.Hidden || v.shown.ID == 0 {
		return
	}
	v.side.image(v.shown)
	if v.side.knows(v.shown.EntryID) {
		return
	}
	turn, id := v.turn, v.shown.EntryID
	v.p.Run(func(ctx context.Context) func() {
		entry, err := v.p.Entry(ctx, id)
		return func() {
			switch {
			case turn != v.turn:
			case err != nil:
				v.side.entry(nil)
			default:
				v.side.entry(&entry)
			}
		}
	})
}
