package widgets

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// hand is a pointer with the driver's events.
type hand struct {
	s        *gridStage
	modifier fyne.KeyModifier
	at       fyne.Position
}

func (h *hand) event() *desktop.MouseEvent {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: h.modifier}
	e.Position = h.at
	return e
}

func (h *hand) press(x, y float32) {
	h.at = fyne.NewPos(x, y)
	h.s.MouseDown(h.event())
}

func (h *hand) move(x, y float32) {
	by := fyne.NewDelta(x-h.at.X, y-h.at.Y)
	h.at = fyne.NewPos(x, y)
	h.s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: h.at}, Dragged: by})
}

func (h *hand) release() {
	h.s.MouseUp(h.event())
	h.s.DragEnd()
}

func TestBandSelectsWhatItTouches(t *testing.T) {
	s := newGridStage(t, 100) // 4 columns of 101, 4 pixels apart; the first cell is at 4, 4
	h := &hand{s: s}
	told := 0
	s.OnSelected = func() { told++ }
	for _, c := range []struct {
		what           string
		x0, y0, x1, y1 float32
		want           []int64
	}{
		{"inside one", 50, 50, 60, 60, []int64{1000}},
		{"over two columns and two rows", 90, 90, 130, 130, []int64{1000, 1001, 1004, 1005}},
		{"backwards", 130, 130, 90, 90, []int64{1000, 1001, 1004, 1005}},
		{"within the gap", 105, 0, 108, 100, nil},
		{"from the edge beside the first", 1, 50, 3, 150, nil},
		{"a line", 50, 50, 250, 50, []int64{1000, 1001, 1002}},
	} {
		h.press(c.x0, c.y0)
		h.move(c.x1, c.y1)
		if !s.band.shown {
			t.Errorf("%s: no band", c.what)
		}
		s.check(t)
		h.release()
		if got := s.Selection(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
	before := told
	h.press(50, 50)
	h.move(52, 52)
	h.release()
	if s.band.shown || !slices.Equal(s.Selection(), []int64{1000}) || told != before+1 {
		t.Errorf("a click that trembles: %v, told %d times", s.Selection(), told-before)
	}
}

func TestBandWithModifiers(t *testing.T) {
	s := newGridStage(t, 100)
	for _, c := range []struct {
		what     string
		modifier fyne.KeyModifier
		want     []int64
	}{
		{"alone", 0, []int64{1000, 1001}},
		{"Shift adds", fyne.KeyModifierShift, []int64{1000, 1001, 1050}},
		{"Ctrl turns round", fyne.KeyModifierShortcutDefault, []int64{1001, 1050}},
	} {
		s.Select(1000, 1050)
		h := &hand{s: s, modifier: c.modifier}
		h.press(50, 50)
		h.move(300, 300) // too far
		h.move(150, 50)
		h.release()
		if got := s.Selection(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
		s.check(t)
	}
}

func TestEscapeTakesTheBandBack(t *testing.T) {
	s := newGridStage(t, 100)
	s.Select(1000, 1050)
	h := &hand{s: s}
	h.press(150, 150)
	h.move(300, 300)
	press1(s, fyne.KeyEscape)
	if got := s.Selection(); !slices.Equal(got, []int64{1000, 1050}) {
		t.Errorf("selected %v", got)
	}
	h.move(320, 320)
	h.release()
	if got := s.Selection(); !slices.Equal(got, []int64{1000, 1050}) {
		t.Errorf("moved on after Escape: selected %v", got)
	}
	press1(s, fyne.KeyEscape)
	if s.SelectionLen() != 0 {
		t.Error("without a band Escape no longer ends the selection")
	}
}

// At the edges the grid scrolls, and items scrolled out of view stay selected.
func TestBandScrollsAtTheEdges(t *testing.T) {
	s := newGridStage(t, 1000)
	now := time.Unix(0, 0)
	s.Now = func() time.Time { return now }
	h := &hand{s: s}
	h.press(50, 50)
	h.move(60, 380)
	if s.band.scroller != nil {
		t.Error("scrolls in the middle")
	}
	slow := s.band.speed()
	h.move(60, 410)
	near := s.band.speed()
	h.move(60, 500)
	far := s.band.speed()
	if slow != 0 || near <= 0 || far <= near || s.band.scroller == nil {
		t.Errorf("speeds %v, %v, %v", slow, near, far)
	}
	for range 100 {
		now = now.Add(16 * time.Millisecond)
		s.band.scrollOn()
	}
	if s.view.offset < 1000 {
		t.Errorf("in 1.6 s it came to %v", s.view.offset)
	}
	rows := int((s.view.offset+500-4)/s.view.geo.pitch()) + 1
	if got := s.Selection(); len(got) != rows || got[0] != 1000 || got[1] != 1004 {
		t.Errorf("%d selected in %d rows", len(got), rows)
	}
	now = now.Add(time.Hour)
	before := s.view.offset
	s.band.scrollOn()
	if s.view.offset-before > far*bandMoment.Seconds()+1 {
		t.Errorf("after a pause it leaps by %v", s.view.offset-before)
	}
	h.move(60, 200)
	if s.band.scroller != nil {
		t.Error("goes on scrolling in the middle")
	}
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1e6)})
	if got := s.Selection(); len(got) != 2 {
		t.Errorf("the wheel to the top leaves %d selected", len(got))
	}
	h.move(60, -100)
	h.release()
	if s.band.scroller != nil {
		t.Error("goes on scrolling when let go")
	}
}

func TestBandStaysOnItsPictures(t *testing.T) {
	s := newGridStage(t, 1000)
	s.scrollTo(4000)
	id, y := s.top()
	h := &hand{s: s}
	h.press(50, 100)
	h.move(150, 300)
	want := s.Selection()
	// Whole rows, so that the columns stay the same.
	s.source.ids = append(numbered(1, 40).ids, s.source.ids...)
	s.ItemsChanged()
	if got := s.Selection(); !slices.Equal(got, want) {
		t.Errorf("40 came in before: %v, want %v", got, want)
	}
	if gotID, gotY := s.top(); gotID != id || gotY != y {
		t.Errorf("first in sight was %d at %v, is %d at %v", id, y, gotID, gotY)
	}
	h.move(160, 310)
	if got := s.Selection(); !slices.Equal(got, want) {
		t.Errorf("moved on: %v, want %v", got, want)
	}
	gone := s.source.ids[len(s.source.ids)-1]
	s.source.ids = s.source.ids[:len(s.source.ids)-1]
	s.ItemsChanged()
	s.check(t)
	h.release()
	if s.Selected(gone) || !slices.Equal(s.Selection(), want) {
		t.Errorf("at the end %v, want %v", s.Selection(), want)
	}
}

func TestBandForgetsWhatIsGone(t *testing.T) {
	s := newGridStage(t, 100)
	s.Select(1050, 1051)
	h := &hand{s: s, modifier: fyne.KeyModifierShift}
	h.press(50, 50)
	h.move(150, 50)
	s.source.ids = slices.Delete(s.source.ids, 50, 51)
	s.ItemsChanged()
	h.move(160, 50)
	if s.SelectionLen() != 3 || len(s.Selection()) != 3 {
		t.Errorf("%d selected, listed are %v", s.SelectionLen(), s.Selection())
	}
	press1(s, fyne.KeyEscape)
	if got := s.Selection(); !slices.Equal(got, []int64{1051}) || s.SelectionLen() != 1 {
		t.Errorf("taken back to %v", got)
	}
	h.press(50, 50)
	h.move(150, 50)
	s.SetSource(numbered(1, 3))
	h.move(300, 300)
	h.release()
	if s.SelectionLen() != 0 {
		t.Error("a band goes on over other items")
	}
}

// The items in a rectangle are the same as when every item is checked.
func TestTouchedIsWhatANaiveLookFinds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		count := rapid.IntRange(0, 200).Draw(rt, "count")
		var sections []ItemSection
		if rapid.Bool().Draw(rt, "sections") {
			for first := 0; first < count; first += rapid.IntRange(0, 30).Draw(rt, "length") {
				sections = append(sections, ItemSection{First: first, Title: rapid.SampledFrom([]string{"", "Day"}).Draw(rt, "title")})
				if len(sections) > 40 {
					break
				}
			}
		}
		rules := cellRules{cell: fyne.NewSize(100, 80), gap: 4, pad: 4, header: 40}
		g := newGeometry(rules, rapid.Float64Range(50, 900).Draw(rt, "width"), count, sections)
		if count > 0 && len(sections) == 0 && g.count != count {
			rt.Fatal("not all are placed")
		}
		at := func(what string, most float64) float64 {
			// Mistakes are most likely at the edges of cells.
			if rapid.Bool().Draw(rt, what+" at an edge") && count > 0 {
				x, y := g.place(rapid.IntRange(0, count-1).Draw(rt, what+" item"))
				side := rapid.SampledFrom([]float64{0, 1}).Draw(rt, what+" side")
				if what[0] == 'x' {
					return x + side*g.cellW
				}
				return y + side*g.cellH
			}
			return rapid.Float64Range(-50, most).Draw(rt, what)
		}
		x0, x1 := at("x0", g.width+50), at("x1", g.width+50)
		y0, y1 := at("y0", g.height+50), at("y1", g.height+50)
		var got, want []int
		for from, to := range g.touched(x0, y0, x1, y1) {
			for i := from; i <= to; i++ {
				got = append(got, i)
			}
		}
		for i := range count {
			x, y := g.place(i)
			if max(x0, x1) > x && min(x0, x1) < x+g.cellW && max(y0, y1) > y && min(y0, y1) < y+g.cellH {
				want = append(want, i)
			}
		}
		if !slices.Equal(got, want) {
			rt.Fatalf("touched %v, want %v", got, want)
		}
	})
}

// A rubber band moves while items are added, removed and scrolled. It selects the items below it, also outside the
// view.
func TestBandThroughAnything(t *testing.T) {
	s := newGridStage(t, 300)
	next := int64(1)
	rapid.Check(t, func(rt *rapid.T) {
		s.Select()
		s.scrollTo(0)
		h := &hand{s: s}
		h.press(float32(rapid.IntRange(0, 400).Draw(rt, "x")), float32(rapid.IntRange(0, 400).Draw(rt, "y")))
		rt.Repeat(map[string]func(*rapid.T){
			"move": func(rt *rapid.T) {
				h.move(rapid.Float32Range(-50, 500).Draw(rt, "x"), rapid.Float32Range(-50, 500).Draw(rt, "y"))
			},
			"wheel": func(rt *rapid.T) {
				s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, rapid.Float32Range(-900, 900).Draw(rt, "by"))})
			},
			"insert": func(rt *rapid.T) {
				at := rapid.IntRange(0, len(s.source.ids)).Draw(rt, "at")
				s.source.ids = slices.Insert(s.source.ids, at, next)
				next++
				s.ItemsChanged()
			},
			"remove": func(rt *rapid.T) {
				at := rapid.IntRange(0, len(s.source.ids)-1).Draw(rt, "at")
				s.source.ids = slices.Delete(s.source.ids, at, at+1)
				s.ItemsChanged()
			},
			"": func(rt *rapid.T) {
				s.check(rt)
				if !s.band.shown {
					return
				}
				var want []int64
				for from, to := range s.view.geo.touched(s.band.x, s.band.y, float64(s.band.at.X), float64(s.band.at.Y)+s.view.offset) {
					want = append(want, s.source.ids[from:to+1]...)
				}
				if got := s.Selection(); !slices.Equal(got, want) {
					rt.Fatalf("selected %v, under the band are %v", got, want)
				}
				if s.SelectionLen() != len(want) {
					rt.Fatalf("%d selected, want %d", s.SelectionLen(), len(want))
				}
			},
		})
		h.release()
		s.source.ids = numbered(int(next)+1000, 300).ids
		next += 2000
		s.ItemsChanged()
	})
}

func TestSectionHeadingsCanBeClicked(t *testing.T) {
	s := newGridStage(t, 100)
	s.SetSource(days{s.source, 30})
	h := &hand{s: s}
	h.press(50, 20)
	h.release()
	if s.SelectionLen() != 0 {
		t.Error("a click on a heading that is only to be read selects")
	}
	var clicked []string
	s.OnSection = func(first, last int) {
		clicked = append(clicked, fmt.Sprint(first, " to ", last))
		s.SelectRange(first, last)
	}
	h.press(50, 20)
	h.release()
	s.scrollTo(900) // the first row of the second day is at 896
	h.press(50, 10)
	h.release()
	if !slices.Equal(clicked, []string{"0 to 29", "30 to 59"}) {
		t.Errorf("clicked %v", clicked)
	}
	if s.SelectionLen() != 30 || !s.Selected(1030) {
		t.Errorf("%d selected", s.SelectionLen())
	}
	s.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShortcutDefault }
	s.SelectRange(0, 29)
	if s.SelectionLen() != 60 {
		t.Errorf("with Ctrl %d are selected", s.SelectionLen())
	}
	h.press(50, 10)
	h.move(100, 60)
	h.release()
	if len(clicked) != 2 {
		t.Error("a band that begins on a heading clicks it")
	}
}
