package ui

import (
	"lookbook/app/library"
	"lookbook/app/ui/message"
)

// picked are the pictures that keys and menus act on.
type picked struct {
	ids []int64
	// held are those that are loaded: all, except in a very large selection.
	held []library.Image
}

// picked returns the picture that is being viewed, or the gallery's selection.
func (a *imageActions) picked() picked {
	if img, ok := a.views().Shown(); ok {
		return pickedOf([]library.Image{img})
	}
	return picked{ids: a.gallery().Pictures.SelectedIDs(), held: a.gallery().Pictures.Selection()}
}

func pickedOf(images []library.Image) picked {
	ids := make([]int64, len(images))
	for i, img := range images {
		ids[i] = img.ID
	}
	return picked{ids: ids, held: images}
}

// with returns a function that calls do with the picked pictures, or says that
// there are none.
func (a *imageActions) with(do func(p picked)) func() {
	return func() {
		p := a.picked()
		if len(p.ids) == 0 {
			a.toaster.show(message.T("picture.select"))
			return
		}
		do(p)
	}
}
