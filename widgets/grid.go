package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/widgets/darkroom"
)

const gridGap = float64(darkroom.Space4)

// Grid shows very many items in cells of one size, of which only those in sight exist. Cells are reused: bind must set
// everything that a cell shows, and cancel what was still being loaded for the item it showed before.
//
// A click selects; with Ctrl/⌘ it adds or takes away, with Shift it selects a range. Dragging draws a rubber band that selects
// what it touches, with Ctrl/⌘ or Shift on top of what was selected; Escape takes it back. Arrows, Home, End and Page keys move,
// Ctrl/⌘+Up and Down go from section to section, Space toggles, Enter opens, Ctrl/⌘+A selects all. The selection is by id: it stays with the items when others come and go.
// Large selections are cheap while ids lie close together, as those of a database do.
//
// The heading of the section in sight stays at the upper edge, and the scroll bar shows it while it is dragged.
//
// A cell that has SetSelected(bool), SetCurrent(bool) or SetHovered(bool) is told after every bind and when that changes. It
// should not take pointer events; parts of it, such as buttons, may. See also HoverParts.
type Grid struct {
	flow
	// OnSelected is called when the selection changed.
	OnSelected func()
	// OnTyped is called with what was typed so far when letters are typed, and with "" when it ends: a second after the last
	// letter, with Escape, or with a key that moves.
	OnTyped func(typed string)
	// OnRune is asked first about every character that is neither a letter nor a space; true: used.
	OnRune func(r rune) bool
	// OnSection is called when a section's heading is clicked, with the first and last index of its items. Without it headings
	// are only to be read.
	OnSection func(first, last int)
	// Now is the clock for what is typed and for scrolling under a rubber band; nil is time.Now.
	Now func() time.Time

	typed typedText
	band  band
}

// NewGrid returns a grid. create makes a cell, quickly and without loading anything; bind makes it show the item at index.
func NewGrid(source ItemSource, create func() fyne.CanvasObject, bind func(cell fyne.CanvasObject, index int)) *Grid {
	g := &Grid{}
	g.multi = true
	g.rules = cellRules{cell: fyne.NewSize(160, 160), gap: gridGap, pad: gridGap, header: 40}
	g.changed = func() {
		if g.OnSelected != nil {
			g.OnSelected()
		}
	}
	g.moved = g.moveBand
	g.headActs = func() bool { return g.OnSection != nil && !g.band.shown }
	g.over, g.above = g.drawBand, g.drawTyped
	g.setUp(g, source, create, bind)
	return g
}

// SetCellSize is the smallest size of a cell. Cells are widened to fill the row; the aspect stays. What is in sight stays.
func (g *Grid) SetCellSize(size fyne.Size) {
	if size == g.rules.cell && g.rules.columns == 0 || size.Width < 1 || size.Height < 1 {
		return
	}
	g.rules.cell, g.rules.columns = size, 0
	g.keepPlace(g.arrange)
}

// CellSize is the size that cells have now, in device-independent pixels.
func (g *Grid) CellSize() fyne.Size {
	return fyne.NewSize(float32(g.geo.cellW), float32(g.geo.cellH))
}

// Columns is the number of cells in a row now.
func (g *Grid) Columns() int { return g.geo.columns }

// Selection lists the selected ids in the source's order.
func (g *Grid) Selection() []int64 { return g.selection() }

// SelectionLen is the number of selected items.
func (g *Grid) SelectionLen() int { return g.picked.len() }

// Selected says whether an item is selected.
func (g *Grid) Selected(id int64) bool { return g.has(id) }

// Select selects these items and no others.
func (g *Grid) Select(ids ...int64) {
	if len(ids) > 0 {
		g.pivot = ids[0]
	}
	g.pick(ids...)
}

// TypedShortcut is Fyne's. Ctrl/⌘+Up and Down go from section to section, with Shift they select on the way.
func (g *Grid) TypedShortcut(shortcut fyne.Shortcut) {
	const section = fyne.KeyModifierShortcutDefault
	if s, ok := shortcut.(*desktop.CustomShortcut); ok && s.Modifier&^fyne.KeyModifierShift == section {
		by := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[s.KeyName]
		if by != 0 && g.toSection(by, s.Modifier&fyne.KeyModifierShift) {
			return
		}
	}
	g.flow.TypedShortcut(shortcut)
}

// SelectRange selects the items from first to last; with Ctrl/⌘ or Shift held they are added to what is selected.
func (g *Grid) SelectRange(first, last int) {
	first, last = max(first, 0), min(last, g.source.Len()-1)
	if first > last {
		return
	}
	g.pivot = g.source.ID(first)
	g.pickRange(first, last, g.modifiers()&(fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift) != 0)
}

// SelectAll selects every item of the source.
func (g *Grid) SelectAll() { g.pickAll() }

// Cell is the cell that shows an item, if it is in sight.
func (g *Grid) Cell(id int64) (fyne.CanvasObject, bool) { return g.cellOf(id) }
