package searchbar

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"lookbook/app/library"
	"lookbook/app/search"
)

func TestThePanelCounts(t *testing.T) {
	s := newStage(t, 1000)
	s.openFilters()
	if got := s.value(t, "Favourites").chip.Count(); got != "" {
		t.Errorf("%q favourites before they are counted", got)
	}
	s.drain()
	for words, count := range map[string]string{
		"Favourites": "30", "4 stars or more": "140", "5 stars": "100", "Unrated": "1,000", "Saved": "1,190", "Download failed": "2",
		"Today": "3", "This year": "3", "My dog": "900", "stable-diffusion-v1-5": "300", "768 × 1024": "800", "sun hat": "40",
	} {
		if got := s.value(t, words).chip.Count(); got != count {
			t.Errorf("%s: %q pictures, want %q", words, got, count)
		}
	}
	if got := s.panel.total.Text(); got != "1,200 pictures" {
		t.Errorf("the head says %q", got)
	}
	if !s.value(t, "File moved or deleted").chip.Disabled() {
		t.Error("a value with nothing can be chosen")
	}
}

func TestAValueIsChosenAndLetGo(t *testing.T) {
	s := newStage(t, 1000)
	s.openFilters()
	s.drain()
	test.Tap(s.value(t, "My dog").chip)
	same(t, "told", s.told, `model="ckp_1"`)
	same(t, "chips", s.chipTexts(), "My dog")
	test.Tap(s.value(t, "3 stars or more").chip)
	test.Tap(s.value(t, "5 stars").chip)
	same(t, "one rating at a time", s.chipTexts(), "5 stars", "My dog")
	test.Tap(s.value(t, "Last 7 days").chip)
	if got := s.told[len(s.told)-1]; got != `model="ckp_1" rating:5 from:2026-03-09 until:2026-03-15` {
		t.Errorf("looks for %q", got)
	}
	test.Tap(s.value(t, "My dog").chip)
	test.Tap(s.value(t, "Last 7 days").chip)
	test.Tap(s.panel.clear)
	same(t, "chips at last", s.chipTexts())
}

// A filter in the field and one beside it are turned off in the same way.
func TestAFilterInTheFieldIsLetGoInThePanel(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.typing("red state:saved")
	s.openFilters()
	s.drain()
	if !s.value(t, "Saved").chip.Chosen() {
		t.Fatal("what is typed is not chosen in the panel")
	}
	test.Tap(s.value(t, "Saved").chip)
	if got := s.Query().String(); got != "red" {
		t.Errorf("looks for %q", got)
	}
}

func TestNothingMovesWhileThePanelIsOpen(t *testing.T) {
	s := newStage(t, 1000)
	s.openFilters()
	s.drain()
	places := func() map[string]fyne.Position {
		at := map[string]fyne.Position{}
		for box, cell := range s.panel.cells {
			at[cell.chip.Text()] = box.Position()
		}
		return at
	}
	before := places()
	test.Tap(s.value(t, "sunset").chip) // then "red dress" and "sun hat" have no pictures
	s.drain()
	if !s.value(t, "red dress").chip.Disabled() || s.value(t, "red dress").chip.Count() != "0" {
		t.Error("a tag that leaves nothing is not quiet")
	}
	for words, at := range places() {
		if before[words] != at {
			t.Errorf("%s went from %v to %v", words, before[words], at)
		}
	}
}

// Answers arrive in any order. The counts shown never become older, and finally
// belong to the present search.
func TestOldAnswersNeverReplaceNewerOnes(t *testing.T) {
	s := newStage(t, 1000)
	rapid.Check(t, func(rt *rapid.T) {
		s.again()
		number := map[string]int{} // number of each search, by order
		s.world.facets = func(q search.Query) library.Facets {
			return library.Facets{Total: 1000 + number[q.String()]}
		}
		s.openFilters()
		s.drain()
		var waiting []func() // answers that have not arrived
		shown := 1000
		for i := range rapid.IntRange(1, 12).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, "change") {
				q := "w" + strconv.Itoa(i)
				number[q] = i
				s.current.change(func(w *wording) { w.text = q })
				for _, work := range s.work {
					waiting = append(waiting, work(context.Background()))
				}
				s.work = nil
			} else if n := len(waiting); n > 0 {
				at := rapid.IntRange(0, n-1).Draw(rt, "answer")
				waiting[at]()
				waiting = slices.Delete(waiting, at, at+1)
			}
			if s.counting.tally.total < shown {
				rt.Fatalf("the counts went back from %d to %d", shown, s.counting.tally.total)
			}
			shown = s.counting.tally.total
		}
		for _, answer := range waiting {
			answer()
		}
		if want := 1000 + number[s.Query().String()]; s.counting.tally.total != want {
			rt.Fatalf("at last %d, want %d", s.counting.tally.total, want)
		}
	})
}

func TestAnOlderQuestionIsGivenUp(t *testing.T) {
	s := newStage(t, 1000)
	s.openFilters()
	s.drain()
	var ended []bool
	s.world.count = func(search.Query) int { return 0 }
	s.current.change(func(w *wording) { w.text = "a" })
	first := s.work
	s.work = nil
	s.current.change(func(w *wording) { w.text = "b" })
	for _, work := range first {
		work(context.Background())
		ended = append(ended, s.panel.shown() && s.counting.uncounted == nil)
	}
	s.drain()
	if s.counting.uncounted != nil {
		t.Errorf("the answer to an older question is shown: %v", s.counting.uncounted)
	}
	if len(ended) == 0 {
		t.Error("nothing was asked")
	}
}

func TestCountsThatFailSaySo(t *testing.T) {
	s := newStage(t, 1000)
	s.openFilters()
	s.drain()
	s.world.err = library.ErrDisk
	test.Tap(s.value(t, "Favourites").chip)
	s.drain()
	if words := s.panel.trouble.Text(); s.panel.trouble.Hidden || !strings.Contains(words, "the disk that holds Lookbook’s library has trouble") {
		t.Errorf("the panel says %q", words)
	}
	if got := s.value(t, "Saved").chip.Count(); got != "1,190" {
		t.Errorf("the old counts went: %q", got)
	}
	s.world.err = nil
	s.Recount()
	s.drain()
	if !s.panel.trouble.Hidden {
		t.Error("the trouble stays when it is over")
	}
}

// Pictures that arrive all the time don't delay the counts for ever, and the
// last of them are counted.
func TestChangesWhileCountingAreFolded(t *testing.T) {
	s := newStage(t, 1000)
	s.openFilters()
	s.drain()
	total := 1200
	s.world.facets = func(search.Query) library.Facets { return library.Facets{Total: total} }
	for range 50 {
		total++
		s.Recount()
	}
	if n := len(s.work); n != 2 {
		t.Errorf("%d questions at once", n)
	}
	work := s.work
	s.work = nil
	for _, work := range work {
		paint := work(context.Background())
		total = 1300 // it arrives after the answer
		s.Recount()
		paint()
	}
	s.drain()
	if s.counting.tally.total != 1300 {
		t.Errorf("counted %d", s.counting.tally.total)
	}
}

func TestManyTagsAreFoundByTyping(t *testing.T) {
	s := newStage(t, 1000)
	s.world.facets = func(search.Query) library.Facets {
		var f library.Facets
		for i := range 300 {
			f.Tags = append(f.Tags, library.FacetCount{Value: "tag " + strconv.Itoa(i), Count: 300 - i})
		}
		return f
	}
	s.openFilters()
	s.drain()
	tags := s.panel.groups[len(s.panel.groups)-1]
	if n := len(tags.chips.box.Objects); n != facetOf(search.ByTag).first {
		t.Fatalf("%d tags at first", n)
	}
	if got := tags.more.Text(); got != "284 more…" {
		t.Errorf("the link says %q", got)
	}
	tags.openAll()
	s.drain()
	if n := len(tags.chips.box.Objects); n != mostValues {
		t.Errorf("%d tags at once, want %d", n, mostValues)
	}
	s.typing("TAG 29")
	same(t, "found", textsOf2(tags), "tag 29", "tag 290", "tag 291", "tag 292", "tag 293", "tag 294", "tag 295", "tag 296", "tag 297", "tag 298", "tag 299")
	s.press(fyne.KeyDown, fyne.KeyRight, fyne.KeySpace)
	same(t, "chips", s.chipTexts(), "Tag: tag 290")
	tags.find.SetText("no such")
	s.panel.show()
	if tags.rest.Hidden || tags.rest.Text() != "Nothing is called that." {
		t.Errorf("says %q", tags.rest.Text())
	}
}

func textsOf2(g *group) []string {
	var all []string
	for _, box := range g.chips.box.Objects {
		all = append(all, g.p.cells[box].chip.Text())
	}
	return all
}

func TestThePanelByTheKeyboard(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.press(fyne.KeyTab, fyne.KeySpace) // the button
	if !s.panel.shown() {
		t.Fatal("Space does not open the panel")
	}
	if s.canvas.Focused() != s.value(t, "Favourites").chip {
		t.Fatal("the keyboard is not at the first value")
	}
	s.press(fyne.KeyDown, fyne.KeyRight, fyne.KeySpace)
	same(t, "chips", s.chipTexts(), "2 stars or more")
	s.press(fyne.KeyUp, fyne.KeyUp)
	if s.canvas.Focused() != s.value(t, "Favourites").chip {
		t.Error("Up does not go back")
	}
	s.press(fyne.KeyLeft)
	if s.canvas.Focused() != s.value(t, "Favourites").chip {
		t.Error("Left of the first goes somewhere")
	}
	// New counts may disable the chip that has the focus.
	s.value(t, "Favourites").chip.Disable()
	s.press(fyne.KeyRight)
	if s.canvas.Focused() != s.value(t, "1 star or more").chip {
		t.Error("a value without use is left for another than the next")
	}
	s.canvas.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.panel.shown() {
		t.Error("Escape does not close the panel")
	}
}

func TestDaysAreWritten(t *testing.T) {
	s := newStage(t, 1000)
	s.openFilters()
	s.drain()
	write := func(e *dayEntry, text string) {
		e.SetText(text)
		e.OnSubmitted(text)
		s.drain()
	}
	write(s.panel.days.from, "2026-01")
	write(s.panel.days.to, "2026-02")
	same(t, "chips", s.chipTexts(), "1 Jan 2026 – 28 Feb 2026")
	if got := s.panel.days.from.Text; got != "2026-01-01" {
		t.Errorf("the first day reads %q", got)
	}
	write(s.panel.days.to, "yesterday")
	if s.panel.days.trouble.Hidden || s.panel.days.to.Text != "yesterday" {
		t.Error("what is no day is taken")
	}
	same(t, "chips stay", s.chipTexts(), "1 Jan 2026 – 28 Feb 2026")
	write(s.panel.days.to, "2025")
	if got := s.panel.days.trouble.Text(); got != "The last day is before the first." {
		t.Errorf("says %q", got)
	}
	write(s.panel.days.to, "")
	same(t, "an open end", s.chipTexts(), "From 1 Jan 2026")
	test.Tap(s.value(t, "Today").chip)
	s.drain()
	if s.panel.days.from.Text != "2026-03-15" || !s.panel.days.trouble.Hidden {
		t.Errorf("the first day reads %q", s.panel.days.from.Text)
	}
	s.canvas.Focus(s.panel.days.from)
	s.press("N", "I", fyne.KeyEscape)
	if !s.panel.shown() {
		t.Error("Escape for an input method closes the panel")
	}
	s.press(fyne.KeyEscape)
	if s.panel.shown() {
		t.Error("Escape does not close the panel")
	}
}
