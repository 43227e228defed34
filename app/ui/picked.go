package ui

import (
	"lookbook/app/library"
	"lookbook/app/ui/message"
)

// picked are the pictures that keys and menus act on.
type picked struct {
	ids []int64
	// held are those of them that are at hand: all, but of a selection of
	// very many.
	held []library.Image
}

// picked is the picture that is looked at, or what is selected in the gallery.
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

// with does something with what is picked, or says that nothing is.
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
