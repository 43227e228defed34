package gallery

import (
	"fyne.io/fyne/v2"

	"lookbook/app/library"
)

// The sizes of a cell's long edge, in Fyne's pixels.
const (
	SmallestCell float32 = 96
	LargestCell  float32 = 512
	cellStep             = 8
)

// cellShape is how large the cells are, and of which proportion.
type cellShape struct {
	edge   float32 // the long one
	aspect float32 // width / height
}

// setEdge sets the long edge, within the bounds. It reports whether that
// changed anything, as do the others.
func (c *cellShape) setEdge(edge float32) bool {
	edge = min(max(edge, SmallestCell), LargestCell)
	changed := edge != c.edge
	c.edge = edge
	return changed
}

// setAspect sets the proportion; 0 keeps it.
func (c *cellShape) setAspect(aspect float32) bool {
	// Panoramas and towers would make cells that are all edge.
	aspect = min(max(aspect, 0), 3)
	if aspect == 0 || aspect == c.aspect {
		return false
	}
	c.aspect = max(aspect, 1.0/3)
	return true
}

// vote takes the proportion of most of some pictures, so that one of another
// size does not turn the whole gallery over.
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

// size is that of a cell.
func (c *cellShape) size() fyne.Size {
	if c.aspect > 1 {
		return fyne.NewSize(c.edge, c.edge/c.aspect)
	}
	return fyne.NewSize(c.edge*c.aspect, c.edge)
}
