package imageview

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"

	"lookbook/app/library"
)

func TestTheMarksOverlayShowsMarksForAMoment(t *testing.T) {
	test.NewTempApp(t)
	clock := clockwork.NewFakeClock()
	rated := -1
	p := newMarksOverlay(clock.Now, nil, func(rating int) { rated = rating })
	w := test.NewTempWindow(t, p.box)
	w.Resize(fyne.NewSize(400, 300))
	if p.set(library.Marks{Favourite: true, Rating: 2}); p.Visible() {
		t.Fatal("shown although nothing was changed")
	}
	p.show(library.Marks{Favourite: true, Rating: 3})
	if !p.Visible() || !p.favourite.On() || p.stars.Rating() != 3 {
		t.Fatalf("shown %v, favourite %v, %d stars", p.Visible(), p.favourite.On(), p.stars.Rating())
	}
	p.stars.TypedRune('5')
	if rated != 5 {
		t.Errorf("rated %d by the overlay", rated)
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

func TestAMessageGoes(t *testing.T) {
	test.NewTempApp(t)
	clock := clockwork.NewFakeClock()
	w := newWordsOverlay(clock.Now)
	if w.Words() != "" {
		t.Fatalf("says %q", w.Words())
	}
	w.say("Paused")
	clock.Advance(Rest)
	if w.Tick(clock.Now()); w.Words() != "Paused" {
		t.Fatal("went too soon")
	}
	clock.Advance(time.Second)
	if w.Tick(clock.Now()); w.Words() != "" {
		t.Fatal("still there")
	}
	w.say("Goes on")
	if w.Hide(); w.Words() != "" {
		t.Fatal("can’t be taken away")
	}
}
