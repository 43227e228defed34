package searchbar

import (
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/search"
	"lookbook/widgets"
)

// shown are the chips of a search: the filters beside the field.
func (w wording) shown() []chip { return chipsOf(w.beside()) }

// showChips makes a chip of every filter, and reports whether there are
// others than before.
func (b *Bar) showChips() bool {
	list := b.wording.shown()
	labels := make([]string, len(list))
	for i, c := range list {
		labels[i] = c.label(b.names, b.today())
	}
	const clear = "Clear all"
	if len(list) > 1 || len(list) > 0 && b.wording.text != "" {
		labels = append(labels, clear)
	}
	if slices.Equal(labels, b.labels) {
		return false
	}
	b.labels = labels
	objects := make([]fyne.CanvasObject, len(labels))
	for i := range objects {
		if i == len(list) {
			objects[i] = widgets.NewQuietLink(clear, b.clear)
			continue
		}
		chip := widgets.NewFilterChip(labels[i], "")
		chip.OnRemoved = func() { b.remove(list[i]) }
		chip.SetRemoveTip("Take this filter away")
		objects[i] = chip
	}
	b.chips.set(objects...)
	return true
}

func (b *Bar) today() search.Date { return search.DateOf(b.p.Now()) }

// remove takes a chip away; the keyboard goes on from the field.
func (b *Bar) remove(c chip) {
	if !b.field.Focused() {
		b.focusField()
	}
	b.change(func(w *wording) { w.drop(c.facet, c.value) })
}

// clear takes words and filters away.
func (b *Bar) clear() {
	b.focusField()
	b.change(func(w *wording) { *w = wording{} })
}

// focusField puts the keyboard into the field when what has it goes. It comes
// after the key that is being worked at: Space is a letter too.
func (b *Bar) focusField() { b.later(func() { b.focusOn(b.field.FocusTarget()) }) }
