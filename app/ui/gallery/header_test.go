package gallery

import (
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestTheHeaderShowsTheSearchOrWhatIsShown(t *testing.T) {
	test.NewTempApp(t)
	search, card := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	asked := 0
	h := newHeader(search, func() { asked++ })
	h.seek(true)
	if !search.Visible() || h.line.Visible() || h.about.Visible() || h.all.Visible() {
		t.Error("over all pictures there is more than the search")
	}
	h.tell("This job", card)
	h.seek(false)
	if search.Visible() || !h.line.Visible() || !h.about.Visible() || h.about.Objects[0] != card || h.title.Text() != "This job" {
		t.Errorf("over a job: search %v, %q, card %v", search.Visible(), h.title.Text(), h.about.Visible())
	}
	test.Tap(h.all)
	if asked != 1 {
		t.Error("there is no way back to all pictures")
	}
	h.tell("All pictures", nil)
	if h.about.Visible() || h.all.Visible() {
		t.Error("the card stays over all pictures")
	}
}
