package gallery

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/widgets"
)

// jobs makes n jobs with 16 pictures each; every third has "cat" in its id.
func jobs(n int) []library.Image {
	images := many(16 * n)
	for i := range images {
		images[i].EntryID = int64(n - i/16)
		images[i].JobID = "dog"
		if images[i].EntryID%3 == 0 {
			images[i].JobID = "cat"
		}
	}
	return images
}

func (b *bench) search(text string) { b.SetQuery(search.Parse(text)) }

func (b *bench) shown() []int64 {
	var ids []int64
	for i := range b.Pictures.Len() {
		ids = append(ids, b.Pictures.scope.feed.ID(i))
	}
	return ids
}

func (b *bench) says(text string) bool { return b.foot.count.Text() == text }

func TestASearchShowsItsFirstAnswersFirst(t *testing.T) {
	b := newBench(t, jobs(90)...) // 480 cats
	b.ShowAll()
	b.drain()
	b.grid.ScrollTo(900)
	b.drain()
	b.search("cat")
	if b.Pictures.Len() != 1440 || !b.says("1,440 pictures") {
		t.Fatalf("before the answer: %d pictures, %q", b.Pictures.Len(), b.foot.count.Text())
	}
	b.work.One()
	if b.Pictures.Len() != 120 || !b.Pictures.scope.feed.Partial() {
		t.Fatalf("the first answer has %d pictures", b.Pictures.Len())
	}
	if first, _ := b.grid.VisibleRange(); first != 0 {
		t.Errorf("the answers begin at the %dth", first)
	}
	if !b.says("1,440 pictures") {
		t.Errorf("the count before all are known: %q", b.foot.count.Text())
	}
	b.drain()
	if b.Pictures.Len() != 480 || !b.says("480 of 1,440") {
		t.Fatalf("all answers: %d, %q", b.Pictures.Len(), b.foot.count.Text())
	}
}

func TestAKeystrokeGivesUpTheQueryBefore(t *testing.T) {
	b := newBench(t, jobs(9)...)
	b.ShowAll()
	b.drain()
	b.listings = 0
	b.search("c")
	b.search("ca")
	b.search("cat")
	b.drain()
	if b.cancelled != 2 {
		t.Errorf("%d queries were cancelled, want 2", b.cancelled)
	}
	if len(b.failed) != 0 {
		t.Errorf("a query that was given up is told as a failure: %v", b.failed)
	}
	if b.Pictures.Len() != 48 || b.Query().String() != search.Parse("cat").String() {
		t.Errorf("%d pictures of %q", b.Pictures.Len(), b.Query())
	}
}

func TestALateAnswerToAnEarlierSearchIsDropped(t *testing.T) {
	b := newBench(t, jobs(9)...)
	b.ShowAll()
	b.drain()
	b.search("cat")
	late := b.work.Take() // it was quick, but is not painted yet
	b.search("dog")
	b.drain()
	late()
	b.drain()
	if b.Pictures.Len() != 96 {
		t.Fatalf("the answer to the first search is shown: %d pictures", b.Pictures.Len())
	}
}

func TestNothingFoundSaysSoAndOffersTheWayBack(t *testing.T) {
	b := newBench(t, jobs(9)...)
	cleared := 0
	b.p.ClearSearch = func() { cleared++ }
	b.ShowAll()
	b.drain()
	b.search("zebra")
	if b.status.empty.Visible() {
		t.Fatal("says that there is nothing before it knows")
	}
	b.drain()
	if !b.status.empty.Visible() || b.status.empty.Sentence() != "No picture matches this search." || !b.says("None of 144") {
		t.Fatalf("%v: %q, %q", b.status.empty.Visible(), b.status.empty.Sentence(), b.foot.count.Text())
	}
	b.status.clearSearch()
	if cleared != 1 {
		t.Error("nobody was told to clear the search")
	}
	b.search("")
	b.drain()
	if b.status.empty.Visible() || b.Pictures.Len() != 144 {
		t.Fatalf("after it was cleared: %d pictures", b.Pictures.Len())
	}
}

func TestClearingLeadsBackToThePlace(t *testing.T) {
	b := newBench(t, jobs(90)...)
	b.ShowAll()
	b.drain()
	b.grid.ScrollTo(800)
	b.drain()
	place := b.grid.Place()
	b.search("ca")
	b.drain()
	b.search("cat")
	b.drain()
	b.search("")
	b.drain()
	if got := b.grid.Place(); got != place {
		t.Errorf("back at %+v, want %+v", got, place)
	}
}

func TestWhatWasChosenAmongTheAnswersIsLookedAtAmongAll(t *testing.T) {
	b := newBench(t, jobs(90)...)
	b.ShowAll()
	b.drain()
	b.search("cat")
	b.drain()
	id := b.Pictures.scope.feed.ID(300)
	b.grid.Select(id)
	b.search("")
	b.drain()
	if got := b.Pictures.SelectedIDs(); !slices.Equal(got, []int64{id}) {
		t.Fatalf("selected: %v, want %d", got, id)
	}
	if _, inSight := b.grid.Cell(id); !inSight {
		t.Error("it is not in sight")
	}
}

func TestASearchLeavesTheJobThatIsShown(t *testing.T) {
	b := newBench(t, jobs(9)...)
	b.ShowAll()
	b.drain()
	b.ShowEntry(job(4, 16))
	b.drain()
	b.search("cat")
	b.drain()
	if b.asked != 1 || b.Pictures.Len() != 48 || b.card.Visible() && b.header.about.Visible() {
		t.Fatalf("asked %d times, %d pictures", b.asked, b.Pictures.Len())
	}
	b.ShowEntry(job(4, 16))
	b.drain()
	if b.Pictures.Len() != 16 {
		t.Fatalf("a job shows %d of its pictures while something is looked for", b.Pictures.Len())
	}
	b.ShowAll()
	b.drain()
	if b.Pictures.Len() != 48 {
		t.Fatalf("back among the answers: %d", b.Pictures.Len())
	}
}

func TestAnswersFollowWhatChanges(t *testing.T) {
	b := newBench(t, jobs(9)...)
	b.ShowAll()
	b.search("cat rating:>=3")
	b.drain()
	if b.Pictures.Len() != 0 {
		t.Fatalf("%d are rated", b.Pictures.Len())
	}
	rated := b.images[slices.IndexFunc(b.images, func(i library.Image) bool { return i.JobID == "cat" })]
	rated.Marks.Rating = 4
	b.come(rated)
	if !slices.Equal(b.shown(), []int64{rated.ID}) {
		t.Fatalf("rated: %v", b.shown())
	}
	rated.Marks.Rating = 1
	b.come(rated)
	if b.Pictures.Len() != 0 {
		t.Fatalf("no longer so: %v", b.shown())
	}
}

func TestAFailedSearchIsToldAndKeepsWhatIsShown(t *testing.T) {
	b := newBench(t, jobs(9)...)
	b.ShowAll()
	b.drain()
	b.err = errors.New("the disk is gone")
	b.search("cat")
	b.drain()
	if len(b.failed) != 1 || b.Pictures.Len() != 144 {
		t.Fatalf("told %v, %d pictures", b.failed, b.Pictures.Len())
	}
}

func TestTheSearchStandsAboveAllPicturesOnly(t *testing.T) {
	b := newBench(t)
	field := widgets.NewLabel("search")
	b.header.search = field
	b.Fit() // drawn already without it
	b.ShowAll()
	b.drain()
	if field.Visible() || !b.header.line.Visible() {
		t.Error("a search over nothing")
	}
	b.come(saved(1, 1))
	if !field.Visible() || b.header.line.Visible() {
		t.Error("no search over all pictures")
	}
	b.ShowEntry(job(1, 1))
	b.drain()
	if field.Visible() || !b.header.line.Visible() {
		t.Error("a search over the pictures of a job")
	}
	b.ShowAll()
	if !field.Visible() {
		t.Error("no search when back among all pictures")
	}
}

func TestTypingGoesToThePromptThatBeginsSo(t *testing.T) {
	b := newBench(t, jobs(90)...)
	b.ShowAll()
	b.drain()
	b.press(fyne.KeyRight) // a dog
	from, _ := b.Pictures.Current()
	b.grid.OnTyped("c")
	b.grid.OnTyped("ca")
	b.drain()
	if want := []string{"ca after " + strconv.FormatInt(from.ID, 10)}; !slices.Equal(b.ahead, want) {
		t.Errorf("looked for %v, want %v", b.ahead, want)
	}
	if got := b.Pictures.Selection(); len(got) != 1 || got[0].JobID != "cat" {
		t.Fatalf("selected %v", got)
	}
	b.grid.OnTyped("cax")
	b.drain()
	if !b.says("No prompt begins with “cax”") {
		t.Errorf("says %q", b.foot.count.Text())
	}
	b.grid.OnTyped("")
	if !b.says("1 selected") {
		t.Errorf("after the typing: %q", b.foot.count.Text())
	}
	b.ahead = nil
	b.ShowEntry(job(4, 16))
	b.drain()
	b.grid.OnTyped("cat")
	b.drain()
	if len(b.ahead) != 0 {
		t.Error("looks for prompts among the pictures of one job")
	}
}

func TestBackFromAJobOneIsWhereOneWas(t *testing.T) {
	b := newBench(t, jobs(90)...)
	b.ShowAll()
	b.drain()
	b.grid.ScrollTo(800)
	b.drain()
	b.grid.Select(b.Pictures.scope.feed.ID(799), b.Pictures.scope.feed.ID(800))
	place, chosen := b.grid.Place(), b.Pictures.SelectedIDs()
	b.listings = 0
	b.ShowEntry(job(4, 16))
	b.drain()
	b.ShowAll()
	if b.Pictures.Len() != 1440 || b.grid.Place() != place || !slices.Equal(b.Pictures.SelectedIDs(), chosen) {
		t.Fatalf("%d pictures, %+v, selected %v", b.Pictures.Len(), b.grid.Place(), b.Pictures.SelectedIDs())
	}
	if b.listings != 1 {
		t.Errorf("%d lists were read, want that of the job", b.listings)
	}
	b.ShowEntry(job(4, 16))
	b.drain()
	b.images = append([]library.Image{saved(9001, 91)}, b.images...)
	b.ImageChanged(library.ImageChanged{Image: b.images[0]})
	b.drain()
	b.ShowAll()
	b.drain()
	if b.Pictures.Len() != 1441 {
		t.Fatalf("with a picture that came meanwhile: %d", b.Pictures.Len())
	}
	// The rows are filled anew; the first visible picture stays in the first
	// row.
	if cell, inSight := b.grid.Cell(place.ID); !inSight || -cell.Position().Y != float32(place.Above) {
		t.Fatalf("what was in sight is gone: %v", inSight)
	}
}

func TestABurstIsListedOnceWhileItLasts(t *testing.T) {
	b := newBench(t, jobs(100)...)
	b.ShowAll()
	b.drain()
	b.listings = 0
	for i := range 200 {
		img := saved(int64(90000+i), 101)
		b.images = append([]library.Image{img}, b.images...)
		b.ImageChanged(library.ImageChanged{Image: img})
	}
	b.drain()
	if b.listings > 2 || b.Pictures.Len() != 1800 {
		t.Errorf("%d lists for a burst of 200, %d pictures", b.listings, b.Pictures.Len())
	}
}

// The list of the letter before is still shown when a person already chooses in it.
func TestWhatIsChosenBeforeTheAnswerStaysChosen(t *testing.T) {
	b := newBench(t, jobs(9)...)
	b.ShowAll()
	b.drain()
	b.search("ca")
	b.drain()
	b.grid.Select(b.shown()[0])
	b.search("c")
	b.drain()
	if n := b.grid.SelectionLen(); n != 0 {
		t.Errorf("a new question keeps %d pictures of the old list selected", n)
	}
	b.search("cat")
	second := b.shown()[1]
	b.grid.SetCurrent(1)
	b.grid.Select(second)
	b.drain()
	if got := b.grid.Selection(); !slices.Equal(got, []int64{second}) {
		t.Errorf("selected after the answer: %v, want [%d]", got, second)
	}
	if at, held := b.Pictures.Current(); !held || at.ID != second {
		t.Errorf("the cursor is on %d, want %d", at.ID, second)
	}
}
