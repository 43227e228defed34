package gallery

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/widgets"
)

// selecting makes a gallery of six pictures and selects n of them.
func selecting(t *testing.T, n int) *bench {
	b := newBench(t, many(6)...)
	b.ShowAll()
	b.drain()
	b.grid.Select(b.shown()[:n]...)
	return b
}

func TestTheFootSaysWhatIsSelectedAndMovesNothing(t *testing.T) {
	b := selecting(t, 0)
	before := b.grid.Size()
	if b.foot.favourite.Visible() || !b.says("6 pictures") {
		t.Fatalf("with nothing selected: %v, %q", b.foot.favourite.Visible(), b.foot.count.Text())
	}
	b.grid.Select(b.shown()[:3]...)
	if !b.foot.favourite.Visible() || !b.says("3 selected") || b.grid.Size() != before {
		t.Fatalf("with three selected: %v, %q, %v", b.foot.favourite.Visible(), b.foot.count.Text(), b.grid.Size())
	}
	test.Tap(b.foot.tools[len(b.foot.tools)-1].object.(fyne.Tappable)) // the button with the cross
	if b.Pictures.SelectionLen() != 0 || !b.says("6 pictures") {
		t.Errorf("after the cross: %d selected, %q", b.Pictures.SelectionLen(), b.foot.count.Text())
	}
}

func TestTheFootsButtonsActOnTheSelection(t *testing.T) {
	b := selecting(t, 2)
	test.Tap(b.foot.favourite)
	b.foot.stars.OnChanged(3)
	for _, tool := range b.foot.tools[2 : len(b.foot.tools)-2] {
		test.Tap(tool.object.(fyne.Tappable))
	}
	want := []string{"favourite true", "rate 3", "tag", "export", "copy", "show", "trash"}
	if !slices.Equal(b.done, want) {
		t.Errorf("did %q, want %q", b.done, want)
	}
	b.foot.offerMore()
	if len(b.menus) != 1 || len(b.menus[0]) != 2 || b.window.Canvas().Overlays().Top() == nil {
		t.Errorf("menus %v", b.menus)
	}
}

func TestTheFootShowsTheMarksThatAllHave(t *testing.T) {
	b := selecting(t, 3)
	mark := func(i int, favourite bool, rating int) {
		img := b.images[i]
		img.Marks = library.Marks{Favourite: favourite, Rating: rating}
		b.come(img)
	}
	for i := range 3 {
		mark(i, true, 4)
	}
	if !b.foot.favourite.On() || b.foot.stars.Rating() != 4 {
		t.Errorf("all have the same: %v, %d", b.foot.favourite.On(), b.foot.stars.Rating())
	}
	mark(1, false, 2)
	if b.foot.favourite.On() || b.foot.stars.Rating() != 0 {
		t.Errorf("one differs: %v, %d", b.foot.favourite.On(), b.foot.stars.Rating())
	}
	if s := b.states()[0]; !s.Favourite || s.Rating != 4 {
		t.Errorf("the cell shows %+v", s)
	}
}

func TestKeysMarkAndTrash(t *testing.T) {
	b := selecting(t, 0)
	for _, r := range "3." {
		b.grid.TypedRune(r)
	}
	b.press(fyne.KeyDelete)
	if len(b.done) != 0 {
		t.Fatalf("with nothing selected: %q", b.done)
	}
	b.press(fyne.KeyRight)
	for _, r := range "305.!Pxu6" {
		b.grid.TypedRune(r)
	}
	b.press(fyne.KeyDelete)
	if want := []string{"rate 3", "rate 0", "rate 5", "favourite true", "reject", "picked", "rejected", "neither", "trash"}; !slices.Equal(b.done, want) {
		t.Errorf("did %q, want %q", b.done, want)
	}
}

func TestNarrowFeetKeepWhatMattersMost(t *testing.T) {
	b := selecting(t, 2)
	for _, c := range []struct {
		width  float32
		shown  int // tools
		slider bool
	}{{640, 9, true}, {480, 9, false}, {330, 8, false}, {240, 5, false}} {
		b.window.Resize(fyne.NewSize(c.width, benchHeight))
		shown := 0
		right := float32(0)
		for _, tool := range b.foot.tools {
			if o := tool.object; o.Visible() {
				shown++
				if o.Position().X < right {
					t.Errorf("%g wide: parts overlap", c.width)
				}
				right = o.Position().X + o.Size().Width
			}
		}
		if right > c.width {
			t.Errorf("%g wide: the parts end at %g", c.width, right)
		}
		if shown != c.shown || b.foot.track.Visible() != c.slider {
			t.Errorf("%g wide: %d tools, slider %v", c.width, shown, b.foot.track.Visible())
		}
		for _, i := range []int{7, 8} { // the menu with all tools, and the cross
			if !b.foot.tools[i].object.Visible() {
				t.Errorf("%g wide: %q is missing", c.width, b.foot.tools[i].object.(*widgets.IconButton).Tip())
			}
		}
	}
}

func TestTheOneThatTookTheSelectedOnesPlaceIsSelected(t *testing.T) {
	b := selecting(t, 0)
	b.press(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	third, fourth := b.shown()[2], b.shown()[3]
	gone := b.images[2]
	gone.State = library.ImageTrashed
	b.come(gone)
	if got := b.Pictures.SelectedIDs(); !slices.Equal(got, []int64{fourth}) {
		t.Fatalf("selected %v, want %d", got, fourth)
	}
	back := gone
	back.State = library.ImageSaved
	b.Pictures.SelectWhenListed([]int64{third})
	b.come(back)
	if got := b.Pictures.SelectedIDs(); !slices.Equal(got, []int64{third}) || b.Pictures.Len() != 6 {
		t.Fatalf("back: selected %v of %d, want %d", got, b.Pictures.Len(), third)
	}
	b.Pictures.SelectWhenListed([]int64{fourth})
	if got := b.Pictures.SelectedIDs(); !slices.Equal(got, []int64{fourth}) {
		t.Fatalf("one that is there: %v", got)
	}
}

func TestTheTrashOfAJobIsNotWaitedFor(t *testing.T) {
	b := newBench(t, many(4)...)
	e := job(1, 4)
	e.Job.State, e.Images = "success", library.Counts{Known: 4, Saved: 4}
	b.ShowEntry(e)
	b.drain()
	gone := b.images[len(b.images)-1]
	gone.State = library.ImageTrashed
	b.come(gone)
	e.Images = library.Counts{Known: 3, Saved: 3, Trashed: 1}
	b.EntryChanged(e)
	if b.Pictures.scope.Len() != 3 {
		t.Errorf("%d cells for three pictures", b.Pictures.scope.Len())
	}
}
