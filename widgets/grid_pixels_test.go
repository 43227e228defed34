package widgets

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// colorOfID returns a colour that no other id below 2²⁰ and no surface of the theme has: its red is always above 0x80.
func colorOfID(id int64) color.RGBA {
	return color.RGBA{R: 0x80 | uint8(id>>14), G: uint8(id >> 7 << 1), B: uint8(id << 1), A: 0xFF}
}

func pictureOfID(id int64) *image.RGBA {
	img := picture(8, 8)
	draw.Draw(img, img.Rect, image.NewUniform(colorOfID(id)), image.Point{}, draw.Src)
	return img
}

// loader delivers pictures late, and in any order. A picture goes to the cell that shows its item then.
type loader struct {
	g       *Grid
	waiting []int64
	have    map[int64]*image.RGBA
	chance  *rand.Rand
}

func (l *loader) bind(cell fyne.CanvasObject, id int64) {
	if l.have[id] == nil {
		l.waiting = append(l.waiting, id)
	}
	cell.(*Thumb).Bind(ThumbState{Key: id, Picture: l.have[id], Aspect: 1, Loading: l.have[id] == nil, Rating: int(id % 6)})
}

func (l *loader) deliver(count int) {
	for range min(count, len(l.waiting)) {
		at := l.chance.IntN(len(l.waiting))
		id := l.waiting[at]
		l.waiting = slices.Delete(l.waiting, at, at+1)
		l.have[id] = pictureOfID(id)
		l.g.RefreshItem(id)
	}
}

// The test examines pixels: the middle of every visible item has the item's colour, or the placeholder's while its
// picture is missing, through fast scrolling, changed cell sizes, and added and removed items.
func TestNoCellShowsTheWrongPicture(t *testing.T) {
	prepare(t)
	chance := rand.New(rand.NewPCG(5, 160))
	source := numbered(1, 5000)
	l := &loader{have: map[int64]*image.RGBA{}, chance: chance}
	g := NewGrid(source, func() fyne.CanvasObject { return NewThumb(nil) }, func(cell fyne.CanvasObject, index int) { l.bind(cell, source.ids[index]) })
	l.g = g
	g.SetCellSize(fyne.NewSquareSize(60))
	c := stage(t, g, 300, 220)
	next := int64(6000)
	steps := []func(){
		func() { g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, float32(chance.IntN(400)-300))}) },
		func() { g.scrollTo(chance.Float64() * g.view.geo.height) },
		func() { press1(g, fyne.KeyPageDown) },
		func() { g.SetCellSize(fyne.NewSquareSize(float32(40 + chance.IntN(60)))) },
		func() {
			at := chance.IntN(len(source.ids))
			source.ids = slices.Insert(source.ids, at, next)
			next++
			g.ItemsChanged()
		},
		func() {
			at := chance.IntN(len(source.ids) - 20)
			source.ids = slices.Delete(source.ids, at, at+chance.IntN(20))
			g.ItemsChanged()
		},
		func() { l.deliver(10) },
		func() { l.deliver(1000) },
	}
	seen := 0
	for step := range 250 {
		for range 1 + chance.IntN(4) {
			steps[chance.IntN(len(steps))]()
		}
		painted := c.Capture()
		first, last := g.view.geo.span(g.view.offset, g.view.offset+g.view.page())
		for i := first; i <= last; i++ {
			x, y := g.view.geo.place(i)
			at := image.Pt(int(x+g.view.geo.cellW/2), int(y-g.view.offset+g.view.geo.cellH/2))
			if !at.In(painted.Bounds()) {
				continue
			}
			id := source.ids[i]
			got := color.RGBAModel.Convert(painted.At(at.X, at.Y)).(color.RGBA)
			switch {
			case l.have[id] != nil && got != colorOfID(id):
				t.Fatalf("step %d: item %d (id %d) is painted %v, want %v", step, i, id, got, colorOfID(id))
			case l.have[id] == nil && got.R > 0x80:
				t.Fatalf("step %d: item %d (id %d) has no picture yet and is painted %v", step, i, id, got)
			}
			if l.have[id] != nil {
				seen++
			}
		}
	}
	if seen < 500 {
		t.Errorf("only %d pictures were looked at", seen)
	}
}
