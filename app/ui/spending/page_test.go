package spending

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/app/cost"
	"lookbook/app/library"
	"lookbook/app/ui/segments"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
)

// texts are the visible texts.
func texts(o fyne.CanvasObject) (all []string) {
	for _, o := range test.LaidOutObjects(o) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			all = append(all, text.Text)
		}
	}
	return all
}

func says(o fyne.CanvasObject, words string) bool {
	return strings.Contains(strings.Join(texts(o), " "), words)
}

// spent are jobs of two months: done, failed, lost, and without a price.
func spent() library.Spending {
	price := func(tokens, money cost.Amount) *cost.Cost {
		return &cost.Cost{Tokens: tokens, Money: money, Currency: "EUR"}
	}
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	return library.Spending{
		Accounts: map[int64]string{1: "Studio"},
		Jobs: []library.JobSpending{
			{Entry: 1, Sent: day(1, 31), Account: 1, Model: "ckp_a", Cost: price(4e6, 200_000), Pictures: 4, Kept: 1, Tags: []library.TagShare{{Tag: "coat", Pictures: 4, Kept: 1}}},
			{Entry: 2, Sent: day(2, 1), Account: 1, Model: "ckp_a", Cost: price(8e6, 400_000), Pictures: 8, Kept: 3, Tags: []library.TagShare{{Pictures: 8, Kept: 3}}},
			{Entry: 3, Sent: day(2, 2), Account: 1, Model: "", Outcome: library.SpentFailed, Cost: price(2e6, 100_000)},
			{Entry: 4, Sent: day(2, 3), Account: 1, Model: "ckp_b", Outcome: library.SpentUnsure, Cost: price(1e6, 50_000)},
			{Entry: 5, Sent: day(2, 4), Account: 1, Model: "ckp_b", Pictures: 4},
		},
	}
}

// sheet is the page in a window.
type sheet struct {
	*Page
	queue  *uitest.Queue
	window fyne.Window
	file   string
	saved  string
	closed int
}

func newSheet(t *testing.T, read func(context.Context) (library.Spending, error)) *sheet {
	t.Helper()
	uitest.App(t)
	s := &sheet{queue: &uitest.Queue{}}
	s.Page = NewPage(PageParams{
		Run: s.queue.Run, Read: read, ModelName: func(id string) string { return "model " + id }, KeptRating: 4, Where: time.UTC,
		SaveCSV: func(name string, content []byte) { s.file, s.saved = name, string(content) }, Prices: func() {}, Close: func() { s.closed++ },
	})
	s.window = uitest.Window(t, s.Object(), 700, 600)
	s.queue.Drain()
	return s
}

// lines are the names and sums of the chart.
func (s *sheet) lines() (all []string) {
	for _, l := range s.Page.lines {
		all = append(all, l.name+": "+l.sum)
	}
	return all
}

// choose chooses a word by keys.
func choose(row *segments.Row, i int) {
	for range 9 {
		row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	for range i {
		row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
}

// The total is whole sentences, whatever is known of it.
func TestTheTotalIsWholeSentences(t *testing.T) {
	for want, jobs := range map[string][]library.JobSpending{
		"":                              nil,
		"The cost of 1 job is unknown.": spent().Jobs[4:],
		"In all: 8 tokens for 8 pictures of 1 job. 3 kept: 2.67 tokens for each.": spent().Jobs[1:2],
	} {
		s := newSheet(t, func(context.Context) (library.Spending, error) { return library.Spending{Jobs: jobs}, nil })
		if got := s.total.Text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What was spent is grouped in every way, in tokens and in money; what is unknown, failed or lost stands apart.
func TestWhatWasSpent(t *testing.T) {
	s := newSheet(t, func(context.Context) (library.Spending, error) { return spent(), nil })
	if !says(s.Object(), "In all: 12 tokens for 12 pictures of 4 jobs. 4 kept: 3 tokens for each. Failed jobs, perhaps charged: 2 tokens. Lost answers, perhaps charged: 1 token. The cost of 1 job is unknown.") {
		t.Errorf("the total is %q", s.total.Text())
	}
	s.readOut(1)
	if s.read.Text() == "" || len(s.lines()) != 2 {
		t.Errorf("%q; %q", s.lines(), s.read.Text())
	}
	for by, want := range map[library.SpendingBy]int{library.ByDay: 5, library.ByWeek: 2, library.ByMonth: 2, library.ByModel: 3, library.ByTag: 2, library.ByAccount: 1} {
		choose(s.grouping, slices.Index(library.SpendingGroupings(), by))
		if got := len(s.Page.lines); got != want {
			t.Errorf("by %s: %q", by, s.lines())
		}
		for _, l := range s.Page.lines {
			if l.name == "" || l.bar.most < l.bar.done+l.bar.failed+l.bar.unsure {
				t.Errorf("by %s: %+v", by, l)
			}
		}
	}
	choose(s.grouping, slices.Index(library.SpendingGroupings(), library.ByModel))
	if !slices.Contains(s.lines(), "model ckp_a: 12 tokens") || !slices.Contains(s.lines(), "Not told: 0 tokens") {
		t.Errorf("%q", s.lines())
	}
	choose(s.unit, 1)
	if !slices.Contains(s.lines(), "model ckp_a: EUR 0.60") || !strings.Contains(s.total.Text(), "EUR 0.15 for each") {
		t.Errorf("%q; %q", s.lines(), s.total.Text())
	}
	test.Tap(s.csv)
	if s.file != "spending-by-model.csv" || !strings.HasPrefix(s.saved, "model,jobs,jobs_without_price,pictures,kept,tokens,") || !strings.Contains(s.saved, "\nmodel ckp_a,2,0,12,4,12,0,0,3,0.6,0,0,0.15\n") {
		t.Errorf("%s:\n%s", s.file, s.saved)
	}
}

// The arrows choose a line, and its words are below the chart.
func TestTheChartIsReadByKeys(t *testing.T) {
	s := newSheet(t, func(context.Context) (library.Spending, error) { return spent(), nil })
	s.window.Canvas().Focus(s.Focus())
	key := func(name fyne.KeyName) { s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyHome)
	first := s.read.Text()
	key(fyne.KeyDown)
	if second := s.read.Text(); first == second || !strings.Contains(first+second, "4 tokens for 4 pictures of 1 job.") {
		t.Errorf("%q, then %q", first, second)
	}
}

// Nothing spent, and what can't be read, are said.
func TestThePageWithoutFigures(t *testing.T) {
	s := newSheet(t, func(context.Context) (library.Spending, error) { return library.Spending{}, nil })
	if !says(s.Object(), "Nothing was spent yet.") || s.unit != nil {
		t.Errorf("says %q", texts(s.Object()))
	}
	s = newSheet(t, func(context.Context) (library.Spending, error) { return library.Spending{}, errors.New("a fault") })
	if !says(s.Object(), "This could not be read") {
		t.Errorf("says %q", texts(s.Object()))
	}
}

// typed replaces what is in a field by keys.
func typed(e *widgets.NumberEntry, text string) {
	e.SetText("5")
	into := e.FocusTarget()
	into.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	into.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	test.Type(into, text)
}

// The numbers of a farewell batch are checked, and what it costs follows them.
func TestTheNumbersOfAFarewellBatch(t *testing.T) {
	uitest.App(t)
	var loved []Loved
	for i, prompt := range []string{"a", "b", "c"} {
		loved = append(loved, Loved{Config: api.Config{Prompt: prompt, NumSamples: 1}, Kept: 9 - i})
	}
	f := NewFarewell("soon gone", loved, func(requests []api.Config) string {
		n := 0
		for _, c := range requests {
			n += c.NumSamples
		}
		return strings.Repeat("€", n)
	})
	uitest.Window(t, f.Object(), 500, 500)
	for _, c := range []struct {
		prompts, each string
		jobs          int
	}{{"2", "3", 2}, {"3", "64", 3}, {"1", "1", 1}, {"0", "4", 0}, {"4", "4", 0}, {"-1", "4", 0}, {"2", "0", 0}, {"2", "65", 0}, {"1,5", "4", 0}, {"", "4", 0}, {"two", "4", 0}} {
		typed(f.prompts, c.prompts)
		typed(f.each, c.each)
		requests := f.Requests()
		if len(requests) != c.jobs || c.jobs == 0 && !strings.Contains(f.sum.Text(), "nothing would be sent") {
			t.Errorf("%q prompts, %q each: %+v; %q", c.prompts, c.each, requests, f.sum.Text())
		}
		for i, r := range requests {
			if r.Prompt != loved[i].Config.Prompt || r.NumSamples < 1 || loved[i].Config.NumSamples != 1 {
				t.Errorf("%q prompts, %q each: %+v", c.prompts, c.each, r)
			}
		}
	}
	typed(f.prompts, "2")
	typed(f.each, "3")
	if !strings.Contains(f.sum.Text(), "2 jobs, 6 pictures: €€€€€€.") {
		t.Errorf("it costs %q", f.sum.Text())
	}
}
