package viewer

import (
	"context"
	"errors"
	"image"
	"io/fs"

	"lookbook/app/library"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
)

// preview shows the thumbnail, enlarged, while the picture is being decoded.
func (v *Viewer) preview(img library.Image) {
	v.image.SetPicture(nil)
	turn := v.turn
	show := func(small *image.RGBA, err error) {
		if turn != v.turn || err != nil || small == nil || v.ready[img.ID] != nil {
			return
		}
		v.image.SetPreview(small, max(img.Width, small.Rect.Dx()), max(img.Height, small.Rect.Dy()))
	}
	if now, _ := v.p.Thumbs(img, previewPixels, show); now != nil {
		show(now, nil)
	}
}

// load decodes a picture unless that was done or is under way.
func (v *Viewer) load(img library.Image) {
	if v.asked[img.ID] {
		return
	}
	if img.State != library.ImageSaved {
		v.sayMissing(img)
		return
	}
	v.asked[img.ID] = true
	v.p.Run(func(ctx context.Context) func() {
		pyramid, err := v.p.Load(ctx, img)
		return func() { v.loaded(img, pyramid, err) }
	})
}

func (v *Viewer) loaded(img library.Image, pyramid *widgets.Pyramid, err error) {
	if !v.opened || !v.asked[img.ID] {
		return
	}
	if err != nil {
		delete(v.asked, img.ID)
		if img.ID == v.shown.ID {
			v.sayUnreadable(err)
		}
		return
	}
	v.ready[img.ID] = pyramid
	if img.ID == v.shown.ID {
		v.note.say("")
		v.image.SetPicture(pyramid)
	}
}

// sayUnreadable says why a saved picture is not shown.
func (v *Viewer) sayUnreadable(err error) {
	if errors.Is(err, fs.ErrNotExist) {
		v.note.sayGone()
		return
	}
	v.note.say("This picture can’t be shown: " + err.Error())
}

// sayMissing says why the picture is not here in full.
func (v *Viewer) sayMissing(img library.Image) {
	if img.ID != v.shown.ID {
		return
	}
	switch img.State {
	case library.ImageGone:
		v.note.sayGone()
	case library.ImageFailed:
		words := "This picture is not saved yet"
		if why := picture.Why(img.Problem); why != "" {
			words += ": " + why
		}
		v.note.say(words + ".")
	default:
		v.note.say("")
		if img.ThumbnailURL == "" {
			v.note.say("This picture is being saved.")
		}
	}
}

// forgetFar lets go of decoded pictures that are not next to the one shown.
func (v *Viewer) forgetFar() {
	near := map[int64]bool{}
	for n := v.index - 1; n <= v.index+1; n++ {
		if img, ok := v.p.Source.At(n); ok {
			near[img.ID] = true
		}
	}
	for id := range v.asked {
		if !near[id] {
			delete(v.asked, id)
			delete(v.ready, id)
		}
	}
}

func (v *Viewer) askEntry(img library.Image) {
	turn := v.turn
	v.p.Run(func(ctx context.Context) func() {
		entry, err := v.p.Entry(ctx, img.EntryID)
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
