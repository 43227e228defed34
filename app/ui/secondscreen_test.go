package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// second is the canvas of the second window.
func (b *bench) second() fyne.Canvas {
	b.world.t.Helper()
	if b.main.second.window == nil {
		b.world.t.Fatal("there is no second window")
	}
	return b.main.second.window.Canvas()
}

// The second window shows the current picture of the first, whatever changes it, and marks it.
func TestTheSecondWindowFollows(t *testing.T) {
	b := withPictures(t, 3)
	shows := func(what string, i int) {
		t.Helper()
		b.until(what, func() bool { return b.main.second.follower.Shown().ID == mustAt(t, b, i).ID })
	}
	b.main.gallery.Pictures.Reveal(mustAt(t, b, 1).ID)
	b.choose("Picture in a second window")
	shows("the picture with the cursor", 1)
	if b.Window.window.Canvas() == b.second() {
		t.Fatal("it is the same window")
	}
	b.main.gallery.Pictures.Step(1)
	shows("the next one", 2)
	b.main.views.Viewer.Open(0)
	shows("the viewed one", 0)
	b.keys(fyne.KeyRight)
	shows("the next viewed one", 1)
	b.main.views.Close()

	b.main.gallery.Pictures.Reveal(mustAt(t, b, 2).ID)
	shows("the gallery's again", 2)
	b.second().Focused().TypedRune('4')
	b.until("its mark in the gallery", func() bool { return b.marks(2).Rating == 4 && b.marks(1).Rating == 0 })
	b.until("its mark there", func() bool { return b.main.second.follower.Shown().Marks.Rating == 4 })
	b.choose("Undo")
	b.until("no mark", func() bool { return b.marks(2).Rating == 0 && b.main.second.follower.Shown().Marks.Rating == 0 })
	b.second().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	shows("a step back", 1)
	if img, ok := b.main.gallery.Pictures.Current(); !ok || img.ID != mustAt(t, b, 1).ID {
		t.Error("the gallery did not go along")
	}
	b.second().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.main.second.window != nil {
		t.Error("Escape doesn't close it")
	}
	b.main.gallery.Pictures.Step(1) // without it
	b.choose("Picture in a second window")
	shows("the picture with the cursor when it is opened again", 2)
	b.choose("Picture in a second window")
	if b.main.second.window != nil {
		t.Error("the key that opens it doesn't close it")
	}
}

// It belongs to the first window, and ends with it.
func TestTheSecondWindowClosesWithTheFirst(t *testing.T) {
	b := withPictures(t, 2)
	b.choose("Picture in a second window")
	second := b.main.second
	b.second()
	b.choose("Close window")
	b.until("the end", func() bool { return b.quits == 1 })
	if second.window != nil {
		t.Error("the second window stays")
	}
}

// A picture that is gone leaves no other one in its place unseen.
func TestTheSecondWindowOfATrashedPicture(t *testing.T) {
	b := withPictures(t, 2)
	t.Setenv("XDG_DATA_HOME", b.world.paths.Data)
	b.main.gallery.Pictures.Reveal(mustAt(t, b, 0).ID)
	b.choose("Picture in a second window")
	gone := mustAt(t, b, 0)
	b.until("the picture", func() bool { return b.main.second.follower.Shown().ID == gone.ID })
	b.main.gallery.Focus(b.Window.window.Canvas())
	b.keys(fyne.KeyDelete)
	b.until("the other picture", func() bool {
		return b.main.gallery.Pictures.Len() == 1 && b.main.second.follower.Shown().ID != gone.ID
	})
}
