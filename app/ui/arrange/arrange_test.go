package arrange_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lookbook/app/ui/arrange"
)

func box(width, height float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Black)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

func hidden() *canvas.Rectangle {
	r := box(500, 500)
	r.Hide()
	return r
}

func TestPlaces(t *testing.T) {
	type at struct{ x, y, width, height float32 }
	for _, c := range []struct {
		name    string
		build   func(objects ...fyne.CanvasObject) *fyne.Container
		objects []fyne.CanvasObject
		min     fyne.Size
		want    []at
	}{
		{
			"stack", func(o ...fyne.CanvasObject) *fyne.Container { return arrange.Stack(8, o...) },
			[]fyne.CanvasObject{box(10, 10), hidden(), box(30, 20)},
			fyne.NewSize(30, 38),
			[]at{{0, 0, 200, 10}, {}, {0, 18, 200, 20}},
		},
		{
			"inset", func(o ...fyne.CanvasObject) *fyne.Container { return arrange.Inset(4, 1, 2, o[0]) },
			[]fyne.CanvasObject{box(10, 10)},
			fyne.NewSize(18, 13),
			[]at{{4, 1, 192, 97}},
		},
		{
			"columns", func(o ...fyne.CanvasObject) *fyne.Container { return arrange.Columns(10, o...) },
			[]fyne.CanvasObject{box(10, 10), box(20, 30)},
			fyne.NewSize(50, 30),
			[]at{{0, 0, 95, 10}, {105, 0, 95, 30}},
		},
		{
			"beside", func(o ...fyne.CanvasObject) *fyne.Container { return arrange.Beside(5, 12, o[0], o[1:]...) },
			[]fyne.CanvasObject{box(10, 30), box(20, 25), hidden(), box(30, 10)},
			fyne.NewSize(70, 37),
			[]at{{0, 0, 140, 30}, {145, 12, 20, 25}, {}, {170, 12, 30, 10}},
		},
		{
			"line", func(o ...fyne.CanvasObject) *fyne.Container { return arrange.Line(5, o[0], o[1:]...) },
			[]fyne.CanvasObject{box(10, 30), box(20, 10)},
			fyne.NewSize(35, 30),
			[]at{{0, 35, 175, 30}, {180, 45, 20, 10}},
		},
		{
			"capped", func(o ...fyne.CanvasObject) *fyne.Container { return arrange.Capped(50, o[0]) },
			[]fyne.CanvasObject{box(10, 30)},
			fyne.NewSize(10, 30),
			[]at{{75, 35, 50, 30}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			laid := c.build(c.objects...)
			if got := laid.MinSize(); got != c.min {
				t.Errorf("needs %v, want %v", got, c.min)
			}
			laid.Resize(fyne.NewSize(200, 100))
			for i, o := range c.objects {
				if !o.Visible() {
					continue
				}
				got := at{o.Position().X, o.Position().Y, o.Size().Width, o.Size().Height}
				if got != c.want[i] {
					t.Errorf("object %d is at %v, want %v", i, got, c.want[i])
				}
			}
		})
	}
}
