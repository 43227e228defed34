package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/widgets/darkroom"
)

const gridGap = float64(darkroom.Space4)

// Grid shows very many items in cells of one size, of which only the visible ones exist. Cells are reused: bind must set
// everything that a cell shows, and cancel what was still being loaded for the item it showed before.
//
// A click selects; with Ctrl/⌘ it adds or takes away, with Shift it selects a range. Dragging draws a rubber band that selects
// what it touches, with Ctrl/⌘ or Shift on top of what was selected; Escape takes it back. Arrows, Home, End and Page keys move,
// Ctrl/⌘+Up and Down go from section to section, Space toggles, Enter opens, Ctrl/⌘+A selects all. The selection is by id: it
// stays with the items when others come and go. Large selections are cheap while ids lie close together, as those of a
// database do.
//
// The heading of the visible section stays at the upper edge, and the scroll bar shows it while it is dragged.
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

	typed   typedText
	band    band
	pressed int // the block whose heading the button went down on, -1 if none
}

// NewGrid returns a grid. create makes a cell, quickly and without loading anything; bind makes it show the item at index.
func NewGrid(source ItemSource, create func() fyne.CanvasObject, bind func(cell fyne.CanvasObject, index int)) *Grid {
	g := &Grid{pressed: -1}
	g.view.rules = cellRules{cell: fyne.NewSize(160, 160), gap: gridGap, pad: gridGap, header: 40}
	g.setUp(g, source, create, bind)
	g.selection.many = true
	g.changed = func() {
		if g.OnSelected != nil {
			g.OnSelected()
		}
	}
	now := func() time.Time {
		if g.Now != nil {
			return g.Now()
		}
		return time.Now()
	}
	g.band = band{owner: g, view: &g.view, selection: &g.selection, now: now, arrange: g.arrange, scrollTo: g.scrollTo}
	g.typed = typedText{owner: g, now: now, arrange: g.arrange, changed: func(typed string) {
		if g.OnTyped != nil {
			g.OnTyped(typed)
		}
	}}
	g.moved = g.band.follow
	g.headings.acts = func() bool { return g.OnSection != nil && !g.band.shown }
	g.over, g.above = g.band.draw, g.typed.draw
	return g
}

// SetCellSize is the smallest size of a cell. Cells are widened to fill the row; the aspect stays. What is visible stays.
func (g *Grid) SetCellSize(size fyne.Size) {
	rules := &g.view.rules
	if size == rules.cell && rules.columns == 0 || size.Width < 1 || size.Height < 1 {
		return
	}
	rules.cell, rules.columns = size, 0
	g.keepPlace()
}

// CellSize is the size that cells have now, in device-independent pixels.
func (g *Grid) CellSize() fyne.Size {
	return fyne.NewSize(float32(g.view.geo.cellW), float32(g.view.geo.cellH))
}

// Columns is the number of cells in a row now.
func (g *Grid) Columns() int { return g.view.geo.columns }

// Selection lists the selected ids in the source's order. Ids that are no longer in the source are left out.
func (g *Grid) Selection() []int64 { return g.selection.list() }

// SelectionLen is the number of selected items.
func (g *Grid) SelectionLen() int { return g.selection.ids.len() }

// Selected says whether an item is selected.
func (g *Grid) Selected(id int64) bool { return g.selection.ids.has(id) }

// Select selects these items and no others.
func (g *Grid) Select(ids ...int64) {
	if len(ids) > 0 {
		g.selection.pivot = ids[0]
	}
	g.selection.only(ids...)
}

// SelectRange selects the items from first to last; with Ctrl/⌘ or Shift held they are added to what is selected.
func (g *Grid) SelectRange(first, last int) {
	first, last = max(first, 0), min(last, g.view.source.Len()-1)
	if first > last {
		return
	}
	g.selection.pivot = g.view.source.ID(first)
	g.selection.stretch(first, last, g.modifiers()&(fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift) != 0)
}

// SelectAll selects every item of the source.
func (g *Grid) SelectAll() { g.selection.all() }

// Cell is the cell that shows an item, if it is visible.
func (g *Grid) Cell(id int64) (fyne.CanvasObject, bool) {
	s, ok := g.cells.of(id)
	return s.cell, ok
}

// SetSource shows other items: from the top, with nothing selected and no place.
func (g *Grid) SetSource(source ItemSource) {
	g.band.end()
	g.flow.SetSource(source)
}

// ItemsChanged is told when the source has other items than before, or others in other places. What was visible stays where
// it was; visible cells are bound again. Selected items that are gone are no longer selected. A rubber band stays on the
// pictures that it was drawn over.
func (g *Grid) ItemsChanged() {
	g.band.prune()
	g.flow.ItemsChanged()
}

// MouseDown selects, and may be the beginning of a band.
func (g *Grid) MouseDown(event *desktop.MouseEvent) {
	g.band.end()
	g.typed.end()
	section := g.headings.at(event.Position)
	if event.Button == desktop.MouseButtonPrimary {
		g.pressed = section
		g.band.begin(event.Position, event.Modifier)
	}
	if section >= 0 && g.OnSection != nil {
		focusOn(g)
		return
	}
	g.flow.MouseDown(event)
}

// MouseUp is Fyne's.
func (g *Grid) MouseUp(event *desktop.MouseEvent) {
	if !g.band.down || event.Button != desktop.MouseButtonPrimary {
		return
	}
	blocks := g.view.geo.blocks
	click := !g.band.shown && g.pressed >= 0 && g.pressed < len(blocks) && g.headings.at(event.Position) == g.pressed
	g.band.end()
	if click && g.OnSection != nil {
		block := blocks[g.pressed]
		g.OnSection(block.first, block.first+block.count-1)
	}
}

// Dragged is Fyne's.
func (g *Grid) Dragged(event *fyne.DragEvent) {
	if g.band.drag(event.Position) {
		g.clicks = [2]int{-1, -1}
	}
}

// DragEnd is Fyne's.
func (g *Grid) DragEnd() { g.band.end() }

// FocusLost is Fyne's. Nobody may hear of the button's release any more: a band ends.
func (g *Grid) FocusLost() {
	g.typed.end()
	g.band.end()
	g.flow.FocusLost()
}

// TypedRune is Fyne's. Letters are gathered for OnTyped; what is no letter is offered to OnRune first.
func (g *Grid) TypedRune(r rune) {
	g.typed.expire()
	if !isLetter(r) && g.OnRune != nil && g.OnRune(r) || g.OnTyped == nil {
		return
	}
	g.typed.add(r)
}

// TypedKey is Fyne's. While something is being typed, Space and Backspace belong to it, and Escape ends it.
func (g *Grid) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape && g.band.cancel() {
		return
	}
	if !g.typed.key(key.Name) {
		g.flow.TypedKey(key)
	}
}

// TypedShortcut is Fyne's. Ctrl/⌘+Up and Down go from section to section, with Shift they select on the way.
func (g *Grid) TypedShortcut(shortcut fyne.Shortcut) {
	const section = fyne.KeyModifierShortcutDefault
	if s, ok := shortcut.(*desktop.CustomShortcut); ok && s.Modifier&^fyne.KeyModifierShift == section {
		by := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[s.KeyName]
		if to, ok := g.headings.next(max(g.cursor.index, 0), by); ok && by != 0 {
			g.SetCurrent(to)
			g.selection.click(to, s.Modifier&fyne.KeyModifierShift)
			return
		}
	}
	g.flow.TypedShortcut(shortcut)
}
