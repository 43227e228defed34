package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/test/bench/year"
)

// searchRow is how long one keystroke in the search field takes until its first
// screen of results can be drawn: with every key the text is parsed, all of
// 160,000 pictures that it finds are listed in the gallery's order with the
// beginnings of their sections, and the rows of the first 200 are read. What
// is typed is typed letter by letter, corrected, and deleted again down to the
// empty field. Only what the window does with it is left out, which `stall`
// and `scroll` measure.
//
// Beside it the sqlite3 shell runs the same search as SQL on the same file and
// tells its own time (`.timer on`): the rows of the first 200, in the same
// order, without listing the others, which would take it many times as long.
// search_screen does as little.
func searchRow() Row {
	return Row{
		Name: "search", Alone: true,
		Targets: []Target{
			{Name: "search", What: "one keystroke in the search field at 160,000 pictures until the first screen of results is there, p95, in ms", Most: 20},
			{Name: "search", Ratio: true, What: "the same ÷ the same query in the `sqlite3` shell’s own timer", Most: 2},
			{Name: "search_p50", What: "the same, p50, in ms"},
			{Name: "search_max", What: "the same, the slowest keystroke, in ms"},
			{Name: "search_screen", What: "the same with no more than the first screen listed, p95, in ms"},
			{Name: "search_screen", Ratio: true, What: "that ÷ the `sqlite3` shell, keystroke by keystroke, p95 of the ratios"},
			{Name: "search_facets", What: "the counts of all filters for the same keystrokes, p95, in ms"},
			{Name: "search_first", What: "the first list after the start, in ms"},
		},
		Run: runSearch,
	}
}

// typings are what is typed, each from an empty field and back to it.
var typings = []string{
	"portrait wom",
	`"red silk" -blurry`,
	"4131",
	"ckp_15f9",
	"ig_0a",
	"neon rain -people state:saved",
	"rating:>=3 is:favourite",
	"moonlight kodak grain -text -ugly",
	"prompt:fox",
	"zebra",
}

// keystrokes are the texts that stand in the field as one types and deletes.
func keystrokes() []string {
	var texts []string
	for _, typed := range typings {
		runes := []rune(typed)
		for n := 1; n <= len(runes); n++ {
			texts = append(texts, string(runes[:n]))
		}
		for n := len(runes) - 1; n >= 0; n -= 1 + (len(runes)-n)/4 { // the key is held down
			texts = append(texts, string(runes[:n]))
		}
		if texts[len(texts)-1] != "" {
			texts = append(texts, "")
		}
	}
	return texts
}

const (
	firstScreen  = 200 // pictures
	searchRounds = 5
)

func runSearch(ctx context.Context, s *Stage) (err error) {
	home, err := s.Library()
	if err != nil {
		return err
	}
	if err := year.CopyLibrary(home, s.Scratch()); err != nil {
		return err
	}
	file := year.Home(s.Scratch()).Library()
	l, err := library.Open(ctx, file, library.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	began := time.Now()
	if err := keystroke(ctx, l, "", 0); err != nil {
		return err
	}
	s.Figure("search_first", millis(time.Since(began)), "ms")
	texts := keystrokes()
	shell := sqliteShell{file: file}
	ours, theirs, screen, facets := newTimes(len(texts)), newTimes(len(texts)), newTimes(len(texts)), newTimes(len(texts))
	for round := range searchRounds {
		took, err := shell.run(ctx, texts)
		if err != nil {
			return err
		}
		for n, text := range texts {
			theirs.add(n, took[n])
			if err := errors.Join(
				ours.measure(n, func() error { return keystroke(ctx, l, text, 0) }),
				screen.measure(n, func() error { return keystroke(ctx, l, text, firstScreen) }),
				facets.measure(n, func() error { _, err := l.Facets(ctx, search.Parse(text)); return err }),
			); err != nil {
				return err
			}
		}
		s.Logf("typed %d keys, round %d of %d", len(texts), round+1, searchRounds)
	}
	s.Figure("search", quantile(ours.all, .95), "ms")
	s.Figure("search_p50", median(ours.all), "ms")
	s.Figure("search_max", slices.Max(ours.all), "ms")
	s.Figure("search_facets", quantile(facets.all, .95), "ms")
	s.Figure("search_shell", quantile(theirs.means(), .95), "ms")
	s.Ratio("search", quantile(ours.means(), .95), quantile(theirs.means(), .95))
	s.Figure("search_screen", quantile(screen.all, .95), "ms")
	each := screen.means()
	for n, their := range theirs.means() {
		each[n] /= their
	}
	s.Ratio("search_screen", quantile(each, .95), 1)
	return nil
}

// keystroke does what the gallery asks of the library for one; limit is how
// many pictures are listed at most, 0 for all.
func keystroke(ctx context.Context, l *library.Library, text string, limit int) error {
	found, err := l.ListImages(ctx, library.ImageFilter{Query: search.Parse(text)}, library.ListOptions{Limit: limit, Prompts: true})
	if err != nil {
		return err
	}
	first := found.IDs[:min(len(found.IDs), firstScreen)]
	rows, err := l.ImagesByID(ctx, first)
	if err == nil && len(rows) != len(first) {
		err = fmt.Errorf("%q: %d rows of %d", text, len(rows), len(first))
	}
	return err
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// times are what each of several things took, again and again, in ms.
type times struct {
	all  []float64
	each [][]float64
}

func newTimes(things int) *times { return &times{each: make([][]float64, things)} }

func (t *times) add(thing int, took time.Duration) {
	t.all = append(t.all, millis(took))
	t.each[thing] = append(t.each[thing], millis(took))
}

// measure adds what do takes.
func (t *times) measure(thing int, do func() error) error {
	began := time.Now()
	err := do()
	t.add(thing, time.Since(began))
	return err
}

// means are the means of each thing.
func (t *times) means() []float64 {
	means := make([]float64, len(t.each))
	for n, all := range t.each {
		for _, took := range all {
			means[n] += took / float64(len(all))
		}
	}
	return means
}
