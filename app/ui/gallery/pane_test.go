package gallery

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/app/library"
)

func TestPlacesFillOneByOne(t *testing.T) {
	b := newBench(t)
	b.ShowEntry(job(1, 4))
	b.drain()
	if got := b.foot.words; got != "4 pictures to come" {
		t.Errorf("head: %q", got)
	}
	for i, s := range b.states() {
		if !s.Loading || s.Picture != nil || s.Aspect != 0.75 {
			t.Fatalf("place %d before anything came: %+v", i, s)
		}
	}
	kept := b.cell(3)
	for i := range 4 {
		id := int64(10 + i)
		b.come(known(id, 1))
		if s := b.states(); len(s) != 4 || s[i].Key != id || !s[i].Loading {
			t.Fatalf("after picture %d became known: %+v", i, s)
		}
		b.come(saved(id, 1))
		p := b.picture(id)
		if s := b.states()[i]; s.Picture != p || s.Loading || s.Failed != "" {
			t.Fatalf("after picture %d was saved: %+v", i, s)
		}
		if i < 3 && b.cell(3) != kept {
			t.Fatal("a place that nothing came to was made anew")
		}
	}
	if got := b.foot.words; got != "4 pictures" {
		t.Errorf("head at the end: %q", got)
	}
	if !slices.Equal(b.painted, []int64{10, 11, 12, 13}) {
		t.Errorf("painted %v", b.painted)
	}
}

func TestTheHeadCountsWhatIsStillToCome(t *testing.T) {
	b := newBench(t)
	b.ShowEntry(job(1, 16))
	b.come(saved(1, 1))
	if got := b.foot.words; got != "1 of 16" {
		t.Errorf("head: %q", got)
	}
	ended := job(1, 16)
	ended.State, ended.Job.State, ended.Images = library.EntryFailure, api.Failure, library.Counts{Known: 1, Saved: 1}
	b.EntryChanged(ended)
	if got := b.foot.words; got != "1 picture" || b.Pictures.scope.Len() != 1 {
		t.Errorf("after the job failed: %q, %d cells", got, b.Pictures.scope.Len())
	}
}

func TestTheBeginningIsThereAtOnce(t *testing.T) {
	b := newBench(t, many(300)...)
	first, err := ReadFirst(t.Context(), b, NoSections, b.p.Now)
	if err != nil {
		t.Fatal(err)
	}
	if b.ShowFirst(first); len(b.states()) == 0 || b.states()[0].Key != b.Pictures.ID(0) {
		t.Fatalf("before any answer: %+v", b.states())
	}
	b.drain()
	if b.Pictures.Len() != 300 {
		t.Errorf("then %d pictures", b.Pictures.Len())
	}
	b = newBench(t, many(3)...)
	b.ShowFirst(First{})
	b.drain()
	if b.Pictures.Len() != 3 {
		t.Errorf("with nothing read: %d pictures", b.Pictures.Len())
	}
}

func TestOtherJobsPicturesStayOut(t *testing.T) {
	b := newBench(t, saved(1, 1), saved(2, 2))
	b.ShowEntry(job(1, 1))
	b.drain()
	b.come(saved(3, 2))
	b.EntryChanged(job(2, 9))
	if b.Pictures.Len() != 1 || b.Pictures.scope.Len() != 1 {
		t.Fatalf("%d pictures, %d cells", b.Pictures.Len(), b.Pictures.scope.Len())
	}
	b.ShowAll()
	b.drain()
	if b.Pictures.Len() != 3 {
		t.Fatalf("all pictures: %d", b.Pictures.Len())
	}
}

func TestAnAnswerAboutAnotherJobIsNotShown(t *testing.T) {
	b := newBench(t, saved(1, 1), saved(2, 2))
	b.ShowEntry(job(1, 1)) // its list has not arrived yet
	b.ShowEntry(job(2, 1))
	b.drain()
	if img, ok := b.Pictures.At(0); !ok || img.ID != 2 || b.Pictures.Len() != 1 {
		t.Fatalf("the gallery of job 2 shows %v", img.ID)
	}
}

func TestTheCardIsThereForOneJobAndHasRoom(t *testing.T) {
	b := newBench(t, saved(1, 1))
	b.ShowAll()
	b.drain()
	if b.header.about.Visible() || b.header.all.Visible() || b.header.title.Text() != "All pictures" {
		t.Fatalf("all pictures: card %v, link %v", b.header.about.Visible(), b.header.all.Visible())
	}
	b.ShowEntry(job(1, 1))
	if !b.header.about.Visible() || !b.header.all.Visible() || b.header.title.Text() != "This job" {
		t.Fatalf("one job: card %v, link %v", b.header.about.Visible(), b.header.all.Visible())
	}
	above := func() {
		t.Helper()
		at := func(o fyne.CanvasObject) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y }
		if bottom := at(b.card) + b.card.Size().Height; bottom > at(b.grid) || b.card.Size().Height < b.card.MinSize().Height {
			t.Errorf("the card ends at %v, the pictures begin at %v", bottom, at(b.grid))
		}
	}
	above()
	b.card.(interface{ SetLines(int) }).SetLines(4) // as when an error panel appears
	b.EntryChanged(job(1, 1))
	above()
}

func TestTheLinkLeadsToAllPictures(t *testing.T) {
	b := newBench(t, saved(1, 1))
	b.ShowEntry(job(1, 1))
	test.Tap(b.header.all)
	b.ShowEntry(job(1, 1))
	b.press(fyne.KeyEscape)
	if b.asked != 2 {
		t.Fatalf("asked for all pictures %d times by link and Escape", b.asked)
	}
	b.ShowAll()
	b.drain()
	b.press(fyne.KeyEscape)
	if b.asked != 2 {
		t.Fatal("Escape has nowhere to lead among all pictures")
	}
}

func TestPicturesThatComeLeavePlaceAndSelectionAlone(t *testing.T) {
	b := newBench(t, many(300)...)
	b.ShowAll()
	b.drain()
	b.grid.SetCurrent(120)
	b.drain()
	b.press(fyne.KeyRight)
	b.drain()
	id := b.images[121].ID
	first, _ := b.grid.VisibleRange()
	top := b.Pictures.scope.ID(first)
	before, _ := b.grid.Cell(top)
	y := before.Position().Y

	b.images = append([]library.Image{saved(9001, 99), saved(9002, 99)}, b.images...)
	b.ImageChanged(library.ImageChanged{Image: b.images[0]})
	b.drain()
	if b.Pictures.Len() != 302 {
		t.Fatalf("%d pictures", b.Pictures.Len())
	}
	if got := b.Pictures.Selection(); len(got) != 1 || got[0].ID != id {
		t.Fatalf("selected: %v, want %d", got, id)
	}
	after, inSight := b.grid.Cell(top)
	if !inSight || abs(after.Position().Y-y) > b.grid.CellSize().Height {
		t.Error("what was in sight went away")
	}
	b.press(fyne.KeyReturn)
	if !slices.Equal(b.opened, []int64{id}) {
		t.Errorf("Enter opens %v, want %d", b.opened, id)
	}
}

func abs(f float32) float32 { return max(f, -f) }

func TestEmptyGalleriesSayWhatToDo(t *testing.T) {
	b := newBench(t)
	b.ShowAll()
	if b.status.empty.Visible() {
		t.Fatal("says that there is nothing before it knows")
	}
	b.drain()
	if !b.status.empty.Visible() || !strings.Contains(b.status.empty.Sentence(), "appear here") {
		t.Fatalf("%v: %q", b.status.empty.Visible(), b.status.empty.Sentence())
	}
	b.come(saved(1, 1))
	if b.status.empty.Visible() {
		t.Fatal("still says so over a picture")
	}
	nothing := library.Entry{ID: 7, State: library.EntryRefused, Job: api.Job{Config: api.Config{NumSamples: 4}}}
	b.ShowEntry(nothing)
	b.drain()
	if !b.status.empty.Visible() || b.status.empty.Sentence() != "This job has no pictures." {
		t.Fatalf("a refused job: %q", b.status.empty.Sentence())
	}
}

func TestFailedAndGonePicturesSaySo(t *testing.T) {
	failed, silent, gone := saved(3, 1), saved(2, 1), saved(1, 1)
	failed.State, failed.Problem = library.ImageFailed, &library.Problem{Message: "the disk is full"}
	silent.State, silent.Problem = library.ImageFailed, nil
	gone.State = library.ImageGone
	b := newBench(t, failed, silent, gone)
	b.ShowAll()
	b.drain()
	s := b.states()
	if s[0].Failed != "Not saved yet: the disk is full" || s[1].Failed != "Not saved yet" || s[0].Loading {
		t.Errorf("failed: %+v, %+v", s[0], s[1])
	}
	if s[2].Badge != "File moved or deleted" || s[2].Failed != "" {
		t.Errorf("gone: %+v", s[2])
	}
	b.come(saved(3, 1))
	b.picture(3)
	if s := b.states()[0]; s.Failed != "" || s.Picture == nil {
		t.Errorf("saved at last: %+v", s)
	}
}

func TestACellThatScrolledOnShowsItsOwnPicture(t *testing.T) {
	b := newBench(t, many(200)...)
	b.ShowAll()
	b.drain()
	old := map[int64]func(){}
	for _, s := range b.states() {
		old[s.Key] = func() { b.picture(s.Key) }
	}
	b.grid.ScrollTo(199)
	b.drain()
	for _, answer := range old {
		answer()
	}
	for _, s := range b.states() {
		if s.Picture != nil {
			t.Fatalf("cell %d shows a picture that was asked for before it scrolled", s.Key)
		}
	}
	for _, s := range b.states() {
		p := b.picture(s.Key)
		if got := b.cell(b.Pictures.IndexOf(s.Key)).slot.Thumb.State(); got.Picture != p {
			t.Fatalf("cell %d shows another's picture", s.Key)
		}
	}
}

func TestTheMenuIsAboutTheSelection(t *testing.T) {
	b := newBench(t, many(6)...)
	b.ShowAll()
	b.drain()
	b.press(fyne.KeyRight)
	b.grid.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.press(desktop.KeyMenu)
	if len(b.menus) != 1 || len(b.menus[0]) != 6 || b.menus[0][0].ID != 6 {
		t.Fatalf("by keyboard: %v", b.menus)
	}
	if b.window.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu is shown")
	}
	b.grid.OnSecondary(-1, &fyne.PointEvent{})
	if len(b.menus) != 1 {
		t.Error("a right click beside the pictures opens a menu of pictures")
	}
}

func TestNoMenuForPlaces(t *testing.T) {
	b := newBench(t)
	b.ShowEntry(job(1, 4))
	b.drain()
	b.press(fyne.KeyRight, desktop.KeyMenu, fyne.KeyReturn)
	if len(b.menus)+len(b.opened) != 0 {
		t.Fatalf("a place that has no picture yet: menus %v, opened %v", b.menus, b.opened)
	}
}

func TestRevealSelectsAndScrolls(t *testing.T) {
	b := newBench(t, many(200)...)
	b.ShowAll()
	b.drain()
	b.Pictures.Reveal(5)
	b.drain()
	if _, inSight := b.grid.Cell(5); !inSight {
		t.Error("it is not in sight")
	}
	if got := b.Pictures.Selection(); len(got) != 1 || got[0].ID != 5 {
		t.Errorf("selected: %v", got)
	}
	b.Pictures.Reveal(12345) // removed meanwhile
	if got := b.Pictures.Selection(); len(got) != 1 || got[0].ID != 5 {
		t.Errorf("selected after revealing nothing: %v", got)
	}
}

func TestAFailedQueryIsToldAndKeepsThePictures(t *testing.T) {
	b := newBench(t, many(3)...)
	b.ShowAll()
	b.drain()
	b.err = errors.New("the disk is gone")
	b.Reload()
	b.drain()
	if len(b.failed) != 1 || b.Pictures.Len() != 3 {
		t.Fatalf("told %v, %d pictures", b.failed, b.Pictures.Len())
	}
}

func TestResetReadsEveryRowAnew(t *testing.T) {
	b := newBench(t, many(3)...)
	b.ShowAll()
	b.drain()
	b.images[0].State = library.ImageGone
	b.Reset()
	b.drain()
	if s := b.states()[0]; s.Badge == "" {
		t.Fatalf("the old row is shown: %+v", s)
	}
}

func TestChangedIsToldOfListsAndRows(t *testing.T) {
	b := newBench(t, many(3)...)
	b.ShowAll()
	b.drain()
	if b.changes != 2 { // the list, then its rows
		t.Errorf("told %d times", b.changes)
	}
}

func TestSight(t *testing.T) {
	failed, gone := saved(2, 1), saved(3, 1)
	failed.State, failed.Problem = library.ImageFailed, &library.Problem{Message: "the disk is full"}
	gone.State = library.ImageGone
	b := newBench(t, saved(1, 1), failed, gone)
	b.ShowEntry(job(1, 5))
	b.drain()
	b.picture(1)
	b.picture(3)
	b.grid.Select(1)
	test.AssertRendersToMarkup(t, "job.xml", b.window.Canvas())
}
