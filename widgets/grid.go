package widgets

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/widgets/darkroom"
)

const gridGap = float64(darkroom.Space4)

// Grid shows very many items in cells of one size, of which only the visible ones exist. Cells are reused: bind must
// set everything that a cell shows, and cancel what is still being loaded for the previous item.
//
// A click selects, with Ctrl/⌘ it adds or removes, with Shift it selects a range. Dragging draws a rubber band that
// selects what it touches, with Ctrl/⌘ or Shift in addition to the selection; Escape cancels it. Arrows, Home, End and
// Page keys move the cursor, Ctrl/⌘+Up and Down move between sections, Space toggles, Enter opens, Ctrl/⌘+A selects
// all. The selection is by id: it stays with the items when others come and go. Large selections are cheap if ids are
// close together, as those of a database are.
//
// The heading of the visible section stays at the upper edge, and the scroll bar shows it while it is dragged.
//
// If a cell has SetSelected(bool), SetCurrent(bool) or SetHovered(bool), they are called after every bind and after
// every change. A cell should not take pointer events, but parts of it, such as buttons, may. See also HoverParts.
type Grid struct {
	flow
	// OnSelected is called after the selection changed.
	OnSelected func()
	// OnTyped is called with the text typed so far, and with "" when typing ends: a second after the last letter, with
	// Escape, or with a key that moves the cursor.
	OnTyped func(typed string)
	// OnRune is called first for every character that is neither a letter nor a space; true: used. OnLetter is called
	// first for a letter that would begin a text.
	OnRune, OnLetter func(r rune) bool
	// OnSection is called for a click on a section's heading, with the first and last index of its items; nil: headings
	// don't react.
	OnSection func(first, last int)
	// OnFold is called for a click on the mark before a heading, with the index of its section; nil: there are no marks.
	OnFold func(section int)
	// Now is the clock for typing and for scrolling under a rubber band; nil: time.Now.
	Now func() time.Time

	typed   typedText
	band    band
	pressed int // block whose heading was pressed; -1: none
}

// NewGrid returns a grid. create makes a cell, quickly and without loading anything. bind makes it show the item at
// index.
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

// SetCellSize sets the minimum size of a cell. Cells are widened to fill the row and keep their aspect ratio. The
// visible items stay.
func (g *Grid) SetCellSize(size fyne.Size) {
	rules := &g.view.rules
	if size == rules.cell && rules.columns == 0 || size.Width < 1 || size.Height < 1 {
		return
	}
	rules.cell, rules.columns = size, 0
	g.keepPlace()
}

// CellSize returns the present size of cells, in device-independent pixels.
func (g *Grid) CellSize() fyne.Size {
	return fyne.NewSize(float32(g.view.geo.cellW), float32(g.view.geo.cellH))
}

// Columns returns the present number of cells in a row.
func (g *Grid) Columns() int { return g.view.geo.columns }

// Selection returns the selected ids in the source's order, without ids that are no longer in the source.
func (g *Grid) Selection() []int64 { return g.selection.list() }

// SelectionLen returns the number of selected items.
func (g *Grid) SelectionLen() int { return g.selection.ids.len() }

// Selected reports whether an item is selected.
func (g *Grid) Selected(id int64) bool { return g.selection.ids.has(id) }

// Select selects exactly these items.
func (g *Grid) Select(ids ...int64) {
	if len(ids) > 0 {
		g.selection.pivot = ids[0]
	}
	g.selection.only(ids...)
}

// SectionAt returns the index of an item's section; -1: there are none.
func (g *Grid) SectionAt(index int) int {
	if index < 0 || len(g.view.geo.blocks) == 0 {
		return -1
	}
	return g.view.geo.blocks[g.view.geo.blockOf(index)].section
}

// SelectRange selects the items from first to last; while Ctrl/⌘ or Shift is held, in addition to the selection.
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

// Cell returns the cell that shows an item, if it is visible.
func (g *Grid) Cell(id int64) (fyne.CanvasObject, bool) {
	s, ok := g.cells.of(id)
	return s.cell, ok
}

// SetSource shows other items from the top, without a selection.
func (g *Grid) SetSource(source ItemSource) {
	g.band.end()
	g.headings.folds = g.OnFold != nil
	g.flow.SetSource(source)
}

// ItemsChanged says that the source has other items, or in other places. Visible items keep their positions and their
// cells are bound again. Missing items are no longer selected. A rubber band stays on its pictures.
func (g *Grid) ItemsChanged() {
	g.band.prune()
	g.flow.ItemsChanged()
}

// MouseDown selects, and may start a rubber band.
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
	if !click {
		return
	}
	block := blocks[g.pressed]
	if g.OnFold != nil && block.foldable && (event.Position.X < float32(g.view.rules.pad)+foldWidth || block.folded) {
		g.OnFold(block.section)
	} else if g.OnSection != nil {
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

// FocusLost is Fyne's. The release of the button may not be reported any more, so a rubber band
// ends.
func (g *Grid) FocusLost() {
	g.typed.end()
	g.band.end()
	g.flow.FocusLost()
}

// TypedRune is Fyne's. Letters are collected for OnTyped; other characters go to OnRune first.
func (g *Grid) TypedRune(r rune) {
	g.typed.expire()
	first := g.OnRune
	if isLetter(r) {
		first = g.OnLetter
		if len(g.typed.text) > 0 || unicode.IsSpace(r) {
			first = nil
		}
	}
	if first != nil && first(r) || g.OnTyped == nil {
		return
	}
	g.typed.add(r)
}

// TypedKey is Fyne's. While text is being typed, Space and Backspace belong to it, and Escape ends it.
func (g *Grid) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape && g.band.cancel() {
		return
	}
	if !g.typed.key(key.Name) {
		g.flow.TypedKey(key)
	}
}

// TypedShortcut is Fyne's. Ctrl/⌘+Up and Down move between sections; with Shift they select.
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
