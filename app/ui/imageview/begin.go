package imageview

import (
	"context"
	"slices"

	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/app/ui/pagedlist"
)

// CompareSelected compares the gallery's selection or, in the viewer, its image.
func (v *Views) CompareSelected() {
	switch n := v.p.Gallery.SelectionLen(); {
	case v.Slideshow.opened || v.Compare.opened:
	case v.Viewer.opened:
		v.compareWith(v.Viewer.Shown())
	case n < 2:
		v.p.Say(message.T("imageview.compare.select"))
	case n > Most:
		v.p.Say(message.N("imageview.compare.many", n))
	default:
		v.compareIDs(v.p.Gallery.SelectedIDs())
	}
}

func (v *Views) compareIDs(ids []int64) {
	if held := v.p.Gallery.Selection(); len(held) == len(ids) {
		v.Compare.Open(held)
		return
	}
	v.p.Run(func(ctx context.Context) func() {
		images, err := v.p.Images(ctx, ids)
		return func() {
			if err != nil {
				v.p.Failed(err)
				return
			}
			v.Compare.Open(images)
		}
	})
}

// compareWith compares an image with the rest of the selection, or with the next image.
func (v *Views) compareWith(img library.Image) {
	isIt := func(other library.Image) bool { return other.ID == img.ID }
	if n := v.p.Gallery.SelectionLen(); n >= 2 && n <= Most {
		if selected := v.p.Gallery.Selection(); len(selected) == n && slices.ContainsFunc(selected, isIt) {
			v.Compare.Open(selected)
			return
		}
	}
	i := v.p.Gallery.IndexOf(img.ID)
	for _, n := range []int{i + 1, i - 1} {
		if other, ok := v.p.Gallery.At(n); i >= 0 && ok {
			v.Compare.Open([]library.Image{img, other})
			return
		}
	}
	v.p.Say(message.T("imageview.compare.alone"))
}

// StartSlideshow shows the gallery's selection if that is more than one image, otherwise everything from the present
// image on.
func (v *Views) StartSlideshow() {
	img, ok := v.Shown()
	ids := v.p.Gallery.SelectedIDs()
	switch {
	case v.Slideshow.opened:
	case ok:
		v.slideshowFrom(img)
	case len(ids) > 1 && len(ids) < v.p.Gallery.Len():
		v.SlideshowOf(ids)
	case v.p.Gallery.Len() == 0:
		v.p.Say(message.T("imageview.slideshow.empty"))
	default:
		current, _ := v.p.Gallery.Current()
		v.slideshowFrom(current)
	}
}

// slideshowFrom starts with an image of the gallery, or with the first if it is not there.
func (v *Views) slideshowFrom(img library.Image) {
	v.Slideshow.Start(v.p.Gallery, max(v.p.Gallery.IndexOf(img.ID), 0))
}

// SlideshowOf shows images by id; there may be very many.
func (v *Views) SlideshowOf(ids []int64) {
	var list *pagedlist.List[library.Image]
	list = pagedlist.New(pagedlist.Params[library.Image]{
		Run:    v.p.Run,
		IDs:    func(context.Context) ([]int64, error) { return ids, nil },
		Rows:   v.p.Images,
		ID:     func(i library.Image) int64 { return i.ID },
		Listed: func() { v.Slideshow.Start(list, 0) },
		Filled: func([]int64) { v.Slideshow.Changed() },
		Failed: v.p.Failed,
	})
	list.Reload()
}
