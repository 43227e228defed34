package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// tile is a cell that records its calls.
type tile struct {
	widget.BaseWidget
	index                      int
	id                         int64
	binds                      int
	selected, current, hovered bool
}

func (c *tile) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(newHairline(false))
}
func (c *tile) SetSelected(on bool) { c.selected = on }
func (c *tile) SetCurrent(on bool)  { c.current = on }
func (c *tile) SetHovered(on bool)  { c.hovered = on }

// items is a source that can be changed without telling the grid.
type items struct{ ids []int64 }

func (s *items) Len() int       { return len(s.ids) }
func (s *items) ID(i int) int64 { return s.ids[i] }

func numbered(from, count int) *items {
	s := &items{}
	for i := range count {
		s.ids = append(s.ids, int64(from+i))
	}
	return s
}

type gridStage struct {
	*Grid
	source  *items
	created int
	binds   int
}

// newGridStage shows items 1000 to 1000+count-1 in four columns of 100 × 100, in a window of 430 × 420: four rows and a
// part of the fifth.
func newGridStage(t *testing.T, count int) *gridStage {
	prepare(t)
	s := &gridStage{source: numbered(1000, count)}
	s.Grid = NewGrid(s.source, func() fyne.CanvasObject {
		s.created++
		c := &tile{}
		c.ExtendBaseWidget(c)
		return c
	}, func(cell fyne.CanvasObject, index int) {
		s.binds++
		c := cell.(*tile)
		c.index, c.id = index, s.source.ids[index]
		c.binds++
	})
	s.SetCellSize(fyne.NewSquareSize(100))
	stage(t, s.Grid, 430, 420)
	return s
}

// check compares the screen with the expected state.
func (s *gridStage) check(t interface{ Errorf(string, ...any) }) {
	seen := map[fyne.CanvasObject]bool{}
	for _, shown := range s.cells.shown {
		c := shown.cell.(*tile)
		if seen[c] {
			t.Errorf("one cell for two items")
		}
		seen[c] = true
		if c.index != shown.index || c.id != s.source.ids[shown.index] || c.id != shown.id {
			t.Errorf("cell of %d (id %d) shows %d (id %d)", shown.index, shown.id, c.index, c.id)
		}
		if c.selected != s.Selected(c.id) {
			t.Errorf("%d selected is %v", c.id, s.Selected(c.id))
		}
		if !c.Visible() {
			t.Errorf("the cell of %d is hidden", c.id)
		}
		x, y := s.view.geo.place(c.index)
		if at := c.Position(); at != fyne.NewPos(float32(x), float32(y-s.view.offset)) {
			t.Errorf("%d is drawn at %v", c.index, at)
		}
	}
	for _, cell := range s.cells.spare {
		if cell.Visible() {
			t.Errorf("a spare cell is visible")
		}
	}
}

func (s *gridStage) top() (int64, float64) {
	for _, shown := range s.cells.shown {
		if _, y := s.view.geo.place(shown.index); y+s.view.geo.cellH > s.view.offset {
			return shown.id, y - s.view.offset
		}
	}
	return 0, 0
}

// IDs is a source that never changes.
type IDs []int64

func (s IDs) Len() int           { return len(s) }
func (s IDs) ID(index int) int64 { return s[index] }
