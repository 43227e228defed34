package widgets

import "fyne.io/fyne/v2"

// cells are the objects that show the visible items. A cell whose item scrolls out of sight shows another one.
type cells struct {
	create func() fyne.CanvasObject
	bind   func(cell fyne.CanvasObject, index int)
	state  func(s shownCell) cellState

	shown []shownCell
	spare []fyne.CanvasObject
}

// shownCell is a visible cell and its item.
type shownCell struct {
	index int
	id    int64
	cell  fyne.CanvasObject
}

// cellState is the list's state of an item, for its cell.
type cellState struct{ selected, current, hovered bool }

// fill shows the items from first to last. Cells whose items stay visible are unchanged; the others are bound again.
func (c *cells) fill(source ItemSource, first, last int) {
	kept := make(map[int64]shownCell, len(c.shown))
	for _, s := range c.shown {
		kept[s.id] = s
	}
	var next []shownCell
	var fresh []int
	for i := first; i <= last && first >= 0; i++ {
		id := source.ID(i)
		s, ok := kept[id]
		if ok {
			delete(kept, id)
		} else {
			fresh = append(fresh, len(next))
		}
		next = append(next, shownCell{index: i, id: id, cell: s.cell})
	}
	var free []fyne.CanvasObject // in order, so that the same cells are reused
	for _, s := range c.shown {
		if _, left := kept[s.id]; left {
			free = append(free, s.cell)
			delete(kept, s.id)
		}
	}
	c.shown = next
	for _, i := range fresh {
		c.shown[i].cell, free = c.take(free)
		c.update(c.shown[i])
	}
	c.putAside(free)
}

// take returns a cell for another item, preferably one that was visible until now: it needs no Show and is drawn only
// once.
func (c *cells) take(free []fyne.CanvasObject) (cell fyne.CanvasObject, left []fyne.CanvasObject) {
	if n := len(free); n > 0 {
		return free[n-1], free[:n-1]
	}
	if n := len(c.spare); n > 0 {
		cell = c.spare[n-1]
		c.spare = c.spare[:n-1]
		cell.Show()
		return cell, free
	}
	return c.create(), free
}

func (c *cells) putAside(free []fyne.CanvasObject) {
	for _, cell := range free {
		cell.Hide()
		c.spare = append(c.spare, cell)
	}
}

// clear hides all cells.
func (c *cells) clear() {
	for _, s := range c.shown {
		c.putAside([]fyne.CanvasObject{s.cell})
	}
	c.shown = nil
}

// update binds a cell again and passes the list's state to it.
func (c *cells) update(s shownCell) {
	c.bind(s.cell, s.index)
	c.mark(s)
}

func (c *cells) mark(s shownCell) {
	state := c.state(s)
	if cell, ok := s.cell.(interface{ SetSelected(bool) }); ok {
		cell.SetSelected(state.selected)
	}
	if cell, ok := s.cell.(interface{ SetCurrent(bool) }); ok {
		cell.SetCurrent(state.current)
	}
	if cell, ok := s.cell.(interface{ SetHovered(bool) }); ok {
		cell.SetHovered(state.hovered)
	}
}

// markAll passes the list's state to every cell.
func (c *cells) markAll() {
	for _, s := range c.shown {
		c.mark(s)
	}
}

// of returns the cell that shows an item.
func (c *cells) of(id int64) (shownCell, bool) {
	for _, s := range c.shown {
		if s.id == id {
			return s, true
		}
	}
	return shownCell{}, false
}
