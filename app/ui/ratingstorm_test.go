package ui

import (
	"math/rand/v2"
	"strings"
	"testing"

	"lookbook/app/library"
)

// A key that is held down marks once, and one undo takes it back. Of any keys in any haste the last
// ones count, in the gallery and in the library.
func TestARatingStormInTheGallery(t *testing.T) {
	_, b := picturesSelected(t)
	stored := func() (all []library.Marks) {
		images, err := b.session.Library.ImagesByID(t.Context(), b.main.gallery.Pictures.SelectedIDs())
		if err != nil {
			t.Fatal(err)
		}
		for _, img := range images {
			all = append(all, img.Marks)
		}
		return all
	}
	are := func(rating int, favourite bool) func() bool {
		return func() bool {
			is := func(m library.Marks) bool { return m.Rating == rating && m.Favourite == favourite }
			for _, m := range stored() {
				if !is(m) {
					return false
				}
			}
			return b.all(is)
		}
	}
	b.runes(strings.Repeat("3", 500))
	b.until("three stars", are(3, false))
	b.choose("Undo")
	b.until("no stars", are(0, false))

	random := rand.New(rand.NewPCG(15, 1))
	const keys = "012345pxu.!"
	for range 300 {
		b.runes(string(keys[random.IntN(len(keys))]))
	}
	b.runes("u2p4")
	b.until("what the last keys said", are(4, true))
	b.choose("Undo")
	b.until("the one before", are(2, true))
	b.choose("Redo")
	b.until("the last again", are(4, true))
}
