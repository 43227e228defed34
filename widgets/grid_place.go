package widgets

import (
	"math"

	"fyne.io/fyne/v2"
)

// SetColumns makes rows of exactly this many cells, of this size or, if there is not enough room, smaller with the same
// aspect ratio. It returns false and changes nothing if they would be narrower than least. The next SetCellSize ends
// it.
func (g *Grid) SetColumns(columns int, size fyne.Size, least float32) bool {
	if columns < 1 || size.Width < 1 || size.Height < 1 {
		return false
	}
	room := g.view.room() - 2*g.view.rules.pad
	width := float32(math.Floor((room - float64(columns-1)*g.view.rules.gap) / float64(columns)))
	if width < min(least, size.Width) {
		return false
	}
	if width < size.Width {
		size = fyne.NewSize(width, max(size.Height*width/size.Width, 1))
	}
	if size != g.view.rules.cell || columns != g.view.rules.columns {
		g.view.rules.cell, g.view.rules.columns = size, columns
		g.keepPlace()
	}
	return true
}

// Column returns where the cells of a column start, and their width.
func (g *Grid) Column(column int) (x, width float32) {
	return float32(g.view.rules.pad + float64(column)*(g.view.geo.cellW+g.view.rules.gap)), float32(g.view.geo.cellW)
}

// Place is a scroll position relative to an item, so that it stays valid when other items come in before it.
type Place struct {
	ID    int64   // of the first visible item; 0: top
	Above float64 // how far its upper edge is above the grid's, in device-independent pixels
}

// Place returns the present scroll position.
func (g *Grid) Place() Place {
	if g.view.offset <= 0 {
		return Place{}
	}
	for _, s := range g.cells.shown {
		if _, y := g.view.place(s.index); y+g.view.geo.cellH > 0 {
			return Place{ID: s.id, Above: -y}
		}
	}
	return Place{}
}

// ScrollToPlace scrolls the item at index to the place; index -1: to the top.
func (g *Grid) ScrollToPlace(place Place, index int) {
	if index < 0 || index >= g.view.source.Len() {
		g.scrollTo(0)
		return
	}
	_, y := g.view.geo.place(index)
	g.scrollTo(y + place.Above)
}
