package bench

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
	"lookbook/app/test/bench/year"
	"lookbook/app/ui"
	"lookbook/widgets"
)

// scroll measures how long binding and layout of one screen of cells take in a gallery of 160,000
// pictures, compared with one of 1,000: the same window, with a real library, on Fyne's test
// driver, which paints nothing. Both galleries take turns at places all over their length. At each
// place the gallery is turned by a page back and forth, with the rows and thumbnails of both pages
// loaded; that is what is timed.
//
// A second figure is the time until a screen shown for the first time is complete: rows from the
// database and thumbnails from the disk.
func scroll(b *testing.B) {
	app := test.NewApp()
	many, few := openGallery(b, app, year.Jobs), openGallery(b, app, 63)
	visitBoth(many, few, 60)
	tell("scroll", median(many.turned), "ms")
	tell("scroll_1000", median(few.turned), "ms")
	tell("scroll_p95", quantile(many.turned, .95), "ms")
	tell("scroll_complete", median(many.complete), "ms")
	tell("scroll_complete_p95", quantile(many.complete, .95), "ms")
	compare("scroll", median(many.turned), median(few.turned))
}

// visitBoth turns pages at so many places all over two galleries.
func visitBoth(many, few *gallery, places int) {
	random := rand.New(rand.NewPCG(1, 2))
	for range places {
		at := random.Float64()
		many.visit(at)
		few.visit(at)
	}
}

// gallery is the gallery of an open window. It belongs to the row's goroutine.
type gallery struct {
	b        *testing.B
	queue    chan func() // functions for the UI goroutine
	window   fyne.Window
	grid     *widgets.Grid
	pictures int

	turned   []float64 // milliseconds for each turned page
	complete []float64 // milliseconds for each place
}

// noQuit is an app that a window can't quit.
type noQuit struct {
	fyne.App
	quit func()
}

func (a noQuit) Quit() { a.quit() }

// noKeychain stores nothing: without a key, no service is called.
type noKeychain struct{}

var errNoKeychain = errors.New("there is no keychain here")

func (noKeychain) Get(string, string) (string, error) { return "", errNoKeychain }
func (noKeychain) Set(string, string, string) error   { return errNoKeychain }
func (noKeychain) Delete(string, string) error        { return errNoKeychain }

// openGallery opens a window with the library of a year with this many jobs.
func openGallery(b *testing.B, app fyne.App, jobs int) *gallery {
	built, err := year.Ensure(b.Context(), jobs)
	must(b, err)
	home := b.TempDir()
	must(b, year.CopyLibrary(built, home))
	paths := year.Home(home)
	paths.Pictures, paths.Cache = filepath.Join(home, "Pictures"), year.Home(built).Cache
	return openWindow(b, app, paths, jobs*year.PerJob)
}

// openWindow opens a window with a library of so many pictures.
func openWindow(b *testing.B, app fyne.App, paths settings.Paths, pictures int) *gallery {
	must(b, paths.Make())
	store, err := settings.Open(paths.Settings())
	must(b, err)
	log := slog.New(slog.DiscardHandler)
	group, ended := supervisor.New(log, nil), false
	g := &gallery{b: b, pictures: pictures, queue: make(chan func(), 1<<16)}
	window := ui.New(ui.Params{
		App: noQuit{app, func() { ended = true }}, Group: group, Paths: paths, Settings: store, Log: log, Version: "bench",
		Dispatch: func(f func()) { g.queue <- f },
		Secrets:  secrets.Open(secrets.Options{Environ: func(string) string { return "" }, Keyring: noKeychain{}}),
	})
	g.window = window.Fyne()
	window.Show()
	window.Fyne().Resize(fyne.NewSize(1280, 800))
	b.Cleanup(func() {
		window.Close()
		g.until("the end", func() bool { return ended })
		group.Stop()
		must(b, group.Wait(context.Background()))
	})
	g.until("the gallery", func() bool {
		grids := inSight[*widgets.Grid](window.Fyne().Canvas().Content())
		if len(grids) > 0 {
			g.grid = grids[0]
		}
		return g.grid != nil && g.filled()
	})
	g.until("all pictures", func() bool { // at first only the newest are listed
		g.goTo(g.pictures / 2)
		return g.grid.Place().ID != 0
	})
	return g
}

// turn runs the queued functions.
func (g *gallery) turn() {
	for {
		select {
		case f := <-g.queue:
			f()
		default:
			return
		}
	}
}

// until lets the window work until so returns true.
func (g *gallery) until(what string, so func() bool) {
	g.b.Helper()
	limit := time.After(time.Minute)
	for g.turn(); !so(); g.turn() {
		select {
		case f := <-g.queue:
			f()
		case <-limit:
			g.b.Fatalf("waited in vain for %s", what)
		}
	}
}

// goTo scrolls a picture to the upper edge.
func (g *gallery) goTo(index int) { g.grid.ScrollToPlace(widgets.Place{}, index) }

// filled reports whether the visible cells show their pictures.
func (g *gallery) filled() bool {
	cells := inSight[*widgets.Thumb](g.grid)
	for _, cell := range cells {
		if cell.State().Picture == nil {
			return false
		}
	}
	return len(cells) >= 12
}

// visit goes to a place, from 0 for the newest to 1 for the oldest picture, and turns a page there.
func (g *gallery) visit(at float64) {
	const rest = 100 // the last screens have no page below
	began := time.Now()
	g.goTo(int(at * float64(g.pictures-rest)))
	g.until("pictures", g.filled)
	g.complete = append(g.complete, milliseconds(time.Since(began)))
	page := g.grid.Size().Height
	for n := range 22 {
		before := g.grid.Place()
		began := time.Now()
		g.grid.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, []float32{-page, page}[n%2])})
		g.turn()
		took := milliseconds(time.Since(began))
		if g.grid.Place() == before {
			g.b.Fatalf("the gallery did not scroll at %.3f", at)
		}
		if g.until("pictures", g.filled); n >= 2 { // the first time, the lower page isn't loaded yet
			g.turned = append(g.turned, took)
		}
	}
}

// inSight returns the objects of a type within another object, from front to
// back.
func inSight[T fyne.CanvasObject](o fyne.CanvasObject) (found []T) {
	if o == nil || !o.Visible() {
		return nil
	}
	if one, is := o.(T); is {
		return []T{one}
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		found = append(found, inSight[T](child)...)
	}
	return found
}
