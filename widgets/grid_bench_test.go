package widgets

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lookbook/widgets/darkroom"
)

const (
	manyItems    = 160000
	manySections = 2000
)

// sectioned is a source whose headings are made once, as in a pane.
type sectioned struct {
	*items
	sections []ItemSection
}

func (s *sectioned) Sections() []ItemSection { return s.sections }

func newSectioned(count, sections int) *sectioned {
	s := &sectioned{items: numbered(1, count)}
	slices.Reverse(s.ids) // newest first
	for i := range sections {
		s.sections = append(s.sections, ItemSection{First: i * count / sections, Title: fmt.Sprint("Day ", i)})
	}
	return s
}

// benchGrid makes a gallery of 160,000 pictures in 2,000 sections, scrolled to its middle.
func benchGrid(b *testing.B) (*Grid, *sectioned) {
	test.NewTempApp(b).Settings().SetTheme(darkroom.New(darkroom.Dark))
	source := newSectioned(manyItems, manySections)
	g := NewGrid(source, func() fyne.CanvasObject { return NewThumb(nil) }, func(cell fyne.CanvasObject, index int) {
		cell.(*Thumb).Bind(ThumbState{Key: source.ids[index], Aspect: 0.75})
	})
	g.SetCellSize(fyne.NewSize(120, 160))
	w := test.NewTempWindow(b, g)
	w.Resize(fyne.NewSize(1600, 1000))
	g.ScrollTo(manyItems / 2)
	return g, source
}

func BenchmarkSectionsItemsChanged(b *testing.B) {
	g, source := benchGrid(b)
	next := int64(manyItems)
	for b.Loop() {
		next++
		source.ids = slices.Insert(source.ids, 0, next)
		g.ItemsChanged()
	}
}

func BenchmarkSectionsItemsChangedAllSelected(b *testing.B) {
	g, source := benchGrid(b)
	g.SelectAll()
	next := int64(manyItems)
	for b.Loop() {
		next++
		source.ids = slices.Insert(source.ids, 0, next)
		g.ItemsChanged()
	}
}

// The visible items, the keyboard cursor and a part of the selection are removed: the worst case of
// a deletion.
func BenchmarkSectionsItemsChangedAllGone(b *testing.B) {
	g, source := benchGrid(b)
	other := newSectioned(manyItems, manySections)
	for i := range other.ids {
		other.ids[i] += manyItems
	}
	for b.Loop() {
		g.SelectAll()
		g.SetCurrent(manyItems / 2)
		source.ids, other.ids = other.ids, source.ids
		g.ItemsChanged()
	}
}

func BenchmarkSectionsCellSize(b *testing.B) {
	g, _ := benchGrid(b)
	edge := float32(120)
	for b.Loop() {
		edge = 320 - edge
		g.SetCellSize(fyne.NewSquareSize(edge))
	}
}

func BenchmarkSectionsScroll(b *testing.B) {
	g, _ := benchGrid(b)
	for b.Loop() {
		if g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -160)}); g.view.offset > g.view.geo.height*0.9 {
			g.scrollTo(0)
		}
	}
}

// Scrolling by a pixel binds nothing: only the frame is measured.
func BenchmarkSectionsScrollPixel(b *testing.B) {
	g, _ := benchGrid(b)
	by := float32(1)
	for b.Loop() {
		by = -by
		g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)})
	}
}

func BenchmarkBandOverEverything(b *testing.B) {
	for _, c := range []struct {
		name     string
		modifier fyne.KeyModifier
		left     float32
	}{{"whole rows", 0, 1}, {"part of the columns", 0, 300}, {"with Ctrl", fyne.KeyModifierShortcutDefault, 1}} {
		b.Run(c.name, func(b *testing.B) {
			g, _ := benchGrid(b)
			g.SelectAll()
			g.scrollTo(0)
			g.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(c.left, 1)}, Button: desktop.MouseButtonPrimary, Modifier: c.modifier})
			g.scrollTo(g.view.geo.height)
			y := float32(900)
			for b.Loop() {
				y = 1899 - y // another row, so that the selection changes
				g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(1580, y)}})
			}
			b.ReportMetric(float64(g.SelectionLen()), "selected")
		})
	}
}

func BenchmarkSelection(b *testing.B) {
	g, _ := benchGrid(b)
	g.SelectAll()
	for b.Loop() {
		if len(g.Selection()) != manyItems {
			b.Fatal("not all")
		}
	}
}

func BenchmarkSelectAll(b *testing.B) {
	g, _ := benchGrid(b)
	for b.Loop() {
		g.Select()
		g.SelectAll()
	}
}
