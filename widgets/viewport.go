package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
)

// viewport knows where all items are and which are visible. It draws nothing, and knows neither cells nor the
// selection.
type viewport struct {
	source ItemSource
	rules  cellRules
	size   func() fyne.Size // returns the present space for cells
	geo    geometry
	offset float64 // of the upper edge, from the top of all items
}

func (v *viewport) room() float64 { return float64(max(v.size().Width, 1)) }
func (v *viewport) page() float64 { return float64(v.size().Height) }

// measure computes the positions.
func (v *viewport) measure() {
	var sections []ItemSection
	if s, ok := v.source.(SectionSource); ok {
		sections = s.Sections()
	}
	v.geo = newGeometry(v.rules, v.room(), v.source.Len(), sections)
}

// scroll scrolls to an offset within the content, and reports whether it moved.
func (v *viewport) scroll(offset float64) bool {
	before := v.offset
	v.offset = max(min(offset, v.geo.height-v.page()), 0)
	return v.offset != before
}

// span returns the first and the last visible item; -1, -1: none.
func (v *viewport) span() (first, last int) {
	if v.geo.width != v.room() {
		v.measure()
	}
	v.scroll(v.offset)
	return v.geo.span(v.offset, v.offset+v.page())
}

// place returns an item's upper left corner, from the widget's.
func (v *viewport) place(index int) (x, y float64) {
	x, y = v.geo.place(index)
	return x, y - v.offset
}

// at returns the item at a position in the widget; -1: none.
func (v *viewport) at(position fyne.Position) int {
	if index := v.geo.at(float64(position.X), float64(position.Y)+v.offset); index < v.source.Len() {
		return index
	}
	return -1
}

// anchor is the positions of the visible items, and the index of the first.
type anchor struct {
	ids  []int64
	tops []float64
	near int
}

// anchor records the positions of the visible items. At the very top it records nothing, because new items come in
// there.
func (v *viewport) anchor(shown []shownCell) anchor {
	var a anchor
	if v.offset > 0 {
		for _, s := range shown {
			_, y := v.place(s.index)
			a.ids, a.tops, a.near = append(a.ids, s.id), append(a.tops, y), shown[0].index
		}
	}
	return a
}

// restore measures again and scrolls so that the first remaining item of an anchor keeps its position.
func (v *viewport) restore(a anchor) {
	v.measure()
	for len(a.tops) > 0 && a.tops[0]+v.geo.cellH <= 0 { // it would be out of sight with this size of cells
		a.ids, a.tops = a.ids[1:], a.tops[1:]
	}
	offset := v.offset
	if which, index := v.findAny(a.ids, a.near); index >= 0 {
		_, y := v.geo.place(index)
		offset = y - a.tops[which]
	}
	v.scroll(offset)
}

// reveal returns the nearest offset at which an item is completely visible, and not below a heading of this height.
func (v *viewport) reveal(index int, heading float64) float64 {
	if len(v.geo.blocks) == 0 {
		v.measure()
	}
	_, y := v.geo.place(index)
	top, bottom := y-v.rules.pad, y+v.geo.cellH+v.rules.pad
	switch b := v.geo.blocks[v.geo.blockOf(index)]; {
	case index < b.first+v.geo.columns:
		top = b.top - v.rules.pad // with its heading
	case b.title != "":
		top -= heading // which stays at the upper edge
	}
	return min(max(v.offset, bottom-v.page()), top)
}

// find returns the index of an id, searched outwards from its old index; -1: it is gone.
func (v *viewport) find(id int64, near int) int {
	if id == 0 {
		return -1
	}
	_, index := v.findAny([]int64{id}, near)
	return index
}

// findAny returns the first of some ids that the source still has: its number and its index; -1, -1: all are gone. It
// searches outwards from the old index of the first one, for all at once.
func (v *viewport) findAny(ids []int64, near int) (which, index int) {
	count := v.source.Len()
	which, index = -1, -1
	if len(ids) == 0 || count == 0 {
		return which, index
	}
	wanted := newIDSet(ids...)
	near = min(max(near, 0), count-1)
	look := func(from, to int) {
		for i := max(from, 0); i < min(to, count); i++ {
			if id := v.source.ID(i); wanted.has(id) {
				if at := slices.Index(ids, id); which < 0 || at < which {
					which, index = at, i
				}
			}
		}
	}
	const step = 64
	for away := 0; which != 0 && (near-away >= 0 || near+away < count); away += step {
		look(near+away, near+away+step)
		look(near-away-step, near-away)
	}
	return which, index
}
