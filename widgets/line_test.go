package widgets_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/widgets"
)

func TestLineLevelsMiddlesAndGivesSpacersTheRest(t *testing.T) {
	block := func(w, h float32) *canvas.Rectangle {
		r := canvas.NewRectangle(color.Black)
		r.SetMinSize(fyne.NewSize(w, h))
		return r
	}
	low, tall, hidden, last := block(20, 10), block(30, 40), block(500, 500), block(10, 20)
	hidden.Hide()
	c := container.New(widgets.NewLine(4), low, tall, hidden, layout.NewSpacer(), last)
	if got := c.MinSize(); got.Height != 40 {
		t.Errorf("min size %v", got)
	}
	c.Resize(fyne.NewSize(200, 40))
	for name, want := range map[*canvas.Rectangle]fyne.Position{low: {X: 0, Y: 15}, tall: {X: 24, Y: 0}, last: {X: 190, Y: 10}} {
		if got := name.Position(); got != want {
			t.Errorf("at %v, want %v", got, want)
		}
	}
}
