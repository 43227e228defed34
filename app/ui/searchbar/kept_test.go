package searchbar

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"lookbook/app/library"
	"lookbook/app/search"
)

// item chooses an item of the menu of saved searches.
func (s *stage) item(t *testing.T, label string) {
	t.Helper()
	for _, item := range s.saved.menu().Items {
		if item.Label == label {
			if item.Disabled {
				t.Fatalf("%q is off", label)
			}
			item.Action()
			s.drain()
			return
		}
	}
	t.Fatalf("there is no %q in %q", label, s.items())
}

func (s *stage) items() []string {
	var all []string
	for _, item := range s.saved.menu().Items {
		label := item.Label
		if item.Checked {
			label = "✓ " + label
		}
		if item.Disabled {
			label = "(" + label + ")"
		}
		all = append(all, label)
	}
	return all
}

// name types a name into the dialog's field and presses Enter.
func (s *stage) name(name string) {
	s.typing(name)
	s.press(fyne.KeyReturn)
}

func TestASearchIsKept(t *testing.T) {
	s := newStage(t, 1000)
	s.saved.open()
	s.drain()
	menu := s.canvas.Overlays().Top()
	if menu == nil {
		t.Fatal("no menu")
	}
	s.canvas.Overlays().Remove(menu)
	same(t, "the menu", s.items(), "(Save this search…)")
	s.SetQuery(search.Parse("red rating:5"))
	s.item(t, "Save this search…")
	s.name("  Best   reds ")
	if len(s.world.kept) != 1 || s.world.kept[0].Name != "Best reds" || s.world.kept[0].Query != "red rating:5" {
		t.Fatalf("kept %+v", s.world.kept)
	}
	same(t, "said", s.said, "Saved as “Best reds”.")
	if got := s.saved.button.word.Text(); got != "Best reds" {
		t.Errorf("the button says %q", got)
	}
	s.Focus(s.canvas)
	s.typing("x") // replaces the selection
	if got := s.saved.button.word.Text(); got != "Saved" {
		t.Errorf("the button says %q of another search", got)
	}
	same(t, "the menu", s.items(), "Best reds", "", "Save this search…", "Update “Best reds”")
	s.item(t, "Best reds")
	if got := s.told[len(s.told)-1]; got != "red rating:5" || s.current.field.Text() != "red" {
		t.Errorf("looks for %q, the field holds %q", got, s.current.field.Text())
	}
	same(t, "the menu", s.items(), "✓ Best reds", "", "Save this search…", "Rename “Best reds”…", "Delete “Best reds”")
}

func TestAKeptSearchIsNotReplacedByMistake(t *testing.T) {
	s := newStage(t, 1000)
	s.world.kept = []library.SavedSearch{{Name: "Reds", Query: "red"}}
	s.SetQuery(search.Parse("blue"))
	s.drain()
	s.item(t, "Save this search…")
	s.name("reds")
	if s.world.kept[0].Query != "red" {
		t.Fatal("the other search is gone")
	}
	s.press(fyne.KeyReturn) // "Replace it"
	if len(s.world.kept) != 1 || s.world.kept[0].Query != "blue" {
		t.Fatalf("kept %+v", s.world.kept)
	}
	s.undo(t)
	if s.world.kept[0].Query != "red" {
		t.Errorf("after undo %+v", s.world.kept)
	}
}

func TestAKeptSearchIsDeletedAndComesBack(t *testing.T) {
	s := newStage(t, 1000)
	s.world.kept = []library.SavedSearch{{Name: "Reds", Query: "red"}, {Name: "Blues", Query: "blue"}}
	s.SetQuery(search.Parse("red"))
	s.drain()
	if got := s.saved.button.word.Text(); got != "Reds" {
		t.Fatalf("the button says %q", got)
	}
	s.item(t, "Delete “Reds”")
	same(t, "the menu", s.items(), "Blues", "", "Save this search…")
	s.undo(t)
	if got := s.saved.button.word.Text(); got != "Reds" || len(s.world.kept) != 2 {
		t.Errorf("the button says %q, kept %+v", got, s.world.kept)
	}
}

func TestAKeptSearchIsRenamed(t *testing.T) {
	s := newStage(t, 1000)
	s.world.kept = []library.SavedSearch{{Name: "Reds", Query: "red"}, {Name: "Blues", Query: "blue"}}
	s.SetQuery(search.Parse("red"))
	s.drain()
	s.item(t, "Rename “Reds”…")
	s.name("BLUES") // the name is taken
	if s.world.kept[0].Name != "Reds" {
		t.Fatal("took a name that is taken")
	}
	s.canvas.Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	s.name("Warm")
	if s.world.kept[0].Name != "Warm" || s.saved.button.word.Text() != "Warm" {
		t.Errorf("kept %+v, the button says %q", s.world.kept, s.saved.button.word.Text())
	}
}

func TestASearchWithoutANameIsNotKept(t *testing.T) {
	s := newStage(t, 1000)
	s.SetQuery(search.Parse("red"))
	s.drain()
	s.item(t, "Save this search…")
	s.name(` " `)
	if len(s.world.kept) != 0 {
		t.Errorf("kept %+v", s.world.kept)
	}
	s.press(fyne.KeyEscape)
	s.item(t, "Save this search…") // the previous one is closed
}

func TestLastWeekMovesOn(t *testing.T) {
	s := newStage(t, 1000)
	s.SetQuery(search.Parse("red from:2026-03-09 until:2026-03-15"))
	s.drain()
	s.item(t, "Save this search…")
	s.name("Lately")
	s.now = s.now.Add(10 * 24 * time.Hour)
	s.item(t, "Lately")
	if got := s.told[len(s.told)-1]; got != "red from:2026-03-19 until:2026-03-25" {
		t.Errorf("ten days on it looks for %q", got)
	}
	same(t, "chips", s.chipTexts(), "Last 7 days")
	if got := s.saved.button.word.Text(); got != "Lately" {
		t.Errorf("the button says %q", got)
	}
}

func TestKeptSearchesThatCanNotBeReadSaySo(t *testing.T) {
	s := newStage(t, 1000)
	s.world.err = library.ErrDisk
	s.saved.open()
	s.drain()
	if !s.saved.note.Visible() || !strings.Contains(s.saved.note.Text(), "the disk that holds Lookbook’s library has trouble") {
		t.Fatalf("says %q", s.saved.note.Text())
	}
	s.world.err = nil
	s.saved.open()
	s.drain()
	if s.saved.note.Visible() {
		t.Error("the trouble stays when it is over")
	}
}

// A saved search is restored unchanged, on the same day.
func TestKeptTextIsRead(t *testing.T) {
	today := search.Date{Year: 2026, Month: 3, Day: 15}
	rapid.Check(t, func(rt *rapid.T) {
		q := search.Parse(typing().Draw(rt, "query"))
		if rapid.Bool().Draw(rt, "lately") {
			q.From, q.To = rapid.SampledFrom(periods()).Draw(rt, "period").days(today)
		}
		text := keptText(q, today)
		if back := keptQuery(text, today); back.String() != q.String() {
			rt.Fatalf("kept %q as %q, read %q", q, text, back)
		}
	})
}

func TestShortNames(t *testing.T) {
	for name, want := range map[string]string{
		"Best":                         "Best",
		"exactly twenty-two lon":       "exactly twenty-two lon",
		"a name that is much too long": "a name that is much t…",
		strings.Repeat("👩‍👧", 30):      strings.Repeat("👩‍👧", 21) + "…",
	} {
		if got := shortName(name); got != want {
			t.Errorf("%q is %q for short, want %q", name, got, want)
		}
	}
}

// What a person reads when a saved search can't be changed.
func TestTheWordsAboutSavedSearches(t *testing.T) {
	s := newStage(t, 1000)
	for want, err := range map[string]error{
		"The saved searches could not be changed: it is not there any more.":                                    library.ErrNotFound,
		"The saved searches could not be changed: something else has that name already, so choose another one.": fmt.Errorf("search %q: %w", "Reds", library.ErrTaken),
		"The saved searches could not be changed: another program is using Lookbook’s library.":                 fmt.Errorf("keep a search: %w", library.ErrBusy),
		"The saved searches could not be changed: the disk that holds Lookbook’s library is full.":              fmt.Errorf("keep a search: %w", library.ErrFull),
	} {
		s.saved.change(func(context.Context) error { return err }, func() { t.Errorf("%v: it was done", err) })
		s.drain()
		if got := s.saved.note.Text(); got != want || !s.saved.note.Visible() {
			t.Errorf("%v: it says %q, want %q", err, got, want)
		}
	}
}
