package imageview

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/jonboulle/clockwork"
)

func TestTheBarGoesWhenThePointerRests(t *testing.T) {
	test.NewTempApp(t)
	clock := clockwork.NewFakeClock()
	b := newBar(container.NewStack(), clock.Now)
	b.Wake()
	clock.Advance(Rest)
	b.Tick(clock.Now())
	if !b.Visible() {
		t.Fatal("went too soon")
	}
	clock.Advance(time.Second)
	b.Tick(clock.Now())
	if b.Visible() {
		t.Fatal("still there")
	}
	b.PointerOnPicture()
	if !b.Visible() {
		t.Fatal("did not come back")
	}
	b.MouseIn(nil)
	b.MouseOut() // the pointer moves onto a button of the bar
	clock.Advance(time.Minute)
	b.Tick(clock.Now())
	if !b.Visible() {
		t.Fatal("went from under the pointer")
	}
	b.PointerOnPicture()
	clock.Advance(time.Minute)
	b.Tick(clock.Now())
	if b.Visible() {
		t.Fatal("stays after the pointer has left it")
	}
	b.MouseIn(nil)
	b.Dismiss()
	b.Wake()
	clock.Advance(time.Minute)
	b.Tick(clock.Now())
	if b.Visible() {
		t.Fatal("stays although the pointer was not on it since it was sent away")
	}
}
