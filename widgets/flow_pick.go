package widgets

import "fyne.io/fyne/v2"

// pickAt is a click on an item, or a key that led there, with the modifiers held: the shortcut modifier adds or takes away,
// Shift takes everything from where the range began.
func (f *flow) pickAt(index int, modifier fyne.KeyModifier) {
	id := f.source.ID(index)
	switch {
	case f.multi && modifier&fyne.KeyModifierShift != 0:
		from := f.find(f.pivot, index)
		if from < 0 {
			from = index
			f.pivot = id
		}
		f.pickRange(min(from, index), max(from, index), modifier&fyne.KeyModifierShortcutDefault != 0)
	case f.multi && modifier&fyne.KeyModifierShortcutDefault != 0:
		f.pivot = id
		if f.has(id) {
			f.picked.remove(id)
		} else {
			f.picked.add(id)
		}
		f.tell()
	default:
		f.pivot = id
		f.pick(id)
	}
}

func (f *flow) pickRange(from, to int, add bool) {
	if !add {
		f.picked = newIDSet()
	}
	for i := from; i <= to; i++ {
		f.picked.add(f.source.ID(i))
	}
	f.tell()
}

func (f *flow) pickAll() {
	if count := f.source.Len(); count > 0 {
		f.pickRange(0, count-1, false)
	}
}

// pick selects these and no others. Selecting what is selected tells nobody.
func (f *flow) pick(ids ...int64) { f.pickSet(newIDSet(ids...)) }

func (f *flow) pickSet(set *idSet) {
	if !set.equal(f.picked) {
		f.picked = set
		f.tell()
	}
}

func (f *flow) tell() {
	f.markAll()
	if f.changed != nil {
		f.changed()
	}
}

// selection lists what is selected in the source's order. Ids that are no longer in the source are left out.
func (f *flow) selection() []int64 { return f.among(f.picked) }

// among lists the ids of a set that the source has, in its order.
func (f *flow) among(set *idSet) []int64 {
	ids := make([]int64, 0, set.len())
	source := f.source
	for i, count := 0, source.Len(); i < count && len(ids) < cap(ids); i++ {
		if id := source.ID(i); set.has(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// hasAll says whether the source has every id of a set. It lists nothing: this is asked at every change of the source.
func (f *flow) hasAll(set *idSet) bool {
	source, left := f.source, set.len()
	for i, count := 0, source.Len(); i < count && left > 0; i++ {
		if set.has(source.ID(i)) {
			left--
		}
	}
	return left == 0
}

func (f *flow) has(id int64) bool { return f.picked.has(id) }

// prune forgets selected ids that the source no longer has, and tells if there were any.
func (f *flow) prune() {
	if left, gone := f.pruned(f.picked); gone {
		f.picked = left
		f.tell()
	}
}

// pruned is a set without the ids that the source no longer has, and whether there were any.
func (f *flow) pruned(set *idSet) (left *idSet, gone bool) {
	if f.hasAll(set) {
		return set, false
	}
	return newIDSet(f.among(set)...), true
}

// SetSource shows other items: from the top, with nothing selected and no place.
func (f *flow) SetSource(source ItemSource) {
	f.source = source
	f.offset, f.current, f.currentID, f.pivot, f.hovered = 0, -1, 0, 0, -1
	f.clicks = [2]int{-1, -1}
	for _, s := range f.shown {
		s.cell.Hide()
		f.spare = append(f.spare, s.cell)
	}
	f.shown = nil
	f.first, f.last = -2, -2 // whatever is in sight now, it is news
	f.measure()
	f.arrange()
	f.pick()
}

// ItemsChanged is told when the source has other items than before, or others in other places. What was in sight stays where
// it was; cells in sight are bound again. Selected items that are gone are no longer selected.
func (f *flow) ItemsChanged() {
	f.clicks = [2]int{-1, -1}
	f.keepPlace(func() {
		f.arrange()
		for _, s := range f.shown {
			f.bindCell(s)
		}
	})
	f.prune()
	f.sensor.again()
}

// RefreshItem binds the cell of one item again, if it is in sight.
func (f *flow) RefreshItem(id int64) {
	for _, s := range f.shown {
		if s.id == id {
			f.bindCell(s)
			return
		}
	}
}

// cellOf is the cell that shows an item now.
func (f *flow) cellOf(id int64) (fyne.CanvasObject, bool) {
	for _, s := range f.shown {
		if s.id == id {
			return s.cell, true
		}
	}
	return nil, false
}

// VisibleRange is the first and last index in sight, -1, -1 if there is none.
func (f *flow) VisibleRange() (first, last int) { return f.first, f.last }

// Current is the index of the keyboard's place, -1 if there is none.
func (f *flow) Current() int { return f.current }

// SetCurrent moves the keyboard's place and brings it into sight; the selection stays.
func (f *flow) SetCurrent(index int) {
	if index < f.source.Len() {
		f.goTo(max(index, -1))
	}
}

// ScrollTo brings an item into sight, moving as little as needed.
func (f *flow) ScrollTo(index int) { f.reveal(index) }

// ScrollToTop goes to the first item.
func (f *flow) ScrollToTop() { f.scrollTo(0) }
