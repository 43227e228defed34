package gallery

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/search"
)

// colourOf returns a colour that no other picture of a test has.
func colourOf(id int64) color.RGBA {
	mixed := uint32(id) * 2654435761 // odd, so that different ids give different numbers
	return color.RGBA{R: byte(mixed), G: byte(mixed >> 8), B: byte(mixed >> 16), A: 255}
}

// wall is a gallery whose pictures have the colour of their id, and arrive in
// random order.
type wall struct {
	*bench
	random  *rand.Rand
	pending []asked
}

type asked struct {
	id   int64
	done func(*image.RGBA, error)
}

func newWall(t *testing.T, seed uint64, images ...library.Image) *wall {
	w := &wall{bench: newBench(t, images...), random: rand.New(rand.NewPCG(seed, 7))}
	w.thumbSource = func(img library.Image, _ int, done func(*image.RGBA, error)) (*image.RGBA, func()) {
		if w.random.IntN(4) == 0 { // from memory
			return painted(img.ID), func() {}
		}
		w.pending = append(w.pending, asked{img.ID, done})
		return nil, func() {} // a request on its way can't be cancelled
	}
	w.ShowAll()
	w.drain()
	return w
}

func painted(id int64) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, 6, 8))
	draw.Draw(p, p.Rect, image.NewUniform(colourOf(id)), image.Point{}, draw.Src)
	return p
}

// answer answers some requests, also old ones, in random order.
func (w *wall) answer(n int) {
	for range min(n, len(w.pending)) {
		i := w.random.IntN(len(w.pending))
		r := w.pending[i]
		w.pending[i] = w.pending[len(w.pending)-1]
		w.pending = w.pending[:len(w.pending)-1]
		r.done(painted(r.id), nil)
	}
}

// check examines the middle of every visible cell: it has the colour of its
// picture, or that of an empty place.
func (w *wall) check(t *testing.T) (pictures int) {
	t.Helper()
	screen := w.window.Canvas().Capture()
	scale := w.window.Canvas().Scale()
	first, last := w.grid.VisibleRange()
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.grid)
	for i := first; i >= 0 && i <= last; i++ {
		cell := w.cell(i)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(cell).AddXY(cell.Size().Width/2, cell.Size().Height/2)
		if at.Y < top.Y+48 || at.Y > top.Y+w.grid.Size().Height-2 {
			continue // its middle is outside the view or under the sticky heading
		}
		got := color.RGBAModel.Convert(screen.At(int(at.X*scale), int(at.Y*scale))).(color.RGBA)
		id := w.Pictures.scope.ID(i)
		state := cell.slot.Thumb.State()
		switch {
		case state.Picture != nil && got != colourOf(id):
			t.Fatalf("the cell of picture %d is %v, want %v", id, got, colourOf(id))
		case state.Picture != nil:
			pictures++
		case len(w.owners(got)) > 0:
			t.Fatalf("the cell of picture %d, which has not come, is the colour of %v", id, w.owners(got))
		}
	}
	return pictures
}

// owners returns the pictures of a colour.
func (w *wall) owners(c color.RGBA) []int64 {
	var ids []int64
	for _, img := range w.images {
		if colourOf(img.ID) == c {
			ids = append(ids, img.ID)
		}
	}
	return ids
}

func TestCellsNeverShowAnothersPicture(t *testing.T) {
	for seed := range uint64(2) {
		w := newWall(t, seed, jobs(120)...)
		seen := 0
		for range 30 {
			switch w.random.IntN(8) {
			case 0, 1, 2:
				w.grid.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, float32(w.random.IntN(1200)-600))})
			case 3:
				w.grid.ScrollTo(w.random.IntN(w.Pictures.Len()))
			case 4:
				w.Cells.SetSize(float32(96 + w.random.IntN(160)))
			case 5:
				w.SetQuery(search.Parse([]string{"", "cat", "dog"}[w.random.IntN(3)]))
			case 6:
				w.images = append([]library.Image{saved(int64(5000+len(w.images)), 200)}, w.images...)
				w.ImageChanged(library.ImageChanged{Image: w.images[0]})
			case 7:
				w.Arrangement.SetSections([]Sections{ByDay, ByJob, NoSections}[w.random.IntN(3)])
			}
			for w.work.Pending() > 0 && w.random.IntN(4) > 0 {
				w.work.One()
			}
			w.answer(w.random.IntN(30))
			seen += w.check(t)
		}
		w.drain()
		w.answer(len(w.pending))
		if at := w.check(t); at == 0 || seen < 100 {
			t.Errorf("%d pictures were looked at, %d at the end", seen, at)
		}
	}
}
