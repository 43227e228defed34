package widgets

import (
	"math"

	"fyne.io/fyne/v2"
)

// SetColumns makes the rows exactly so many cells long, of this size or, where there is no room for it, of as much as there
// is in the same shape. It reports false, and changes nothing, if they would be narrower than least. The next SetCellSize
// ends it.
func (g *Grid) SetColumns(columns int, size fyne.Size, least float32) bool {
	if columns < 1 || size.Width < 1 || size.Height < 1 {
		return false
	}
	room := g.room() - 2*g.rules.pad
	width := float32(math.Floor((room - float64(columns-1)*g.rules.gap) / float64(columns)))
	if width < min(least, size.Width) {
		return false
	}
	if width < size.Width {
		size = fyne.NewSize(width, max(size.Height*width/size.Width, 1))
	}
	if size != g.rules.cell || columns != g.rules.columns {
		g.rules.cell, g.rules.columns = size, columns
		g.keepPlace(g.arrange)
	}
	return true
}

// Column is where the cells of a column begin, and how wide they are.
func (g *Grid) Column(column int) (x, width float32) {
	return float32(g.rules.pad + float64(column)*(g.geo.cellW+g.rules.gap)), float32(g.geo.cellW)
}
