package viewer

import (
	"context"
	"image"

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
	v.stopPreview()
	v.note.Say("")
	v.plate.Hide()
	v.plate.Set(img.Marks.Favourite, img.Marks.Rating)
	v.shelf.Retry(img)
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
	v.shelf.Want(want...)
	v.draw()
}

// draw puts the decoded picture on the screen, unless it is there.
func (v *Viewer) draw() {
	if p := v.shelf.Picture(v.shown); p != nil && (v.onScreen != v.shown.ID || !v.decoded) {
		v.image.SetPicture(p)
		v.onScreen, v.decoded = v.shown.ID, true
		v.stopPreview()
	}
}

// clear leaves the window's colour.
func (v *Viewer) clear() {
	v.image.Clear()
	v.onScreen, v.decoded = 0, false
}

// preview shows the thumbnail, enlarged, while the picture is being decoded.
// Until it has come, in a moment, the picture before stays: a flash of nothing
// between two pictures hurts the eyes.
func (v *Viewer) preview(img library.Image) {
	turn := v.turn
	show := func(small *image.RGBA, err error) {
		if turn != v.turn || v.shelf.Picture(img) != nil {
			return
		}
		v.endPreview = nil
		if err != nil || small == nil {
			if img.State != library.ImageSaved {
				v.clear()
			}
			return
		}
		v.image.SetPreview(small, max(img.Width, small.Rect.Dx()), max(img.Height, small.Rect.Dy()))
		v.onScreen, v.decoded = img.ID, false
	}
	if img.State != library.ImageSaved && img.State != library.ImageGone && img.ThumbnailURL == "" {
		v.clear() // there is nothing to make one from
		return
	}
	now, cancel := v.p.Thumbs(img, previewPixels, show)
	if now != nil {
		show(now, nil)
		return
	}
	v.endPreview = cancel
}

func (v *Viewer) stopPreview() {
	if v.endPreview != nil {
		v.endPreview()
		v.endPreview = nil
	}
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
