package imageview

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"
)

func TestAMessageGoes(t *testing.T) {
	test.NewTempApp(t)
	clock := clockwork.NewFakeClock()
	w := NewMessage(clock.Now)
	if w.Words() != "" {
		t.Fatalf("says %q", w.Words())
	}
	w.Say("Paused")
	clock.Advance(Rest)
	if w.Tick(clock.Now()); w.Words() != "Paused" {
		t.Fatal("went too soon")
	}
	clock.Advance(time.Second)
	if w.Tick(clock.Now()); w.Words() != "" {
		t.Fatal("still there")
	}
	w.Say("Goes on")
	if w.Hide(); w.Words() != "" {
		t.Fatal("can’t be taken away")
	}
}
