package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// newViewport makes a viewport of four columns and four rows and a part of the
// fifth, without a window.
func newViewport(count int) (*viewport, *items) {
	source := numbered(1000, count)
	v := &viewport{
		source: source, rules: cellRules{cell: fyne.NewSquareSize(100), gap: gridGap, pad: gridGap},
		size: func() fyne.Size { return fyne.NewSize(420, 420) },
	}
	v.measure()
	return v, source
}

func TestAViewportStaysOnWhatItShows(t *testing.T) {
	v, source := newViewport(400)
	v.scroll(4000)
	first, _ := v.span()
	_, y := v.place(first)
	id := v.source.ID(first)
	for _, change := range []func(){
		func() { source.ids = append(numbered(1, 38).ids, source.ids...) },
		func() { source.ids = source.ids[10:] },
		func() {
			source.ids = slices.DeleteFunc(source.ids, func(other int64) bool { return other%7 == 0 && other != id })
		},
	} {
		a := v.anchor([]shownCell{{index: v.find(id, 0), id: id}})
		change()
		v.restore(a)
		if _, at := v.place(v.find(id, 0)); at != y {
			t.Errorf("it was at %v and is at %v", y, at)
		}
	}
	if v.scroll(1e9); v.offset != v.geo.height-420 {
		t.Errorf("beyond the end it is at %v", v.offset)
	}
	if v.scroll(-3) && v.offset != 0 {
		t.Errorf("above the beginning it is at %v", v.offset)
	}
}

func TestASelectionIsOfIDs(t *testing.T) {
	v, source := newViewport(20)
	told := 0
	s := &selection{view: v, many: true, ids: newIDSet(), changed: func() { told++ }}
	s.click(3, 0)
	s.click(6, fyne.KeyModifierShift)
	s.click(4, fyne.KeyModifierShortcutDefault)
	if want := []int64{1003, 1005, 1006}; !slices.Equal(s.list(), want) || told != 3 {
		t.Fatalf("%v, told %d times", s.list(), told)
	}
	source.ids = source.ids[5:]
	s.prune()
	s.prune()
	if want := []int64{1005, 1006}; !slices.Equal(s.list(), want) || told != 4 {
		t.Errorf("%v, told %d times", s.list(), told)
	}
	s.only(1006, 1005)
	if told != 4 {
		t.Error("told of what changed nothing")
	}
	one := &selection{view: v, ids: newIDSet(), changed: func() {}}
	one.click(1, 0)
	one.click(5, fyne.KeyModifierShift|fyne.KeyModifierShortcutDefault)
	if one.ids.len() != 1 {
		t.Errorf("of a list in which one can be selected %d are", one.ids.len())
	}
}
