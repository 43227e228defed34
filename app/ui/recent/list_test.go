package recent

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/widgets/darkroom"
)

// bench is a list in a window over prompts that are made up.
type bench struct {
	*List
	t       *testing.T
	work    []func(context.Context) func()
	prompts []library.Prompt
	err     error
	picked  []string
	closed  int
}

func newBench(t *testing.T, texts ...string) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	b := &bench{t: t}
	for i, text := range texts {
		b.prompts = append(b.prompts, library.Prompt{Text: text, Used: now.Add(-time.Duration(i+1) * time.Hour), Times: i + 1})
	}
	b.List = New(Params{
		Run: func(work func(context.Context) func()) { b.work = append(b.work, work) },
		Prompts: func(_ context.Context, text string, limit int) ([]library.Prompt, error) {
			var list []library.Prompt
			for _, p := range b.prompts {
				if strings.Contains(p.Text, text) && len(list) < limit {
					list = append(list, p)
				}
			}
			return list, b.err
		},
		Now:    func() time.Time { return now },
		Picked: func(prompt string) { b.picked = append(b.picked, prompt) },
		Closed: func() { b.closed++ },
	})
	w := test.NewTempWindow(t, b.Object())
	w.Resize(Size())
	w.Canvas().Focus(b.FocusTarget())
	b.drain(false)
	return b
}

// drain does the work; the answers come in their order, or the other way round.
func (b *bench) drain(backwards bool) {
	var paints []func()
	for _, work := range b.work {
		paints = append(paints, work(context.Background()))
	}
	b.work = nil
	if backwards {
		slices.Reverse(paints)
	}
	for _, paint := range paints {
		paint()
	}
}

func (b *bench) press(keys ...fyne.KeyName) {
	for _, key := range keys {
		b.FocusTarget().TypedKey(&fyne.KeyEvent{Name: key})
	}
}

func TestAPromptIsChosenByKeys(t *testing.T) {
	b := newBench(t, "a red coat", "a blue hat", "a green shoe")
	b.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn, fyne.KeyReturn)
	if !slices.Equal(b.picked, []string{"a blue hat"}) {
		t.Errorf("picked %q", b.picked)
	}
}

func TestAPromptIsFoundAndClicked(t *testing.T) {
	b := newBench(t, "a red coat", "a blue hat", "a blue shoe")
	test.Type(b.FocusTarget(), "blue")
	b.drain(true) // the answer to "b" comes last
	if b.Len() != 2 {
		t.Fatalf("%d found", b.Len())
	}
	o, ok := b.Rows.Row(b.ID(1))
	if !ok {
		t.Fatal("the second row is not in sight")
	}
	if got := o.(*row); got.prompt.Text() != "a blue shoe" || got.used.Text() != "3 hours ago · 3 times" {
		t.Errorf("it shows %q, %q", got.prompt.Text(), got.used.Text())
	}
	b.Rows.OnCurrent(1)
	if !slices.Equal(b.picked, []string{"a blue shoe"}) {
		t.Errorf("picked %q", b.picked)
	}
}

func TestEnterWaitsForWhatWasTyped(t *testing.T) {
	b := newBench(t, "a red coat", "a blue hat")
	test.Type(b.FocusTarget(), "blue")
	b.press(fyne.KeyReturn)
	if len(b.picked) != 0 {
		t.Fatalf("picked %q before the search was done", b.picked)
	}
	b.drain(false)
	if !slices.Equal(b.picked, []string{"a blue hat"}) {
		t.Errorf("picked %q", b.picked)
	}
}

func TestNothingIsChosen(t *testing.T) {
	b := newBench(t)
	if !strings.Contains(b.Sentence(), "listed here") {
		t.Errorf("an empty list says %q", b.Sentence())
	}
	b.press(fyne.KeyDown, fyne.KeyReturn, fyne.KeyEscape)
	if len(b.picked) != 0 || b.closed != 1 {
		t.Errorf("picked %q, closed %d times", b.picked, b.closed)
	}
	test.Type(b.FocusTarget(), "x")
	b.drain(false)
	if b.Sentence() != "No prompt has these words." {
		t.Errorf("nothing found says %q", b.Sentence())
	}
	b.err = library.ErrDisk
	test.Type(b.FocusTarget(), "y")
	b.drain(false)
	if !strings.Contains(b.Sentence(), "the disk that holds Lookbook’s library has trouble") {
		t.Errorf("trouble says %q", b.Sentence())
	}
}

func TestAnEndlessPromptIsShownInTwoLines(t *testing.T) {
	b := newBench(t, strings.Repeat("größe 👩‍👩‍👧‍👦\n", 5000))
	o, _ := b.Rows.Row(b.ID(0))
	if n := len([]rune(o.(*row).prompt.Text())); n > shownRunes {
		t.Errorf("%d characters are measured", n)
	}
	b.press(fyne.KeyReturn)
	if len(b.picked) != 1 || b.picked[0] != b.prompts[0].Text {
		t.Error("the whole prompt is not picked")
	}
}
