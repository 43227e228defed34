package gallery

import (
	"fyne.io/fyne/v2"

	"lookbook/app/library"
)

// Bounds of a cell's longer side, in Fyne's pixels.
const (
	SmallestCell float32 = 96
	LargestCell  float32 = 512
	cellStep             = 8
)

// cellShape is the size and the aspect ratio of the cells.
type cellShape struct {
	edge   float32 // longer side
	aspect float32 // width / height
}

// setEdge sets the longer side, within its bounds. Like the other setters, it
// reports whether anything changed.
func (c *cellShape) setEdge(edge float32) bool {
	edge = min(max(edge, SmallestCell), LargestCell)
	changed := edge != c.edge
	c.edge = edge
	return changed
}

// setAspect sets the aspect ratio; 0 keeps it.
func (c *cellShape) setAspect(aspect float32) bool {
	// Extreme ratios would leave no room for the picture.
	aspect = min(max(aspect, 0), 3)
	if aspect == 0 || aspect == c.aspect {
		return false
	}
	c.aspect = max(aspect, 1.0/3)
	return true
}

// vote takes the aspect ratio of most of some pictures, so that a single odd
// one does not reshape the whole gallery.
func (c *cellShape) vote(images []library.Image) bool {
	counts := map[float32]int{}
	most := float32(0)
	for _, img := range images {
		aspect := ratio(img.Width, img.Height)
		if aspect == 0 {
			continue
		}
		counts[aspect]++
		if n := counts[aspect]; n > counts[most] || n == counts[most] && aspect == c.aspect {
			most = aspect
		}
	}
	return c.setAspect(most)
}

// size is the size of a cell.
func (c *cellShape) size() fyne.Size {
	if c.aspect > 1 {
		return fyne.NewSize(c.edge, c.edge/c.aspect)
	}
	return fyne.NewSize(c.edge*c.aspect, c.edge)
}

// Cells gives the cells of the grid their size.
type Cells struct {
	shape    cellShape
	pictures *Pictures
	head     *sheetHead
	foot     *foot
}

// SetSize sets the longer side of the cells, in Fyne's pixels, within its
// bounds.
func (c *Cells) SetSize(edge float32) {
	if c.shape.setEdge(edge) {
		c.foot.tellSize(c.shape.edge)
		c.fit()
	}
}

// Size returns the longer side of the cells, in Fyne's pixels.
func (c *Cells) Size() float32 { return c.shape.edge }

// fit adapts the cells to the available width.
func (c *Cells) fit() {
	size, grid := c.shape.size(), c.pictures.grid
	if s := c.pictures.scope.sheet; s != nil {
		fits := grid.SetColumns(s.columns, size, leastColumn)
		c.head.fit(fits)
		if fits {
			return
		}
	}
	grid.SetCellSize(fitted(size, grid.Size().Width))
}

// reshape gives the cells the aspect ratio of most pictures.
func (c *Cells) reshape() {
	if s := c.pictures.scope; s.all() && c.shape.vote(s.newest()) {
		c.fit()
	}
}
