package widgets

import (
	"math"

	"fyne.io/fyne/v2"
)

// SetColumns makes the cells as wide as it takes to have so many in a row, and as high as the aspect (width / height) wants
// it, unless they would be narrower than least; it reports whether they are. The next SetCellSize ends it.
func (g *Grid) SetColumns(columns int, aspect, least float32) bool {
	room := g.room() - 2*g.rules.pad
	width := float32(math.Floor((room - float64(columns-1)*g.rules.gap) / float64(columns)))
	if columns < 1 || width < least || width < 1 {
		return false
	}
	g.SetCellSize(fyne.NewSize(width, max(width/aspect, 1)))
	return true
}

// Column is where the cells of a column begin, and how wide they are.
func (g *Grid) Column(column int) (x, width float32) {
	return float32(g.rules.pad + float64(column)*(g.geo.cellW+g.rules.gap)), float32(g.geo.cellW)
}
