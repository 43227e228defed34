package imageview

import (
	"fmt"
	"io/fs"
	"testing"

	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/app/media"
)

// The note offers a search only if the file is missing.
func TestTheNoteOffersToLookForAFile(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		name   string
		say    func(*note)
		want   string
		offers bool
	}{
		{"gone", func(n *note) { n.SayGone() }, "The file was moved or deleted.", true},
		{"no such file", func(n *note) { n.SayUnreadable(fmt.Errorf("open: %w", fs.ErrNotExist)) }, "The file was moved or deleted.", true},
		{"unreadable", func(n *note) { n.SayUnreadable(&media.UnsupportedError{Fault: media.NoPicture}) }, "This picture can’t be shown: the file is no PNG, JPEG or WebP picture.", false},
		{"marked as gone", func(n *note) { n.SayMissing(library.Image{State: library.ImageGone}) }, "The file was moved or deleted.", true},
		{"in the trash", func(n *note) { n.SayMissing(library.Image{State: library.ImageTrashed}) }, "This picture is in the trash.", false},
		{"to come", func(n *note) { n.SayMissing(library.Image{State: library.ImageDownloading}) }, "This picture is being saved.", false},
		{"with a preview", func(n *note) { n.SayMissing(library.Image{State: library.ImageKnown, ThumbnailURL: "u"}) }, "", false},
		{"failed", func(n *note) { n.SayMissing(library.Image{State: library.ImageFailed}) }, "This picture is not saved yet.", false},
		{
			"failed, and why", func(n *note) {
				n.SayMissing(library.Image{State: library.ImageFailed, Problem: &library.Problem{Message: "the disk is full."}})
			}, "This picture is not saved yet: the disk is full.", false,
		},
		{"nothing", func(n *note) { n.Say("") }, "", false},
	} {
		n := newNote(func() {})
		n.SayGone()
		c.say(n)
		if n.Words() != c.want || n.OffersRescan() != c.offers {
			t.Errorf("%s: %q, offers to look for it: %v", c.name, n.Words(), n.OffersRescan())
		}
	}
	newNote(nil).SayGone()
}
