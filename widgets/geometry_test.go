package widgets

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
)

func anyGeometry(t *rapid.T) geometry {
	count := rapid.IntRange(0, 3000).Draw(t, "count")
	rules := cellRules{gap: 4, pad: 4, header: 40, cell: fyne.NewSize(
		float32(rapid.IntRange(0, 300).Draw(t, "cell width")), float32(rapid.IntRange(20, 300).Draw(t, "cell height")))}
	var sections []ItemSection
	for at := 0; at < count && rapid.Bool().Draw(t, "another section"); {
		sections = append(sections, ItemSection{First: at, Title: fmt.Sprint("from ", at)})
		at += rapid.IntRange(1, 400).Draw(t, "section of")
	}
	return newGeometry(rules, rapid.Float64Range(50, 3000).Draw(t, "width"), count, sections)
}

func TestEveryItemIsFoundWhereItIsPlaced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := anyGeometry(t)
		if g.count == 0 {
			if first, last := g.span(0, 1000); first != -1 || last != -1 {
				t.Fatalf("an empty one shows %d to %d", first, last)
			}
			return
		}
		index := rapid.IntRange(0, g.count-1).Draw(t, "index")
		x, y := g.place(index)
		if got := g.at(x+g.cellW/2, y+g.cellH/2); got != index {
			t.Fatalf("%d is at %v, %v, where %d is found", index, x, y, got)
		}
		if x < 0 || x+g.cellW > g.width+0.001 && g.columns > 1 || y+g.cellH > g.height+0.001 {
			t.Fatalf("%d at %v, %v of %v × %v is outside %v × %v", index, x, y, g.cellW, g.cellH, g.width, g.height)
		}
		first, last := g.span(y, y+1)
		if index < first || index > last {
			t.Fatalf("%d is at height %v, where %d to %d show", index, y, first, last)
		}
	})
}

func TestWhatShowsIsWhatIsInSight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := anyGeometry(t)
		from := rapid.Float64Range(0, math.Max(g.height, 1)).Draw(t, "from")
		to := from + rapid.Float64Range(1, 2000).Draw(t, "page")
		first, last := g.span(from, to)
		for i := range g.count {
			_, y := g.place(i)
			if inSight := y+g.cellH > from && y < to; inSight && (i < first || i > last) {
				t.Fatalf("%d at %v to %v is in sight between %v and %v, but %d to %d show", i, y, y+g.cellH, from, to, first, last)
			}
		}
		if first >= 0 && last-first > int((to-from)/g.pitch()+3)*g.columns {
			t.Fatalf("%d cells for a page of %v in %d columns", last-first+1, to-from, g.columns)
		}
	})
}

func TestRowsGoDownAndUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := anyGeometry(t)
		if g.count == 0 {
			return
		}
		index := rapid.IntRange(0, g.count-1).Draw(t, "index")
		_, y := g.place(index)
		down, up := g.move(index, 1), g.move(index, -1)
		if _, below := g.place(down); down != index && below <= y {
			t.Fatalf("below %d at %v is %d at %v", index, y, down, below)
		}
		if _, above := g.place(up); up != index && above >= y {
			t.Fatalf("above %d at %v is %d at %v", index, y, up, above)
		}
		if far := g.move(0, 1<<12); far < g.count-g.columns {
			t.Fatalf("the way down ends at %d of %d", far, g.count)
		}
	})
}

// After 160,000 pictures the gaps must still be the same as at the start.
func TestGapsAtTheFarEnd(t *testing.T) {
	g := newGeometry(cellRules{cell: fyne.NewSize(250, 333), gap: 4, pad: 4}, 1000, 160000, nil)
	if g.height < 1e7 {
		t.Fatalf("only %v high", g.height)
	}
	for i := g.count - 40; i+g.columns < g.count; i++ {
		_, y := g.place(i)
		_, below := g.place(i + g.columns)
		if gap := below - y - g.cellH; gap != 4 {
			t.Fatalf("gap of %v below %d", gap, i)
		}
	}
}
