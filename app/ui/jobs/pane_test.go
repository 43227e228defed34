package jobs

import (
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
)

func TestRowsHaveOneHeightInEveryState(t *testing.T) {
	for name, e := range everyState() {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, e).open()
			r := b.row(1)
			if r.Size().Height != RowHeight || r.MinSize().Height != RowHeight {
				t.Errorf("%v high, needs %v", r.Size().Height, r.MinSize().Height)
			}
			if least := test.WidgetRenderer(r).Objects()[0].MinSize(); least.Height > RowHeight || least.Width > benchWidth {
				t.Errorf("what is in it needs %v", least)
			}
			if r.dot.Word() == "" || r.prompt.Text() == "" {
				t.Errorf("says %q, %q", r.dot.Word(), r.prompt.Text())
			}
			for _, part := range []fyne.CanvasObject{r.dot, r.detail, r.bar, r.figures} {
				if right := part.Position().X + part.Size().Width; part.Visible() && right > r.line.Size().Width+0.5 {
					t.Errorf("%T ends at %v of %v", part, right, r.line.Size().Width)
				}
			}
		})
	}
}

func TestRowsSayLessWhereRoomIsShort(t *testing.T) {
	b := newBench(t, done(1, 4)).open()
	b.window.Resize(fyne.NewSize(280, 600))
	if got := b.row(1).detail.Text(); got != "ran 0:52" {
		t.Errorf("narrow: %q", got)
	}
	b.window.Resize(fyne.NewSize(600, 600))
	if got := b.row(1).detail.Text(); got != "queued 2:11, ran 0:52" || b.row(1).detail.Cut() {
		t.Errorf("wide: %q", got)
	}
}

func TestTheSquareIsDividedAmongThePictures(t *testing.T) {
	for pictures, want := range map[int][]fyne.Size{
		1:  {{Width: 64, Height: 64}},
		2:  {{Width: 31, Height: 64}, {Width: 31, Height: 64}},
		3:  {{Width: 31, Height: 64}, {Width: 31, Height: 31}, {Width: 31, Height: 31}},
		4:  {{Width: 31, Height: 31}, {Width: 31, Height: 31}, {Width: 31, Height: 31}, {Width: 31, Height: 31}},
		16: {{Width: 31, Height: 31}, {Width: 31, Height: 31}, {Width: 31, Height: 31}, {Width: 31, Height: 31}},
	} {
		b := newBench(t, done(1, pictures)).open()
		var got []fyne.Size
		covered := float32(0)
		for _, slot := range b.row(1).slots {
			if slot.Thumb.Visible() {
				size := slot.Thumb.Size()
				got = append(got, size)
				covered += size.Width * size.Height
				if end := slot.Thumb.Position().Add(size); end.X > mosaic || end.Y > mosaic {
					t.Errorf("%d pictures: one ends at %v", pictures, end)
				}
			}
		}
		if !slices.Equal(got, want) || covered < 0.9*mosaic*mosaic {
			t.Errorf("%d pictures: %v", pictures, got)
		}
	}
}

func TestARowFillsItsTilesAsPicturesCome(t *testing.T) {
	e := running(10)
	e.ID, e.Job.Config.NumSamples = 1, 4
	b := newBench(t, e).open()
	for i, slot := range b.row(1).slots {
		if s := slot.Thumb.State(); !s.Loading || s.Picture != nil {
			t.Fatalf("tile %d before: %+v", i, s)
		}
	}
	img := library.Image{ID: 7, EntryID: 1, State: library.ImageSaved, Path: "/p.png"}
	b.ImageChanged(library.ImageChanged{Image: img, Counts: library.Counts{Known: 1, Saved: 1}})
	b.thumbs.Answer(t, 7)
	if s := b.row(1).slots[0].Thumb.State(); s.Picture == nil || s.Loading || s.Picture.Rect.Size() != image.Pt(60, 60) {
		t.Fatalf("the first tile: %+v", s)
	}
	if !b.row(1).slots[1].Thumb.State().Loading {
		t.Fatal("the second tile does not wait")
	}
	img.State = library.ImageFailed
	b.ImageChanged(library.ImageChanged{Image: img, Counts: library.Counts{Known: 1, Failed: 1}})
	if held, _ := b.feed.Row(1); len(held.Preview) != 1 || held.Preview[0].State != library.ImageFailed || held.Images.Failed != 1 {
		t.Fatalf("the row holds %+v", held.Preview)
	}
	if len(e.Preview) != 0 {
		t.Error("the snapshot that came from the library was changed")
	}
	b.ImageChanged(library.ImageChanged{Image: library.Image{ID: 8, EntryID: 99}}) // of a job that is not listed
}

// The pictures are saved while their row is slowly being read, and no later
// event would correct the counts.
func TestPicturesAreSavedWhileTheirRowIsRead(t *testing.T) {
	saving, saved := done(1, 2), done(1, 2)
	saving.Images = library.Counts{Known: 2}
	b := newBench(t, saving)
	b.read = func() {
		b.read, b.entries = nil, []library.Entry{saved}
		for i, img := range saved.Preview {
			b.ImageChanged(library.ImageChanged{Image: img, Counts: library.Counts{Known: 2, Saved: i + 1}})
		}
	}
	b.open()
	if held, _ := b.feed.Row(1); held.Images != saved.Images {
		t.Errorf("the row says %+v, the library %+v", held.Images, saved.Images)
	}
}

func TestTheSelectionStaysWithItsJob(t *testing.T) {
	b := newBench(t, doneJobs(60)...).open()
	b.Select(40)
	b.drain()
	if b.last() != 40 {
		t.Fatalf("selected %d", b.last())
	}
	y := b.row(40).Position().Y
	for id := int64(61); id < 64; id++ {
		b.change(done(id, 2))
	}
	if e, ok := b.Selected(); !ok || e.ID != 40 {
		t.Fatalf("after three jobs came: %v, %v", e.ID, ok)
	}
	if got := b.row(40).Position().Y; got != y {
		t.Errorf("the row moved from %v to %v", y, got)
	}
	told := len(b.selected)
	changed := done(40, 4)
	changed.State = library.EntryFailure
	b.change(changed)
	if len(b.selected) != told+1 || b.last() != 40 {
		t.Error("the new values of the selected job were not told")
	}
	b.change(done(12, 3))
	if len(b.selected) != told+1 {
		t.Error("told of a job that is not selected")
	}
	b.press(fyne.KeyDown)
	if b.last() != 39 {
		t.Errorf("Down leads to %d", b.last())
	}
}

func TestANewJobIsSelectedAsSoonAsItIsListed(t *testing.T) {
	b := newBench(t, doneJobs(3)...).open()
	b.Select(9)
	if b.last() == 9 {
		t.Fatal("selected before it was listed")
	}
	b.change(done(9, 1))
	if b.last() != 9 {
		t.Fatalf("selected %d", b.last())
	}
	b.Select(0)
	if b.last() != 0 {
		t.Fatalf("selecting none selects %d", b.last())
	}
	b.change(done(10, 1))
	if b.last() != 0 {
		t.Fatal("a job that nobody waits for took the selection")
	}
}

func TestSelectingNoneForgetsWhatWasWaitedFor(t *testing.T) {
	b := newBench(t, doneJobs(3)...).open()
	b.Select(9)
	b.Select(0)
	b.change(done(9, 1))
	if b.list.Selected() != 0 {
		t.Fatal("the job that was waited for took the selection after a person let it go")
	}
}

func TestARemovedJobGoesAndIsNoLongerSelected(t *testing.T) {
	b := newBench(t, doneJobs(3)...).open()
	b.Select(2)
	b.drain()
	b.entries = slices.DeleteFunc(b.entries, func(e library.Entry) bool { return e.ID == 2 })
	b.Removed(2)
	b.drain()
	if _, listed := b.list.Row(2); listed || b.last() != 0 {
		t.Fatalf("listed %v, selected %d", listed, b.last())
	}
}

func TestViews(t *testing.T) {
	b := newBench(t, done(1, 1), done(2, 1)).open()
	states := func(i int, e library.Entry) bool {
		b.show(i)
		b.entries = []library.Entry{e}
		b.drain()
		return b.feed.Len() == 1
	}
	all := everyState()
	for name, want := range map[string][]int{ // views besides "All jobs" that contain it
		"sending": {1}, "unknown": {1, 2}, "queued": {1}, "running": {1}, "other": {1},
		"refused": {2}, "failure": {2}, "missing": {2}, "success": nil, "saving": {3}, "unsaved": {3},
	} {
		for i := 1; i < len(views); i++ {
			if got := states(i, all[name]); got != slices.Contains(want, i) {
				t.Errorf("%s under %q: %v", name, views[i].name(), got)
			}
		}
		if !states(0, all[name]) {
			t.Errorf("%s is not among all jobs", name)
		}
	}
}

func TestAViewFollowsWhatEntersAndLeavesIt(t *testing.T) {
	e := running(50)
	e.ID, e.Job.Config.Prompt = 5, "p"
	b := newBench(t, e).open()
	b.show(1)
	b.drain()
	if b.feed.Len() != 1 || b.choose.Text() != "In progress ▾" {
		t.Fatalf("%d rows under %q", b.feed.Len(), b.choose.Text())
	}
	b.change(done(5, 2))
	if b.feed.Len() != 0 || !b.empty.Visible() || b.empty.Sentence() != "Nothing is in progress." {
		t.Fatalf("it is done: %d rows, %q", b.feed.Len(), b.empty.Sentence())
	}
	e.ID = 6
	b.change(e)
	if b.feed.Len() != 1 || b.empty.Visible() {
		t.Fatalf("another began: %d rows", b.feed.Len())
	}
}

func TestAnEmptyListSaysWhatToDoOnceItKnows(t *testing.T) {
	b := newBench(t)
	b.Reload()
	if b.empty.Visible() {
		t.Fatal("says so before it knows")
	}
	b.drain()
	if !b.empty.Visible() || b.empty.Sentence() != views[0].empty() {
		t.Fatalf("%v: %q", b.empty.Visible(), b.empty.Sentence())
	}
	b.change(done(1, 1))
	if b.empty.Visible() {
		t.Fatal("still says so over a job")
	}
}

func TestKeysOpenSelectAndAskForTheMenu(t *testing.T) {
	b := newBench(t, doneJobs(30)...).open()
	b.Focus(b.window.Canvas())
	b.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if b.last() != 29 || !slices.Equal(b.opened, []int64{29}) {
		t.Fatalf("selected %d, opened %v", b.last(), b.opened)
	}
	b.press(desktop.KeyMenu)
	if !slices.Equal(b.menus, []int64{29}) || b.window.Canvas().Overlays().Top() == nil {
		t.Fatalf("menus %v", b.menus)
	}
	b.press(fyne.KeyEnd)
	if b.last() != 1 {
		t.Fatalf("End leads to %d", b.last())
	}
}

func TestNoMenuWithoutASelection(t *testing.T) {
	b := newBench(t, doneJobs(2)...).open()
	b.press(desktop.KeyMenu)
	if len(b.menus) != 0 {
		t.Fatalf("menus %v", b.menus)
	}
}

func TestTheViewMenuMarksTheViewShown(t *testing.T) {
	b := newBench(t).open()
	b.show(2)
	b.drain()
	test.Tap(b.choose)
	if b.window.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu")
	}
	if len(b.filters) != 2 || !slices.Contains(b.filters[1].States, library.EntryRefused) {
		t.Fatalf("asked for %+v", b.filters)
	}
}

func TestTickingChangesTheFiguresAlone(t *testing.T) {
	e := running(50)
	e.ID, e.Job.Config.Prompt = 1, "p"
	b := newBench(t, e)
	b.now = e.Synced
	b.open()
	place := b.row(1).figures.Position()
	if got := b.row(1).figures.Text(); got != "50 %  0:30" {
		t.Fatalf("%q", got)
	}
	asked := len(b.filters)
	b.Tick(b.now.Add(10 * time.Second))
	b.drain()
	if got := b.row(1).figures.Text(); got != "50 %  0:20" || b.row(1).figures.Position() != place {
		t.Errorf("ten seconds later: %q at %v, was at %v", got, b.row(1).figures.Position(), place)
	}
	if len(b.filters) != asked {
		t.Error("a tick asked the library")
	}
}

// Every change paints the whole window, and the service tells its progress every second.
func TestProgressChangesWithTheStep(t *testing.T) {
	tell := func(percent float64) library.Entry {
		e := running(percent)
		e.ID = 1
		return e
	}
	b := newBench(t, tell(50))
	b.now = noon
	b.open()
	card := NewCard(Actions{}, func(string) string { return "" })
	card.Tell(tell(50), b.now)
	shown := func() [2]string {
		return [2]string{b.row(1).figures.Text(), strings.Split(card.facts.Text(), "  ·  ")[0]}
	}
	answer := func(percent float64) {
		b.Changed(tell(percent))
		card.Tell(tell(percent), b.now)
	}
	first := shown()
	b.now = noon.Add(countStep - time.Second)
	answer(60)
	if got := shown(); got != first {
		t.Errorf("within the step it went from %q to %q", first, got)
	}
	b.now = noon.Add(countStep)
	b.Tick(b.now)
	card.Tick(b.now)
	if got := shown(); !strings.HasPrefix(got[0], "60 %") || !strings.HasPrefix(got[1], "60 %") {
		t.Errorf("after the step: %q", got)
	}
	done := tell(60)
	done.State = library.EntryFailure
	b.Changed(done)
	card.Tell(done, b.now)
	if got := shown(); got[0] != "" || strings.HasPrefix(got[1], "60 %") {
		t.Errorf("another state waits: %q", got)
	}
}

func TestAFailedQueryIsToldAndKeepsTheRows(t *testing.T) {
	b := newBench(t, doneJobs(3)...).open()
	b.err = errors.New("the disk is gone")
	b.Reload()
	b.drain()
	if len(b.failed) != 1 || b.feed.Len() != 3 {
		t.Fatalf("told %v, %d rows", b.failed, b.feed.Len())
	}
}

func TestSight(t *testing.T) {
	all := everyState()
	var entries []library.Entry
	for i, name := range []string{"sending", "unknown", "queued", "running", "saving", "three", "unsaved", "failure", "refused", "missing", "blank"} {
		e := all[name]
		e.ID = int64(i + 1)
		e.Preview = slices.Clone(e.Preview)
		for p := range e.Preview {
			e.Preview[p].ID = e.ID*100 + int64(p)
		}
		entries = append(entries, e)
	}
	b := newBench(t, entries...)
	b.window.Resize(fyne.NewSize(benchWidth, 1000))
	b.open()
	b.thumbs.AnswerAll(t)
	b.Select(4)
	test.AssertRendersToMarkup(t, "rows.xml", b.window.Canvas())
}
