package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// A window that is larger than the screen is made to fit on it, with its frame.
func TestTheWindowFitsOnTheScreen(t *testing.T) {
	for name, test := range map[string]struct{ width, height, wantWidth, wantHeight int }{
		"a small screen": {800, 600, 800, 560},
		"a low one":      {1920, 720, 1280, 680},
		"a narrow one":   {1000, 2000, 1000, 800},
		"just enough":    {1280, 800, 1280, 800},
		"a large screen": {3840, 2160, 1280, 800},
		"none":           {0, 0, 1280, 800},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, instant())
			b := w.window(func(p *Params) { p.Room = func() (int, int) { return test.width, test.height } })
			if got := b.Window.window.Canvas().Size(); got != fyne.NewSize(float32(test.wantWidth), float32(test.wantHeight)) {
				t.Errorf("the window has %v", got)
			}
		})
	}
}
