package widgets

import "fyne.io/fyne/v2"

// cursor is the item with the keyboard cursor. It stays with the item when others come and go.
type cursor struct {
	index int // -1: none
	id    int64
}

func noCursor() cursor { return cursor{index: -1} }

// cursorAt returns a cursor at an item; -1: none.
func cursorAt(source ItemSource, index int) cursor {
	if index < 0 {
		return noCursor()
	}
	return cursor{index, source.ID(index)}
}

// follow finds the item again after a change. If it is gone, its successor takes its place.
func (c *cursor) follow(v *viewport) {
	if c.index < 0 {
		return
	}
	if index := v.find(c.id, c.index); index >= 0 {
		c.index = index
		return
	}
	*c = cursorAt(v.source, min(c.index, v.source.Len()-1))
}

// target returns where a key leads. sideways: items are side by side, so that left and right have a
// meaning.
func (c *cursor) target(v *viewport, key fyne.KeyName, sideways bool) (index int, ok bool) {
	count := v.source.Len()
	rowsAPage := max(int(v.page()/v.geo.pitch())-1, 1)
	rows := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -rowsAPage, fyne.KeyPageDown: rowsAPage}
	switch key {
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return count - 1, true
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
	case fyne.KeyLeft, fyne.KeyRight:
		if !sideways {
			return 0, false
		}
	default:
		return 0, false
	}
	switch {
	case c.index < 0:
		first, _ := v.span()
		return max(first, 0), true
	case key == fyne.KeyLeft:
		return max(c.index-1, 0), true
	case key == fyne.KeyRight:
		return min(c.index+1, count-1), true
	}
	return v.geo.move(c.index, rows[key]), true
}
