package widgets

// Place is where a Grid is scrolled to, told by an item so that it means the same when other items have come before it.
type Place struct {
	ID    int64   // of the first item in sight; 0: the top
	Above float64 // how far its upper edge is above the grid's, in device-independent pixels
}

// Place is where the grid is scrolled to now.
func (g *Grid) Place() Place {
	if g.offset <= 0 {
		return Place{}
	}
	for _, s := range g.shown {
		if _, y := g.geo.place(s.index); y+g.geo.cellH > g.offset {
			return Place{ID: s.id, Above: g.offset - y}
		}
	}
	return Place{}
}

// ScrollToPlace scrolls the item at index to where the place says; an index of -1 goes to the top.
func (g *Grid) ScrollToPlace(place Place, index int) {
	if index < 0 || index >= g.source.Len() {
		g.ScrollToTop()
		return
	}
	_, y := g.geo.place(index)
	g.scrollTo(y + place.Above)
}
