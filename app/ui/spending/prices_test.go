package spending

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/app/cost"
	"lookbook/app/edit"
	"lookbook/app/request"
	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// list is the panel in a window, with what was saved.
type list struct {
	*Panel
	rules  []cost.Rule
	chosen []api.Config
	queue  *uitest.Queue
	window fyne.Window
}

func newList(t *testing.T) *list {
	t.Helper()
	uitest.App(t)
	l := &list{queue: &uitest.Queue{}}
	l.Panel = NewPanel(PanelParams{
		Rules: func() []cost.Rule { return l.rules }, Save: func(rules []cost.Rule) { l.rules = rules },
		Chosen: func() []api.Config { return l.chosen }, Run: l.queue.Run,
		Earlier: func() func(context.Context) (int, edit.Undo, error) {
			return func(context.Context) (int, edit.Undo, error) { return 0, nil, errors.New("not now") }
		},
	})
	l.window = uitest.Window(t, l.Object(), 500, 700)
	return l
}

// says reports whether a visible text has these words.
func (l *list) says(words string) bool {
	return slices.ContainsFunc(texts(l.Object()), func(text string) bool { return strings.Contains(text, words) })
}

// press presses the visible button with these words.
func (l *list) press(t *testing.T, words string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(l.Object()) {
		if b, ok := o.(interface {
			fyne.Tappable
			Text() string
		}); ok && b.Text() == words {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("there is no button %q", words)
}

// A price is typed with a point or a comma. None, 0, a negative one and one that can be read in two
// ways are refused in words, and nothing is saved.
func TestPricesThatPeopleType(t *testing.T) {
	for text, want := range map[string]string{
		"1": "1", "0,5": "0.5", "0.125": "0.125", " 2 ": "2", "3 tokens": "3", "0.000001": "0.000001",
		"": "", "0": "", "0,00": "", "-1": "", "−0,5": "", "1,000": "", "1.000,5": "", "1e3": "", "free": "", "5 USD": "", "1000001": "", "0.0000001": "",
	} {
		l := newList(t)
		l.press(t, "Add a price")
		l.tokens.SetText(text)
		l.press(t, "Use this price")
		switch {
		case want == "" && (len(l.rules) > 0 || !l.says("This can’t be used") || !l.adding.Visible()):
			t.Errorf("%q: saved %+v", text, l.rules)
		case want != "" && (len(l.rules) != 1 || l.rules[0].Tokens.String() != want || l.adding.Visible() || !l.says("Any type, any size: ")):
			t.Errorf("%q: saved %+v", text, l.rules)
		}
	}
}

// A price for the same requests takes the place of the one before; others stay. Prices are removed one
// by one.
func TestPricesTakeEachOthersPlace(t *testing.T) {
	l := newList(t)
	add := func(kind, size string, fix int, tokens string) {
		t.Helper()
		l.press(t, "Add a price")
		l.kind.SetText(kind)
		l.size.SetText(size)
		l.fix.Set(fix)
		l.tokens.SetText(tokens)
		l.press(t, "Use this price")
	}
	add("", "", 0, "1")
	add("sdxl", "1024 × 1024", 1, "3")
	add("", "", 0, "2")
	want := []cost.Rule{{Type: "sdxl", Size: request.Size{Width: 1024, Height: 1024}, Fix: cost.WithFix, Tokens: 3e6}, {Tokens: 2e6}}
	if !slices.Equal(l.rules, want) {
		t.Fatalf("%+v", l.rules)
	}
	add("", "1024", 0, "5")
	if !slices.Equal(l.rules, want) || !l.adding.Visible() {
		t.Errorf("a size that is none gave %+v", l.rules)
	}
	l.press(t, "Cancel")
	l.press(t, "Remove")
	if !slices.Equal(l.rules, want[1:]) {
		t.Errorf("%+v", l.rules)
	}
	l.press(t, "Remove")
	if len(l.rules) > 0 || !l.says("No price yet") {
		t.Errorf("%+v", l.rules)
	}
}

// A receipt gives the price of a picture: its tokens by the pictures of what is selected.
func TestAPriceFromAReceipt(t *testing.T) {
	on := true
	l := newList(t)
	l.chosen = []api.Config{
		{ModelType: request.SDXL, Width: 768, Height: 1024, NumSamples: 10, EnableHRF: &on}, {ModelType: request.SDXL, Width: 1024, Height: 1024, NumSamples: 6, EnableHRF: &on},
	}
	l.press(t, "From a receipt")
	if l.kind.Text() != request.SDXL || l.size.Text() != "" || l.fix.Chosen() != 1 || l.pictures.Text != "16" {
		t.Errorf("filled in with %q, %q, %d, %q", l.kind.Text(), l.size.Text(), l.fix.Chosen(), l.pictures.Text)
	}
	for took, want := range map[string]string{"16": "1", "8": "0.5", "10": "0.625", "1": "0.0625", "0": "", "-3": "", "x": "", "1,5": "0.09375"} {
		l.took.SetText(took)
		if l.tokens.Text != want {
			t.Errorf("16 pictures that took %q cost %q each, want %q", took, l.tokens.Text, want)
		}
	}
	for _, pictures := range []string{"0", "-16", "1,5", "sixteen"} {
		l.pictures.SetText(pictures)
		l.took.SetText("16")
		if l.tokens.Text != "" || !l.says("This can’t be used") {
			t.Errorf("%q pictures cost %q each", pictures, l.tokens.Text)
		}
	}
	l.pictures.SetText("3")
	l.took.SetText("10")
	l.press(t, "Use this price")
	if len(l.rules) != 1 || l.rules[0] != (cost.Rule{Type: request.SDXL, Fix: cost.WithFix, Tokens: 3_333_333}) {
		t.Errorf("%+v", l.rules)
	}
}

// Earlier jobs get the price of today, which can be taken back, or the panel says why not.
func TestPricingEarlierJobs(t *testing.T) {
	l := newList(t)
	l.press(t, "Price earlier jobs")
	l.queue.Drain()
	if !l.says("Earlier jobs could not be priced") || l.undo.Visible() {
		t.Errorf("says %q", texts(l.Object()))
	}
	undone := 0
	l.p.Earlier = func() func(context.Context) (int, edit.Undo, error) {
		return func(context.Context) (int, edit.Undo, error) {
			return 3, func(context.Context) error { undone++; return nil }, nil
		}
	}
	l.press(t, "Price earlier jobs")
	l.queue.Drain()
	if !l.says("3 jobs without a price got one of today.") {
		t.Errorf("says %q", texts(l.Object()))
	}
	l.press(t, "Undo")
	l.queue.Drain()
	if undone != 1 || !l.says("The prices were taken back.") || l.undo.Visible() {
		t.Errorf("undone %d times; says %q", undone, texts(l.Object()))
	}
}
