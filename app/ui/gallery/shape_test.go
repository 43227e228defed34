package gallery

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/library"
)

func TestCellsHaveTheShapeOfMostPictures(t *testing.T) {
	wide := func(id int64) library.Image {
		img := saved(id, 5)
		img.Width, img.Height = 1024, 512
		return img
	}
	b := newBench(t, saved(3, 1), saved(2, 1), saved(1, 1))
	b.ShowAll()
	b.drain()
	if b.Cells.shape.aspect != 0.75 {
		t.Fatalf("aspect %g", b.Cells.shape.aspect)
	}
	b.images = append([]library.Image{wide(4)}, b.images...)
	b.Reload()
	b.drain()
	if b.Cells.shape.aspect != 0.75 {
		t.Fatalf("one wide picture turned the gallery over: %g", b.Cells.shape.aspect)
	}
	b.images = append([]library.Image{wide(5), wide(6), wide(7)}, b.images...)
	b.Reload()
	b.drain()
	if b.Cells.shape.aspect != 2 {
		t.Fatalf("most are wide now: %g", b.Cells.shape.aspect)
	}
	b.ShowEntry(library.Entry{ID: 1, Job: api.Job{State: api.Running, Config: api.Config{Width: 100, Height: 4000, NumSamples: 1}}})
	if size := b.grid.CellSize(); size.Height > 3.5*size.Width {
		t.Errorf("a tower makes cells of %v", size)
	}
}

func TestCellSizeStaysInItsBounds(t *testing.T) {
	b := newBench(t)
	for in, want := range map[float32]float32{1: SmallestCell, 200: 200, 9999: LargestCell} {
		b.Cells.SetSize(in)
		if b.Cells.Size() != want || float32(b.foot.slider.Value) != want {
			t.Errorf("%g: cells %g, slider %g", in, b.Cells.Size(), b.foot.slider.Value)
		}
	}
	if len(b.resized) != 0 {
		t.Error("the slider was not touched")
	}
	b.foot.slider.SetValue(256)
	if b.Cells.Size() != 256 || !slices.Equal(b.resized, []float32{256}) {
		t.Errorf("the slider: cells %g, told %v", b.Cells.Size(), b.resized)
	}
	b.press(fyne.KeyMinus)
	b.press(fyne.KeyPlus, fyne.KeyPlus)
	if b.Cells.Size() != 288 {
		t.Errorf("by keys: %g", b.Cells.Size())
	}
}

func TestNarrowPanesShowAsManyColumnsAsComeNearest(t *testing.T) {
	b := newBench(t, many(20)...) // three by four
	b.Cells.SetSize(256)          // 192 wide
	b.ShowAll()
	b.drain()
	for width, columns := range map[float32]int{260: 1, 342: 2, 420: 2, 640: 3, 900: 4} {
		b.window.Resize(fyne.NewSize(width, benchHeight))
		got := b.grid.CellSize()
		if b.grid.Columns() != columns || abs(got.Width/got.Height-0.75) > 0.01 {
			t.Errorf("%g wide: %d columns of %v", width, b.grid.Columns(), got)
		}
		if got.Width < 192*0.7 || got.Width > 192*1.5 {
			t.Errorf("%g wide: cells are %g wide, 192 was asked for", width, got.Width)
		}
	}
}

func TestTheHeadKeepsItsTitle(t *testing.T) {
	b := newBench(t, many(20)...)
	for _, width := range []float32{320, 342, 439, 440, 900} {
		b.window.Resize(fyne.NewSize(width, benchHeight))
		b.ShowEntry(job(1, 4))
		b.drain()
		if b.header.title.Cut() {
			t.Errorf("%g wide, one job: the title is cut", width)
		}
		b.ShowAll()
		b.drain()
		if b.header.title.Cut() || !b.foot.count.Visible() {
			t.Errorf("%g wide, all pictures: title cut %v, count %v", width, b.header.title.Cut(), b.foot.count.Visible())
		}
	}
}

func TestMostPicturesDecideTheShape(t *testing.T) {
	of := func(sizes ...[2]int) (images []library.Image) {
		for _, s := range sizes {
			images = append(images, library.Image{Width: s[0], Height: s[1]})
		}
		return images
	}
	wide, high, unknown := [2]int{1024, 512}, [2]int{512, 1024}, [2]int{}
	c := cellShape{edge: 200, aspect: 1}
	for _, step := range []struct {
		images []library.Image
		aspect float32
		size   fyne.Size
	}{
		{of(), 1, fyne.NewSize(200, 200)},
		{of(unknown, unknown, wide), 2, fyne.NewSize(200, 100)},
		{of(wide, high), 2, fyne.NewSize(200, 100)}, // nothing is turned without need
		{of(wide, high, high), 0.5, fyne.NewSize(100, 200)},
		{of([2]int{9000, 100}), 3, fyne.NewSize(200, 200.0/3)},
	} {
		before := c.aspect
		if changed := c.vote(step.images); changed != (before != step.aspect) || c.aspect != step.aspect || c.size() != step.size {
			t.Errorf("%v: aspect %g, size %v, changed %v", step.images, c.aspect, c.size(), changed)
		}
	}
}
