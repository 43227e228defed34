package widgets

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lookbook/widgets/darkroom"
)

func TestGridKeepsItsPlace(t *testing.T) {
	s := newGridStage(t, 1000)
	s.scrollTo(4000)
	s.Select(1200)
	s.SetCurrent(160)
	s.scrollTo(4030)
	id, y := s.top()

	s.source.ids = append(numbered(1, 37).ids, s.source.ids...)
	s.ItemsChanged()
	if gotID, _ := s.top(); gotID > id || gotID < id-3 {
		t.Errorf("37 came in before: first in sight is %d, was %d", gotID, id)
	}
	if got, _ := s.view.find(id, 0), 0; got < 0 {
		t.Fatal("lost")
	} else if _, at := s.view.geo.place(got); at-s.view.offset != y {
		t.Errorf("37 came in before: %d is at %v, was at %v", id, at-s.view.offset, y)
	}
	if s.source.ids[s.Current()] != 1160 || !s.Selected(1200) {
		t.Error("the keyboard's place or the selection did not go along")
	}
	s.check(t)

	s.SetCellSize(fyne.NewSquareSize(60))
	if at := s.view.find(id, 0); at < s.first || at > s.last {
		t.Errorf("smaller cells: %d is out of sight", id)
	}
	s.Resize(fyne.NewSize(800, 300))
	if at := s.view.find(id, 0); at < s.first || at > s.last {
		t.Errorf("another size: %d is out of sight", id)
	}
	s.check(t)
}

func TestGridAtTheTopShowsWhatComesIn(t *testing.T) {
	s := newGridStage(t, 100)
	s.source.ids = append([]int64{5, 6}, s.source.ids...)
	s.ItemsChanged()
	if id, _ := s.top(); id != 5 || s.view.offset != 0 {
		t.Errorf("first in sight is %d", id)
	}
	s.check(t)
}

func TestGridForgetsWhatIsGone(t *testing.T) {
	s := newGridStage(t, 100)
	s.Select(1001, 1002, 1003)
	s.SetCurrent(2)
	told := 0
	s.OnSelected = func() { told++ }
	s.source.ids = slices.Delete(s.source.ids, 2, 3)
	s.ItemsChanged()
	if !slices.Equal(s.Selection(), []int64{1001, 1003}) || told != 1 {
		t.Errorf("selected %v, told %d times", s.Selection(), told)
	}
	if s.Current() != 2 || s.cursor.id != 1003 {
		t.Errorf("place is %d, id %d; what came after takes it", s.Current(), s.cursor.id)
	}
	s.source.ids = s.source.ids[:1]
	s.ItemsChanged()
	if s.Current() != 0 || s.SelectionLen() != 0 {
		t.Errorf("place is %d, %d selected", s.Current(), s.SelectionLen())
	}
	s.check(t)
}

func TestGridRefreshesOneItem(t *testing.T) {
	s := newGridStage(t, 1000)
	s.binds = 0
	s.RefreshItem(1003)
	s.RefreshItem(1900) // not visible
	if s.binds != 1 {
		t.Errorf("%d binds for one item", s.binds)
	}
	cell, ok := s.Cell(1003)
	if !ok || cell.(*tile).id != 1003 {
		t.Error("no cell for 1003")
	}
	if _, ok := s.Cell(1900); ok {
		t.Error("a cell for what is out of sight")
	}
}

func TestGridSourceReplaced(t *testing.T) {
	s := newGridStage(t, 1000)
	s.scrollTo(5000)
	s.Select(1500)
	s.SetCurrent(500)
	s.source = numbered(1, 3)
	s.SetSource(s.source)
	if s.SelectionLen() != 0 || s.Current() != -1 || s.view.offset != 0 || len(s.cells.shown) != 3 {
		t.Errorf("%d selected, at %d, offset %v, %d cells", s.SelectionLen(), s.Current(), s.view.offset, len(s.cells.shown))
	}
	s.check(t)
}

func TestGridHover(t *testing.T) {
	s := newGridStage(t, 1000)
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	hovered := func() (ids []int64) {
		for _, shown := range s.cells.shown {
			if shown.cell.(*tile).hovered {
				ids = append(ids, shown.id)
			}
		}
		return ids
	}
	test.MoveMouse(c, fyne.NewPos(150, 50))
	if got := hovered(); !slices.Equal(got, []int64{1001}) {
		t.Errorf("hovered %v", got)
	}
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -104*3)})
	if got := hovered(); !slices.Equal(got, []int64{1013}) {
		t.Errorf("scrolled under the pointer: hovered %v", got)
	}
	s.sensor.MouseOut()
	if got := hovered(); len(got) != 0 {
		t.Errorf("pointer gone: hovered %v", got)
	}
}

func TestGridBar(t *testing.T) {
	s := newGridStage(t, 1000)
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	test.Drag(c, fyne.NewPos(425, 5), 0, 0)
	if s.view.offset != 0 {
		t.Errorf("taking hold of the knob scrolls to %v", s.view.offset)
	}
	s.bar.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(5, 400)}})
	if s.view.offset <= 300 || s.view.offset > s.view.page() {
		t.Errorf("a click below the knob pages to %v", s.view.offset)
	}
	s.bar.goTo(1e9)
	if want := s.view.geo.height - s.view.page(); s.view.offset != want {
		t.Errorf("the end is %v, want %v", s.view.offset, want)
	}
	s.bar.goTo(-5)
	if s.view.offset != 0 {
		t.Errorf("the beginning is %v", s.view.offset)
	}
}

// days is a source with headings.
type days struct {
	*items
	every int
}

func (d days) Sections() []ItemSection {
	var all []ItemSection
	for i := 0; i < len(d.ids); i += d.every {
		all = append(all, ItemSection{First: i, Title: fmt.Sprint("Day ", i/d.every)})
	}
	return all
}

func TestGridHeadings(t *testing.T) {
	s := newGridStage(t, 10)
	s.SetSource(days{s.source, 3})
	var titles []string
	for _, o := range s.objects {
		if h, ok := o.(*heading); ok {
			titles = append(titles, h.title.text)
		}
	}
	if !slices.Equal(titles, []string{"Day 0", "Day 1", "Day 2"}) {
		t.Errorf("headings in sight: %v", titles)
	}
	s.SetCurrent(4)
	press1(s, fyne.KeyDown)
	if s.Current() != 7 {
		t.Errorf("below the fifth in rows of three is %d", s.Current())
	}
	press1(s, fyne.KeyHome)
	if s.view.offset != 0 {
		t.Errorf("Home goes to %v, which hides the heading", s.view.offset)
	}
	s.check(t)
}

// After any sequence of actions, the screen shows what it should.
func TestGridThroughAnything(t *testing.T) {
	s := newGridStage(t, 200)
	next := int64(1)
	rapid.Check(t, func(rt *rapid.T) {
		rt.Repeat(map[string]func(*rapid.T){
			"scroll": func(rt *rapid.T) { s.scrollTo(rapid.Float64Range(-100, 9000).Draw(rt, "to")) },
			"resize": func(rt *rapid.T) {
				s.Resize(fyne.NewSize(rapid.Float32Range(50, 900).Draw(rt, "width"), rapid.Float32Range(50, 900).Draw(rt, "height")))
			},
			"cells": func(rt *rapid.T) { s.SetCellSize(fyne.NewSquareSize(rapid.Float32Range(40, 300).Draw(rt, "edge"))) },
			"insert": func(rt *rapid.T) {
				at := rapid.IntRange(0, len(s.source.ids)).Draw(rt, "at")
				s.source.ids = slices.Insert(s.source.ids, at, next)
				next++
				s.ItemsChanged()
			},
			"remove": func(rt *rapid.T) {
				if len(s.source.ids) > 0 {
					at := rapid.IntRange(0, len(s.source.ids)-1).Draw(rt, "at")
					s.source.ids = slices.Delete(s.source.ids, at, at+1)
					s.ItemsChanged()
				}
			},
			"key": func(rt *rapid.T) {
				press1(s, rapid.SampledFrom([]fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyEnd, fyne.KeyPageUp}).Draw(rt, "key"))
			},
			"click": func(rt *rapid.T) {
				at := fyne.NewPos(rapid.Float32Range(0, 400).Draw(rt, "x"), rapid.Float32Range(0, 400).Draw(rt, "y"))
				click(s, at, desktop.MouseButtonPrimary, rapid.SampledFrom([]fyne.KeyModifier{0, fyne.KeyModifierShift}).Draw(rt, "modifier"))
			},
			"": func(rt *rapid.T) { s.check(rt) },
		})
	})
}

func BenchmarkGridScroll(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(darkroom.New(darkroom.Dark))
	source := numbered(1, 160000)
	shimmer := NewShimmer()
	g := NewGrid(source, func() fyne.CanvasObject { return NewThumb(shimmer) }, func(cell fyne.CanvasObject, index int) {
		cell.(*Thumb).Bind(ThumbState{Key: source.ids[index], Aspect: 0.75, Loading: index%3 == 0})
	})
	g.SetCellSize(fyne.NewSize(120, 160))
	w := test.NewTempWindow(b, g)
	w.Resize(fyne.NewSize(1600, 1000))
	for b.Loop() {
		if g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -160)}); g.view.offset > g.view.geo.height*0.9 {
			g.scrollTo(0)
		}
	}
}

func BenchmarkGridInsertBefore(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(darkroom.New(darkroom.Dark))
	source := numbered(1, 160000)
	g := NewGrid(source, func() fyne.CanvasObject { return NewThumb(nil) }, func(fyne.CanvasObject, int) {})
	w := test.NewTempWindow(b, g)
	w.Resize(fyne.NewSize(1600, 1000))
	g.ScrollTo(120000)
	g.Select(100000, 1)
	next := int64(1 << 40)
	for b.Loop() {
		next++
		source.ids = slices.Insert(source.ids, 0, next)
		g.ItemsChanged()
	}
}
