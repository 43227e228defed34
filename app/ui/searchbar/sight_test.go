package searchbar

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/widgets/darkroom"
)

// The bar as it is drawn: empty, in use, and with every filter.
func TestSights(t *testing.T) {
	everything := search.Parse(`red rating:>=2 state:saved,gone model=ckp_1 tag="sun hat" size:768x1024 from:2026-03-09 until:2026-03-15`)
	for name, sight := range map[string]struct {
		mode  darkroom.Mode
		width float32
		show  func(s *stage)
	}{
		"rest":         {darkroom.Dark, 800, func(*stage) {}},
		"rest-narrow":  {darkroom.Dark, 320, func(*stage) {}},
		"light":        {darkroom.Light, 800, func(*stage) {}},
		"chips":        {darkroom.Dark, 1200, func(s *stage) { s.SetQuery(everything) }},
		"chips-narrow": {darkroom.Dark, 320, func(s *stage) { s.SetQuery(everything) }},
		"offers": {darkroom.Dark, 800, func(s *stage) {
			s.Focus(s.canvas)
			s.typing("red tag:s")
		}},
		"kept": {darkroom.Dark, 800, func(s *stage) {
			s.world.kept = []library.SavedSearch{{Name: "Reds of the year", Query: "red"}}
			s.SetQuery(search.Parse("red"))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := stageIn(t, sight.mode, sight.width)
			sight.show(s)
			s.drain()
			s.Bar.Resize(fyne.NewSize(sight.width, s.MinSize().Height))
			test.AssertRendersToMarkup(t, name+".xml", s.canvas)
		})
	}
}
