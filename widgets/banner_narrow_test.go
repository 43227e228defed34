package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/widgets"
)

func TestBannerKeepsItsActionsInsideWhereItIsNarrow(t *testing.T) {
	test.NewTempApp(t)
	nothing := func() {}
	banner := widgets.NewBanner(widgets.BannerFailed, "The service did not take this request.",
		widgets.Action{Text: "Send again", Run: nothing}, widgets.Action{Text: "Remove from the list", Run: nothing},
		widgets.Action{Text: "Copy for support", Run: nothing})
	test.NewTempWindow(t, banner)
	for _, width := range []float32{180, 240, 300, 420, 900} {
		banner.Resize(fyne.NewSize(width, 40))
		height := banner.MinSize().Height
		banner.Resize(fyne.NewSize(width, height))
		buttons := 0
		for _, o := range test.WidgetRenderer(banner).Objects() {
			link, ok := o.(*widgets.LinkButton)
			if !ok {
				continue
			}
			buttons++
			end := link.Position().AddXY(link.Size().Width, link.Size().Height)
			if end.X > width || end.Y > height {
				t.Errorf("%v wide: %q ends at %v of %v", width, link.Text(), end, height)
			}
		}
		if buttons != 3 {
			t.Errorf("%v wide: %d actions", width, buttons)
		}
	}
}
