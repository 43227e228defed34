package searchbar

import (
	"fyne.io/fyne/v2"

	"lookbook/app/search"
	"lookbook/widgets"
)

// shown are the chips of a search: the filters beside the field.
func (w wording) shown() []chip { return chipsOf(w.beside()) }

// showChips makes a chip of every filter.
func (b *Bar) showChips() {
	var objects []fyne.CanvasObject
	list := b.wording.shown()
	for _, c := range list {
		object := widgets.NewFilterChip(c.label(b.names, b.today()), "")
		object.OnRemoved = func() { b.remove(c) }
		object.SetRemoveTip("Take this filter away")
		objects = append(objects, object)
	}
	if len(list) > 1 || len(list) > 0 && b.wording.text != "" {
		objects = append(objects, widgets.NewQuietLink("Clear all", b.clear))
	}
	b.chips.set(objects...)
}

func (b *Bar) today() search.Date { return search.DateOf(b.p.Now()) }

// remove takes a chip away; the keyboard goes on from the field.
func (b *Bar) remove(c chip) {
	b.focusField()
	b.change(func(w *wording) { w.drop(c.facet, c.value) })
}

// clear takes words and filters away.
func (b *Bar) clear() {
	b.focusField()
	b.change(func(w *wording) { *w = wording{} })
}

// focusField keeps the focus in the bar when what has it goes.
func (b *Bar) focusField() { b.focusOn(b.field.FocusTarget()) }
