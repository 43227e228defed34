package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/settings"
	"lookbook/app/test/bench/year"
	"lookbook/widgets"
)

// scrollRow is how long it takes to bind and to lay out one screen of cells in a
// gallery of 160,000 pictures beside one of 1,000: the same window, with the
// real library below it, on Fyne's test driver, which paints nothing. Places
// all over the gallery are gone to, in both by turns; at each the gallery is
// turned a page back and forth, with the rows and the thumbnails of both pages
// at hand, and that is what is timed.
//
// Beside it stands how long it takes until a screen that was never looked at is
// complete: rows from the database, thumbnails from the disk.
func scrollRow() Row {
	return Row{
		Name: "scroll", Alone: true,
		Targets: []Target{
			{Name: "scroll", Ratio: true, Most: 1.1, What: "time to bind and lay out one screen of cells at 160,000 pictures ÷ at 1,000"},
			{Name: "scroll", What: "the same in milliseconds"},
			{Name: "scroll_complete", What: "a place never looked at before until its pictures are there, half of the places"},
			{Name: "scroll_complete_p95", What: "the same, 95 of 100 places"},
		},
		Run: runScroll,
	}
}

const (
	scrollPlaces = 60
	scrollTurns  = 10 // pages turned at each
	fewJobs      = 63 // 1,008 pictures
)

func runScroll(ctx context.Context, s *Stage) (err error) {
	many, err := s.Library()
	if err != nil {
		return err
	}
	few, err := year.Ensure(ctx, year.Spec{Jobs: fewJobs}, s.Logf)
	if err != nil {
		return err
	}
	app := test.NewApp()
	defer app.Quit()
	var galleries [2]*gallery
	for i, built := range []string{many, few} {
		if galleries[i], err = openGallery(ctx, s, app, built, []int{year.Jobs, fewJobs}[i]*year.PerJob); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, galleries[i].close(context.WithoutCancel(ctx))) }()
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range scrollPlaces {
		at := random.Float64()
		for _, g := range galleries {
			if err := g.visit(ctx, at); err != nil {
				return err
			}
		}
	}
	s.Figure("scroll", median(galleries[0].turned), "ms")
	s.Figure("scroll_1000", median(galleries[1].turned), "ms")
	s.Figure("scroll_p95", quantile(galleries[0].turned, .95), "ms")
	s.Figure("scroll_complete", median(galleries[0].complete), "ms")
	s.Figure("scroll_complete_p95", quantile(galleries[0].complete, .95), "ms")
	s.Ratio("scroll", median(galleries[0].turned), median(galleries[1].turned))
	return nil
}

// gallery is that of an open window.
type gallery struct {
	*window
	grid     *widgets.Grid
	pictures int

	turned   []float64 // milliseconds for each page that was turned
	complete []float64 // and for each place that was gone to
}

// openGallery opens a window with the library of a year.
func openGallery(ctx context.Context, s *Stage, app fyne.App, built string, pictures int) (*gallery, error) {
	// Short: there is a socket in it.
	home := s.TB().TempDir()
	if err := year.CopyLibrary(built, home); err != nil {
		return nil, err
	}
	own := year.Home(home)
	w, err := openWindow(app, settings.Paths{
		Data: own.Data, State: own.State, Config: own.Config, Pictures: filepath.Join(home, "Pictures"),
		Cache: year.Home(built).Cache,
	}, fyne.NewSize(1280, 800))
	if err != nil {
		return nil, err
	}
	g := &gallery{window: w, pictures: pictures}
	found := false
	err = w.until(ctx, "the gallery", func() bool {
		g.grid, found = find(w, func(*widgets.Grid) bool { return true })
		return found && g.filled()
	})
	if err != nil {
		return nil, errors.Join(err, w.close(context.WithoutCancel(ctx)))
	}
	// Only the first are listed at first.
	return g, w.until(ctx, "all pictures", func() bool {
		g.goTo(pictures / 2)
		return g.grid.Place().ID != 0
	})
}

// goTo brings a picture to the upper edge.
func (g *gallery) goTo(index int) { g.grid.ScrollToPlace(widgets.Place{}, index) }

// filled tells whether the cells in sight show their pictures. One or two of
// them may be of those that could not be saved.
func (g *gallery) filled() bool {
	all, there := thumbsIn(g.grid), 0
	for _, thumb := range all {
		if thumb.State().Picture != nil {
			there++
		}
	}
	return len(all) >= 12 && there >= len(all)-2
}

// visit goes to a place, from 0 for the newest to 1 for the oldest picture, and
// turns the page there.
func (g *gallery) visit(ctx context.Context, at float64) error {
	const rest = 100 // the last screens have no page below
	began := time.Now()
	g.goTo(int(at * float64(g.pictures-rest)))
	if err := g.until(ctx, "pictures", g.filled); err != nil {
		return err
	}
	g.complete = append(g.complete, milliseconds(time.Since(began)))
	page := g.grid.Size().Height
	turn := func(by float32) (float64, error) {
		before := g.grid.Place()
		began := time.Now()
		g.grid.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -by)})
		g.turn()
		took := milliseconds(time.Since(began))
		if g.grid.Place() == before {
			return took, fmt.Errorf("the gallery did not scroll at %.3f", at)
		}
		return took, g.until(ctx, "pictures", g.filled)
	}
	for n := range 2 + 2*scrollTurns {
		took, err := turn([]float32{page, -page}[n%2])
		if err != nil {
			return err
		}
		if n >= 2 { // before that the lower page was not there yet
			g.turned = append(g.turned, took)
		}
	}
	return nil
}
