package searchbar

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// stage is a bar in a window. Its work waits until the test runs it.
type stage struct {
	*Bar
	canvas fyne.Canvas
	world  *world
	now    time.Time
	work   []func(context.Context) func()
	told   []string // the searches passed to Changed
	left   int
	said   []string
	change Change            // the last change
	names  map[string]string // names of models, as the panel shows them
}

// world is the content of the library.
type world struct {
	facets func(q search.Query) library.Facets
	count  func(q search.Query) int
	err    error
	kept   []library.SavedSearch
}

func (w *world) Facets(ctx context.Context, q search.Query) (library.Facets, error) {
	if w.err != nil {
		return library.Facets{}, w.err
	}
	return w.facets(q), ctx.Err()
}

func (w *world) CountImages(ctx context.Context, f library.ImageFilter) (int, error) {
	return w.count(f.Query), ctx.Err()
}

func (w *world) All(context.Context) ([]library.SavedSearch, error) {
	return slices.Clone(w.kept), w.err
}

func (w *world) at(name string) int {
	return slices.IndexFunc(w.kept, func(s library.SavedSearch) bool { return strings.EqualFold(s.Name, name) })
}

func (w *world) Save(_ context.Context, name, query string) (edit.Undo, error) {
	undo := w.wayBack()
	if at := w.at(name); at >= 0 {
		w.kept = slices.Delete(w.kept, at, at+1)
	}
	w.kept = append(w.kept, library.SavedSearch{Name: name, Query: query})
	return undo, w.err
}

// wayBack returns an Undo that restores the saved searches of this moment.
func (w *world) wayBack() edit.Undo {
	was := slices.Clone(w.kept)
	return func(context.Context) error {
		w.kept = was
		return nil
	}
}

func (w *world) Rename(_ context.Context, from, to string) error {
	at := w.at(from)
	if at < 0 {
		return library.ErrNotFound
	}
	w.kept[at].Name = to
	return w.err
}

func (w *world) Delete(_ context.Context, name string) (edit.Undo, error) {
	at := w.at(name)
	if at < 0 {
		return nil, library.ErrNotFound
	}
	undo := w.wayBack()
	w.kept = slices.Delete(w.kept, at, at+1)
	return undo, w.err
}

// counted makes counts from names and numbers.
func counted(counts ...any) []library.FacetCount {
	var list []library.FacetCount
	for i := 0; i < len(counts); i += 2 {
		list = append(list, library.FacetCount{Value: counts[i].(string), Count: counts[i+1].(int)})
	}
	return list
}

func newWorld() *world {
	return &world{
		facets: func(q search.Query) library.Facets {
			f := library.Facets{
				Total: 1200, Favourites: 30, Ratings: [6]int{1000, 10, 20, 30, 40, 100},
				States: counted("saved", 1190, "unsaved", 10, "failed", 2, "gone", 0, "trashed", 7),
				Models: counted("ckp_1", 900, "stable-diffusion-v1-5", 300),
				Sizes:  counted("768x1024", 800, "512x512", 400),
				Tags:   counted("sunset", 50, "sun hat", 40, "red dress", 30),
			}
			f.Models[0].Name = "My dog"
			if !q.IsZero() {
				f.Total, f.Favourites = 12, 1
				f.Tags = f.Tags[:1]
				f.Tags[0].Count = 5
			}
			return f
		},
		count: func(search.Query) int { return 3 },
	}
}

func newStage(t testing.TB, width float32) *stage {
	t.Helper()
	return stageIn(t, darkroom.Dark, width)
}

func stageIn(t testing.TB, mode darkroom.Mode, width float32) *stage {
	t.Helper()
	app := test.NewApp()
	t.Cleanup(app.Quit)
	app.Settings().SetTheme(darkroom.New(mode))
	s := &stage{world: newWorld(), now: time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)}
	s.Bar = New(Params{
		Run:     func(work func(context.Context) func()) { s.work = append(s.work, work) },
		Now:     func() time.Time { return s.now },
		Library: s.world, Searches: s.world, ModelName: func(id string) string { return cmp.Or(s.names[id], id) },
		Changed: func(q search.Query) { s.told = append(s.told, q.String()) },
		Leave:   func() { s.left++ },
		Say:     func(words string) { s.said = append(s.said, words) },
		Did:     func(d Change) { s.change = d },
	})
	w := test.NewWindow(container.NewBorder(s.Object(), nil, nil, nil, widgets.NewSurface(darkroom.ColorNameWindow, nil)))
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, 700))
	s.canvas = w.Canvas()
	return s
}

// again resets the stage.
func (s *stage) again() {
	if s.panel.shown() {
		s.panel.close()
	}
	s.drain()
	s.canvas.Unfocus()
	s.SetQuery(search.Query{})
	s.drain()
	s.told, s.left = nil, 0
}

// drain runs the queued work and shows its results, until nothing is queued.
func (s *stage) drain() {
	for len(s.work) > 0 {
		next := s.work[0]
		s.work = s.work[1:]
		next(context.Background())()
	}
}

// undo undoes the last change.
func (s *stage) undo(t testing.TB) {
	t.Helper()
	if s.change.Undo == nil {
		t.Fatal("there is no way back")
	}
	if err := s.change.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.Reread()
	s.drain()
}

// typing types into the focused widget.
func (s *stage) typing(text string) {
	for _, r := range text {
		s.canvas.Focused().TypedRune(r)
	}
}

// press presses keys. They go to the window if nothing has the focus.
func (s *stage) press(keys ...fyne.KeyName) {
	for _, key := range keys {
		event := &fyne.KeyEvent{Name: key}
		switch {
		case key == fyne.KeyTab:
			s.canvas.FocusNext()
		case s.canvas.Focused() != nil:
			s.canvas.Focused().TypedKey(event)
		}
		s.drain()
	}
}

// chipTexts returns the texts of the chips beside the field.
func (s *stage) chipTexts() []string { return textsOf(s.chips.flow) }

func (s *stage) offerTexts() []string { return textsOf(s.completion.flow) }

func textsOf(f *flow) []string {
	var all []string
	for _, o := range f.box.Objects {
		if chip, ok := o.(*widgets.FilterChip); ok {
			all = append(all, chip.Text())
		}
	}
	return all
}

// value finds a chip in the panel by its text.
func (s *stage) value(t testing.TB, words string) *valueCell {
	t.Helper()
	if !s.panel.shown() {
		t.Fatal("the panel is closed")
	}
	for _, g := range s.panel.groups {
		for _, box := range g.chips.box.Objects {
			if cell := s.panel.cells[box]; cell.chip.Text() == words {
				return cell
			}
		}
	}
	t.Fatalf("there is no %q in the panel", words)
	return nil
}

func same(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// typedFor returns the text to type for a chip.
func typedFor(c chip) string {
	if _, not := c.not(); not {
		return c.value
	}
	return c.facet.Typed(c.value)
}
