package imageview

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"
)

func TestTheMarksOverlayShowsMarksForAMoment(t *testing.T) {
	test.NewTempApp(t)
	clock := clockwork.NewFakeClock()
	rated := -1
	p := NewMarksOverlay(clock.Now, nil, func(rating int) { rated = rating })
	w := test.NewTempWindow(t, p.Object())
	w.Resize(fyne.NewSize(400, 300))
	if p.Set(true, 2); p.Visible() {
		t.Fatal("shown although nothing was changed")
	}
	p.Show(true, 3)
	if !p.Visible() || !p.favourite.On() || p.stars.Rating() != 3 {
		t.Fatalf("shown %v, favourite %v, %d stars", p.Visible(), p.favourite.On(), p.stars.Rating())
	}
	p.stars.TypedRune('5')
	if rated != 5 {
		t.Errorf("rated %d by the plate", rated)
	}
	clock.Advance(Rest)
	if p.Tick(clock.Now()); !p.Visible() {
		t.Fatal("went too soon")
	}
	clock.Advance(time.Second)
	if p.Tick(clock.Now()); p.Visible() {
		t.Fatal("still there")
	}
}
