package widgets

import "fyne.io/fyne/v2"

// selection is the set of selected items, by id: it stays with them when others come and go.
type selection struct {
	view    *viewport
	many    bool   // several items can be selected
	changed func() // called after every change

	ids   *idSet
	pivot int64 // start of a range
}

// click selects like a click on an item, or a key that led there, with the held modifiers: the shortcut modifier adds
// or removes, Shift selects everything from the start of the range.
func (s *selection) click(index int, modifier fyne.KeyModifier) {
	id := s.view.source.ID(index)
	switch {
	case s.many && modifier&fyne.KeyModifierShift != 0:
		from := s.view.find(s.pivot, index)
		if from < 0 {
			from = index
			s.pivot = id
		}
		s.stretch(min(from, index), max(from, index), modifier&fyne.KeyModifierShortcutDefault != 0)
	case s.many && modifier&fyne.KeyModifierShortcutDefault != 0:
		s.pivot = id
		if s.ids.has(id) {
			s.ids.remove(id)
		} else {
			s.ids.add(id)
		}
		s.changed()
	default:
		s.pivot = id
		s.only(id)
	}
}

// stretch selects the items of a range, in addition to the selection or instead of it.
func (s *selection) stretch(from, to int, add bool) {
	if !add {
		s.ids = newIDSet()
	}
	source, ids := s.view.source, s.ids
	for i := from; i <= to; i++ {
		ids.add(source.ID(i))
	}
	s.changed()
}

func (s *selection) all() {
	if count := s.view.source.Len(); count > 0 {
		s.stretch(0, count-1, false)
	}
}

// only selects exactly these.
func (s *selection) only(ids ...int64) { s.set(newIDSet(ids...)) }

// set selects a set. Without a change, changed is not called.
func (s *selection) set(ids *idSet) {
	if !ids.equal(s.ids) {
		s.ids = ids
		s.changed()
	}
}

// list returns the selected ids in the source's order.
func (s *selection) list() []int64 { return s.known(s.ids) }

// known returns the ids of a set that the source has, in its order.
func (s *selection) known(set *idSet) []int64 {
	ids := make([]int64, 0, set.len())
	source := s.view.source
	for i, count := 0, source.Len(); i < count && len(ids) < cap(ids); i++ {
		if id := source.ID(i); set.has(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// allKnown reports whether the source has every id of a set. It makes no list, because it runs at every change of the
// source.
func (s *selection) allKnown(set *idSet) bool {
	source, left := s.view.source, set.len()
	for i, count := 0, source.Len(); i < count && left > 0; i++ {
		if set.has(source.ID(i)) {
			left--
		}
	}
	return left == 0
}

// pruned returns the set without ids that the source no longer has: the set itself if it has all of
// them.
func (s *selection) pruned(set *idSet) *idSet {
	if s.allKnown(set) {
		return set
	}
	return newIDSet(s.known(set)...)
}

// prune forgets selected ids that the source no longer has.
func (s *selection) prune() {
	if left := s.pruned(s.ids); left != s.ids {
		s.ids = left
		s.changed()
	}
}
