package palette

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/ui/uitest"
	"lookbook/widgets/darkroom"
)

func TestMain(m *testing.M) { uitest.Main(m) }

func words(items []Item) (list []string) {
	for _, item := range items {
		list = append(list, item.Words)
	}
	return list
}

func TestTheBestIsFirst(t *testing.T) {
	items := []Item{
		{Words: "Choose pictures folder…"},
		{Words: "Open pictures folder"},
		{Words: "Full screen"},
		{Words: "Open picture’s parameters…"},
		{Words: "Fruit, unlit, on a screen"},
		{Words: "a fox under leaves, laughing, on a screen in the full moon", Text: true},
		{Words: "full screens everywhere", Text: true},
		{Words: "Paste API request"},
		{Words: "Preferences…"},
		{Words: "What it cost…", Also: "spend money"},
	}
	for text, want := range map[string][]string{
		"open fol": {"Open pictures folder"},
		"FOLDER":   {"Open pictures folder", "Choose pictures folder…"},
		"fulsc":    {"Full screen", "Fruit, unlit, on a screen"},
		"full scr": {"Full screen", "full screens everywhere", "a fox under leaves, laughing, on a screen in the full moon"},
		"moon fox": {"a fox under leaves, laughing, on a screen in the full moon"},
		"pre":      {"Preferences…", "Paste API request", "Open pictures folder", "Choose pictures folder…", "Open picture’s parameters…"},
		"xyz":      nil,
		"SPEN":     {"What it cost…"},
		"cost mon": {"What it cost…"},
		"oney":     nil,
	} {
		if got := words(find(items, text)); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	if got := find(items, " "); len(got) != len(items) {
		t.Errorf("without a word: %q", words(got))
	}
}

// stage is a palette whose work is done when the test says so.
type stage struct {
	*Palette
	work   []func(context.Context) func()
	chosen []string
	closed int
}

func newStage(t *testing.T, more []Item, names ...string) *stage {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	s := &stage{}
	item := func(name string) Item {
		return Item{Words: name, Kind: "File", Run: func() { s.chosen = append(s.chosen, name) }}
	}
	var items []Item
	for _, name := range names {
		items = append(items, item(name))
	}
	s.Palette = New(Params{
		Run:   func(work func(context.Context) func()) { s.work = append(s.work, work) },
		Items: items,
		More:  func(context.Context) ([]Item, error) { return more, nil },
		Closed: func(chosen func()) {
			s.closed++
			if chosen != nil {
				chosen()
			}
		},
	})
	w := test.NewTempWindow(t, s.Object())
	w.Resize(Size())
	w.Canvas().Focus(s.FocusTarget())
	return s
}

// drain does the work; its answers come in their order, or the other way round.
func (s *stage) drain(backwards bool) {
	for len(s.work) > 0 {
		var paints []func()
		for _, work := range s.work {
			paints = append(paints, work(context.Background()))
		}
		s.work = nil
		if backwards {
			slices.Reverse(paints)
		}
		for _, paint := range paints {
			paint()
		}
	}
}

func (s *stage) press(keys ...fyne.KeyName) {
	for _, key := range keys {
		s.FocusTarget().TypedKey(&fyne.KeyEvent{Name: key})
	}
}

func TestSomethingIsChosenByKeys(t *testing.T) {
	s := newStage(t, nil, "one", "two", "three")
	s.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn, fyne.KeyReturn)
	if !slices.Equal(s.chosen, []string{"two"}) || s.closed != 1 {
		t.Errorf("chose %q, closed %d times", s.chosen, s.closed)
	}
	s = newStage(t, nil, "one")
	s.press("N", "I", fyne.KeyDown, fyne.KeyReturn)
	if len(s.chosen) > 0 || s.closed != 0 {
		t.Errorf("an input method's keys chose %q, closed %d times", s.chosen, s.closed)
	}
	s.press(fyne.KeyEscape)
	if len(s.chosen) > 0 || s.closed != 1 {
		t.Errorf("chose %q, closed %d times", s.chosen, s.closed)
	}
}

func TestEnterWaitsForTheAnswer(t *testing.T) {
	s := newStage(t, nil, "one", "two", "three")
	test.Type(s.FocusTarget(), "thr")
	s.press(fyne.KeyReturn)
	s.drain(true)
	if !slices.Equal(s.chosen, []string{"three"}) {
		t.Errorf("chose %q", s.chosen)
	}
}

func TestAnAnswerToAnEarlierTextIsDropped(t *testing.T) {
	s := newStage(t, []Item{{Words: "a tower", Text: true}}, "one", "two", "three")
	test.Type(s.FocusTarget(), "tw")
	s.drain(true)
	if got := words(s.Found()); !slices.Equal(got, []string{"two"}) {
		t.Errorf("%q", got)
	}
	test.Type(s.FocusTarget(), "o")
	s.drain(false)
	test.Type(s.FocusTarget(), "x")
	s.drain(false)
	if len(s.Found()) > 0 || s.Sentence() == "" {
		t.Errorf("%q", words(s.Found()))
	}
}

// With ten thousand prompts the palette opens with nothing read, and its rows
// are the few that are in sight.
func TestItOpensAtOnceWithManyPrompts(t *testing.T) {
	many := make([]Item, 10_000)
	for i := range many {
		many[i] = Item{Words: fmt.Sprintf("prompt %d %s", i, strings.Repeat("with a long text ", 20)), Text: true}
	}
	s := newStage(t, many, "one", "two")
	if got := words(s.Found()); !slices.Equal(got, []string{"one", "two"}) || len(s.work) == 0 {
		t.Fatalf("at once: %q", got)
	}
	s.drain(false)
	test.Type(s.FocusTarget(), "9876")
	s.drain(false)
	if len(s.Found()) != 1 {
		t.Errorf("%d found", len(s.Found()))
	}
}

func BenchmarkFind(b *testing.B) {
	many := make([]Item, 10_000)
	for i := range many {
		many[i] = Item{Words: fmt.Sprintf("prompt %d %s", i, strings.Repeat("with a long text ", 20)), Text: true}
	}
	for b.Loop() {
		find(many, "long text 98")
	}
}
