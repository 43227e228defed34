package gallery

import (
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/library"
	"lookbook/app/library/index"
)

// byRating lists the images that a filter finds, best rated first.
func (b *bench) byRating(filter library.ImageFilter) (l library.Listing) {
	for rating := 5; rating >= 0; rating-- {
		first := len(l.IDs)
		for _, img := range b.images {
			if img.Marks.Rating == rating && found(img, filter) {
				l.IDs = append(l.IDs, img.ID)
			}
		}
		if len(l.IDs) > first {
			l.Runs = append(l.Runs, library.Run{First: first, Value: strconv.Itoa(rating)})
		}
	}
	return l
}

func TestTheNextIsSelectedAfterAMark(t *testing.T) {
	b := selecting(t, 1)
	for _, r := range "Pp3" {
		b.grid.TypedRune(r)
	}
	if b.Pictures.SelectedIDs()[0] != b.images[1].ID {
		t.Fatalf("selected %v", b.Pictures.SelectedIDs())
	}
	b.advance.KeyDown(&fyne.KeyEvent{Name: desktop.KeyCapsLock})
	key := &fyne.KeyEvent{Name: fyne.KeyX}
	b.grid.KeyDown(key)
	for range 20 { // a key that is held down
		b.grid.TypedKey(key)
		b.grid.TypedRune('X')
	}
	b.grid.KeyUp(key)
	if want := []string{"picked", "picked", "rate 3", "rejected"}; !slices.Equal(b.done, want) {
		t.Errorf("did %q", b.done)
	}
	if b.Pictures.SelectedIDs()[0] != b.images[2].ID {
		t.Errorf("selected %v", b.Pictures.SelectedIDs())
	}
}

func TestAnOrderIsShownAndTold(t *testing.T) {
	b := newBench(t, many(6)...)
	b.images[2].Marks.Rating, b.images[4].Marks.Rating = 4, 4
	b.ShowAll()
	b.drain()
	b.Arrangement.SetOrder(index.ByRating)
	b.drain()
	if got := b.shown(); !slices.Equal(got[:2], []int64{b.images[2].ID, b.images[4].ID}) || len(got) != 6 {
		t.Errorf("shows %v", got)
	}
	if got := titles(b.Pictures.scope.Sections()); !slices.Equal(got, []string{"★★★★", "Unrated"}) {
		t.Errorf("sections %q", got)
	}
	b.Arrangement.SetOrder(index.Shuffled)
	b.drain()
	if last := b.orders[len(b.orders)-1]; last.By != index.Shuffled || last.Seed != 7 {
		t.Errorf("asked for %+v", last)
	}
	if got := b.Pictures.scope.Sections(); got != nil {
		t.Errorf("sections of shuffled pictures: %v", got)
	}
	b.ShowEntry(library.Entry{ID: b.images[0].EntryID}) // a job has an order of its own
	b.drain()
	if b.Arrangement.Order() != index.Newest {
		t.Errorf("a job is in the order %q", b.Arrangement.Order())
	}
	b.Arrangement.SetOrder(index.ByRating)
	b.drain()
	b.ShowAll()
	b.drain()
	if b.Arrangement.Order() != index.Shuffled {
		t.Errorf("all are in the order %q", b.Arrangement.Order())
	}
	if want := []string{"rating/", "shuffled/", "shuffled/rating"}; !slices.Equal(b.ordered, want) {
		t.Errorf("told %q", b.ordered)
	}
}

func TestSectionsFold(t *testing.T) {
	b := newBench(t, many(6)...)
	b.images[2].Marks.Rating, b.images[4].Marks.Rating = 4, 4
	b.ShowAll()
	b.drain()
	b.Arrangement.SetOrder(index.ByRating)
	b.drain()
	b.press(fyne.KeyHome)
	fold := func(key fyne.KeyName, mod fyne.KeyModifier) {
		b.grid.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | mod})
		b.drain()
	}
	fold(fyne.KeyLeft, 0)
	if got := b.Pictures.Len(); got != 4 || b.foot.words != "6 pictures" {
		t.Errorf("with a folded section %d of %q are shown", got, b.foot.words)
	}
	b.come(b.images[3]) // a listing doesn't unfold it
	b.drain()
	if s := b.Pictures.scope.Sections(); !s[0].Folded || s[1].Folded || s[1].First != 0 {
		t.Errorf("%+v", s)
	}
	fold(fyne.KeyLeft, fyne.KeyModifierShift)
	if b.Pictures.Len() != 0 || b.status.empty.Visible() {
		t.Errorf("all are folded: %d shown, nothing said %v", b.Pictures.Len(), b.status.empty.Visible())
	}
	b.press(fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageDown) // nowhere to go
	b.Folding.toggle(1)
	b.drain()
	if got := b.Pictures.Len(); got != 4 {
		t.Errorf("with one unfolded %d are shown", got)
	}
	fold(fyne.KeyRight, 0)
	if got := b.Pictures.Len(); got != 6 {
		t.Errorf("unfolded, %d are shown", got)
	}
}
