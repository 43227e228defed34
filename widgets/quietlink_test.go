package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"lookbook/widgets"
)

func TestQuietLinkPressesAsAnyOther(t *testing.T) {
	test.NewTempApp(t)
	pressed := 0
	link := widgets.NewQuietLink("Pictures/Lookbook", func() { pressed++ })
	test.Tap(link)
	if pressed != 1 {
		t.Errorf("pressed %d times", pressed)
	}
	body := widgets.NewLinkButton("Pictures/Lookbook", nil)
	if quiet, loud := link.MinSize(), body.MinSize(); quiet.Width >= loud.Width {
		t.Errorf("the quiet link is %v wide, the other %v: it should be the smaller", quiet.Width, loud.Width)
	}
}
