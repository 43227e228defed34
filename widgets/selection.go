package widgets

import "fyne.io/fyne/v2"

// selection is which items are selected, by id: it stays with them when others come and go.
type selection struct {
	view    *viewport
	many    bool   // more than one can be selected
	changed func() // called after every change

	ids   *idSet
	pivot int64 // where a range begins
}

// click selects as a click on an item does, or a key that led there, with the modifiers held: the shortcut modifier adds or
// takes away, Shift takes everything from where the range began.
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

// stretch selects the items from one to another, on top of what is selected or in its place.
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

// only selects these and no others.
func (s *selection) only(ids ...int64) { s.set(newIDSet(ids...)) }

// set selects a set. Selecting what is selected tells nobody.
func (s *selection) set(ids *idSet) {
	if !ids.equal(s.ids) {
		s.ids = ids
		s.changed()
	}
}

// list lists what is selected in the source's order.
func (s *selection) list() []int64 { return s.known(s.ids) }

// known lists the ids of a set that the source has, in its order.
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

// allKnown says whether the source has every id of a set. It lists nothing: this is asked at every change of the source.
func (s *selection) allKnown(set *idSet) bool {
	source, left := s.view.source, set.len()
	for i, count := 0, source.Len(); i < count && left > 0; i++ {
		if set.has(source.ID(i)) {
			left--
		}
	}
	return left == 0
}

// pruned is a set without the ids that the source no longer has: the set itself if it has them all.
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
