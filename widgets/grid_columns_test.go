package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestGridKeepsToItsColumns(t *testing.T) {
	test.NewTempApp(t)
	g := NewGrid(IDs{1, 2, 3, 4, 5, 6}, func() fyne.CanvasObject { return canvas.NewRectangle(nil) }, func(fyne.CanvasObject, int) {})
	w := test.NewTempWindow(t, g)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 300))
	for _, c := range []struct {
		columns int
		size    fyne.Size
		fits    bool
		width   float32
	}{
		{3, fyne.NewSize(100, 150), true, 100}, // there would be room for five
		{2, fyne.NewSize(100, 150), true, 100},
		{6, fyne.NewSize(200, 100), true, 94}, // less than was asked for
		{12, fyne.NewSize(200, 100), false, 94},
		{0, fyne.NewSize(200, 100), false, 94},
	} {
		if fits := g.SetColumns(c.columns, c.size, 64); fits != c.fits {
			t.Errorf("%d columns of %v: %v", c.columns, c.size, fits)
		}
		if c.fits && g.Columns() != c.columns {
			t.Errorf("%d columns, want %d", g.Columns(), c.columns)
		}
		if _, width := g.Column(0); width < c.width-1 || width > c.width+1 {
			t.Errorf("%d columns are %v wide, want %v", c.columns, width, c.width)
		}
	}
	if x, width := g.Column(5); x+width > 600 {
		t.Errorf("the last column ends at %v", x+width)
	}
	g.SetCellSize(fyne.NewSize(100, 150))
	if g.Columns() != 5 {
		t.Errorf("left to themselves there are %d columns", g.Columns())
	}
}
