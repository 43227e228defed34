package imageview

import (
	"context"
	"fmt"
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/search"
)

// reviewBench is a review of pictures in memory.
type reviewBench struct {
	*Review
	*bench
	closed []int64
	trash  [][]int64
}

func newReviewBench(t testing.TB, n int) *reviewBench {
	t.Helper()
	b := &reviewBench{bench: newBench(t, func(img library.Image) image.Point { return image.Pt(int(img.ID), 10) }, pictures(n)...)}
	b.bench.p.Images = func(_ context.Context, ids []int64) (found []library.Image, _ error) {
		for _, id := range ids {
			if i := b.IndexOf(id); i >= 0 {
				img := b.images[i]
				img.Marks = library.Marks{} // they are stored later
				found = append(found, img)
			}
		}
		return found, nil
	}
	b.bench.p.Decide = func(review, id int64, decided bool) {
		b.acts = append(b.acts, fmt.Sprintf("decide %d %d %v", review, id, decided))
	}
	b.bench.p.Actions.Undo = func() { b.acts = append(b.acts, "undo") }
	b.bench.p.Actions.Mark = func(images []library.Image, m library.Marking) { // the library
		i := b.IndexOf(images[0].ID)
		b.images[i].Marks = m.After(b.images[i].Marks)
		b.acts = append(b.acts, fmt.Sprintf("%s %d", markWords(m), images[0].ID))
	}
	b.bench.p.Actions.Trash = func(images []library.Image) {
		var ids []int64
		for _, img := range images {
			ids = append(ids, img.ID)
		}
		b.trash = append(b.trash, ids)
	}
	b.Review = newReview(&b.bench.p, b.bench.wasOpened, func(img library.Image) { b.closed = append(b.closed, img.ID) })
	b.bench.show(&b.view, 900, 600)
	return b
}

func (b *reviewBench) open(decided ...int64) {
	r := library.Review{ID: 7}
	for _, img := range b.images {
		r.Images = append(r.Images, library.Reviewed{ID: img.ID, Decided: slices.Contains(decided, img.ID)})
	}
	b.Open(r)
	b.drain()
}

func (b *reviewBench) press(names ...fyne.KeyName) {
	for _, name := range names {
		b.photo.image.TypedKey(&fyne.KeyEvent{Name: name})
		b.drain()
	}
}

func (b *reviewBench) typed(text string) {
	for _, r := range text {
		b.photo.image.TypedRune(r)
		b.drain()
	}
}

func (b *reviewBench) expect(what string, shown int64, left string) {
	b.t.Helper()
	if b.Shown().ID != shown || b.strip.left.Text() != left {
		b.t.Fatalf("%s: shows %d with %q", what, b.Shown().ID, b.strip.left.Text())
	}
}

func TestAReviewLeadsThroughItsPictures(t *testing.T) {
	b := newReviewBench(t, 5)
	b.open(1)
	if !b.bench.full {
		t.Error("not in full screen")
	}
	b.expect("resumed", 2, "4 of 5 left")
	b.typed("p")
	b.expect("picked", 3, "3 of 5 left")
	b.press(fyne.KeyRight)
	b.expect("stepped over", 4, "3 of 5 left")
	b.typed("4x")
	b.expect("the one that was stepped over comes last", 3, "1 of 5 left")
	if b.loads[3] > 1 {
		t.Errorf("picture 3 was decoded %d times", b.loads[3])
	}
	b.typed("u")
	want := []string{
		"picked 2", "decide 7 2 true", "rate 4 4", "decide 7 4 true", "rejected 5", "decide 7 5 true", "neither 3", "decide 7 3 true",
	}
	if !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
	if got := b.summary.words.Text(); !b.summary.box.Visible() || got != "1 picked, 1 rejected, 3 neither." {
		t.Errorf("summed up %v: %q", b.summary.box.Visible(), got)
	}
	b.typed("pxu5") // nothing is left to decide about
	if len(b.acts) != len(want) {
		t.Errorf("after the end: %q", b.acts[len(want):])
	}
	b.press(fyne.KeyDelete)
	if len(b.trash) != 1 || !slices.Equal(b.trash[0], []int64{5}) || b.Opened() || b.opened != 1 || len(b.closed) != 1 {
		t.Errorf("trashed %v, opened %v, closed %v", b.trash, b.Opened(), b.closed)
	}
}

func TestAReviewIsTakenBackStepByStep(t *testing.T) {
	b := newReviewBench(t, 3)
	b.open()
	b.typed("p") // changes 1
	b.typed("u") // changes nothing of 2
	b.expect("two are decided", 3, "1 of 3 left")
	b.acts = nil
	undo := func() { b.photo.image.TypedShortcut(&fyne.ShortcutUndo{}); b.drain() }
	undo()
	b.expect("taken back", 2, "2 of 3 left")
	undo()
	b.expect("taken back", 1, "3 of 3 left")
	undo() // of before the review
	if want := []string{"decide 7 2 false", "undo", "decide 7 1 false", "undo"}; !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
}

// A held key decides about one picture, and quick keys about none that is not on screen yet.
func TestARatingStorm(t *testing.T) {
	b := newReviewBench(t, 400)
	b.open()
	key := &fyne.KeyEvent{Name: fyne.KeyX}
	b.photo.image.KeyDown(key)
	for range 50 {
		b.photo.image.TypedKey(key)
		b.photo.image.TypedRune('x')
		b.drain()
	}
	b.photo.image.KeyUp(key)
	b.expect("a held key", 2, "399 of 400 left")
	for range 100 {
		b.photo.image.TypedKey(key)
		b.photo.image.TypedRune('x') // nothing is decoded meanwhile
	}
	b.drain()
	unseen := 0
	for _, img := range b.images {
		if img.Marks.Rating == search.RejectedRating && b.loads[img.ID] == 0 {
			unseen++
		}
	}
	if unseen > 0 {
		t.Errorf("%d pictures were rejected unseen", unseen)
	}
}

func TestAPictureThatIsDeletedOutsideIsLeftOut(t *testing.T) {
	b := newReviewBench(t, 4)
	b.open()
	gone := func(id int64) {
		b.images[b.IndexOf(id)].State = library.ImageGone
		b.ImageChanged(b.images[b.IndexOf(id)])
		b.drain()
	}
	gone(1)
	if got := b.photo.note.Words(); got != "The file was moved or deleted." {
		t.Errorf("%q", got)
	}
	b.expect("the one on screen", 1, "3 of 4 left")
	gone(2)
	b.press(fyne.KeyRight)
	b.expect("looked at", 2, "2 of 4 left")
	b.press(fyne.KeyHome)
	b.typed("x")
	b.expect("the next that is there", 3, "2 of 4 left")
	b.images[1].State = library.ImageSaved // and back
	b.ImageChanged(b.images[1])
	b.expect("it is back", 3, "3 of 4 left")
	b.press(fyne.KeyEscape)
	if b.Opened() || !slices.Equal(b.closed, []int64{3}) {
		t.Errorf("opened %v, closed %v", b.Opened(), b.closed)
	}
}
