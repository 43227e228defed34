// Package uitest is what the tests of the window's parts share: an app that is
// the same everywhere, and work that runs when the test says so, on the test's
// own goroutine.
package uitest

import (
	"context"
	"image"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/widgets/darkroom"
	_ "lookbook/widgets/rendertest" // for their pictures
)

// Main runs the tests of a package. Fyne reports an error without a locale.
func Main(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8")
	os.Exit(m.Run())
}

// App makes an app in dark colours until the test ends. Call it before making
// widgets.
func App(t testing.TB) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
}

// Window shows content in a window of a size, in Fyne's pixels, without a
// margin.
func Window(t testing.TB, content fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// Walk calls visit with an object and everything in it, as far as it is visible.
func Walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	var parts []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		parts = o.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(o).Objects()
	}
	for _, part := range parts {
		Walk(part, visit)
	}
}

// Queue holds work that was not run yet.
type Queue struct {
	waiting []func(context.Context) func()
}

// Run is a pagedlist.Run.
func (q *Queue) Run(work func(context.Context) func()) { q.waiting = append(q.waiting, work) }

// Pending is the number of waiting works.
func (q *Queue) Pending() int { return len(q.waiting) }

// Take runs the first work and returns the function that paints its result;
// nil: none.
func (q *Queue) Take() (paint func()) {
	work := q.waiting[0]
	q.waiting = q.waiting[1:]
	return work(context.Background())
}

// One runs the first work and paints its result.
func (q *Queue) One() {
	if paint := q.Take(); paint != nil {
		paint()
	}
}

// Drain runs all work, including work that follows from it.
func (q *Queue) Drain() {
	for q.Pending() > 0 {
		q.One()
	}
}

// Thumbs are the unanswered requests for thumbnails, the last of each picture.
type Thumbs struct {
	done map[int64]func(*image.RGBA, error)
}

// Source is a picture.Source.
func (s *Thumbs) Source(img library.Image, _ int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
	if s.done == nil {
		s.done = map[int64]func(*image.RGBA, error){}
	}
	s.done[img.ID] = done
	return nil, func() {}
}

// Answer answers the request for a picture's thumbnail with one of 60 × 80
// pixels.
func (s *Thumbs) Answer(t testing.TB, id int64) *image.RGBA {
	t.Helper()
	done := s.done[id]
	if done == nil {
		t.Fatalf("nobody asked for the thumbnail of %d", id)
	}
	p := image.NewRGBA(image.Rect(0, 0, 60, 80))
	done(p, nil)
	return p
}

// AnswerAll answers all requests.
func (s *Thumbs) AnswerAll(t testing.TB) {
	t.Helper()
	for id := range s.done {
		s.Answer(t, id)
	}
}
