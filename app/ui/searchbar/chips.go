package searchbar

import (
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// shown are the chips of a search: the filters beside the field.
func (w wording) shown() []chip { return chipsOf(w.beside()) }

// chipRow shows the filters that are on, each with a cross to take it away.
type chipRow struct {
	current *current
	names   map[string]string // of models, by their ids
	flow    *flow
	labels  []string // that are shown
}

// show makes a chip of every filter, and reports whether there are others than before.
func (r *chipRow) show() bool {
	list := r.current.wording.shown()
	labels := make([]string, len(list))
	for i, c := range list {
		labels[i] = c.label(r.names, r.current.today())
	}
	if len(list) > 1 || len(list) > 0 && r.current.wording.text != "" {
		labels = append(labels, message.T("searchbar.clear.all"))
	}
	if slices.Equal(labels, r.labels) {
		return false
	}
	r.labels = labels
	objects := make([]fyne.CanvasObject, len(labels))
	for i := range objects {
		if i == len(list) {
			objects[i] = widgets.NewQuietLink(labels[i], r.clear)
			continue
		}
		chip := widgets.NewFilterChip(labels[i], "")
		chip.OnRemoved = func() { r.remove(list[i]) }
		chip.SetRemoveTip(message.T("searchbar.remove"))
		objects[i] = chip
	}
	r.flow.set(objects...)
	return true
}

// remove takes a chip away; the keyboard goes on from the field.
func (r *chipRow) remove(c chip) {
	if !r.current.field.Focused() {
		r.current.focusField()
	}
	r.current.change(func(w *wording) { w.drop(c.facet, c.value) })
}

// removeLast takes the last chip away, if there is one.
func (r *chipRow) removeLast() {
	if chips := r.current.wording.shown(); len(chips) > 0 {
		r.remove(chips[len(chips)-1])
	}
}

// clear takes words and filters away.
func (r *chipRow) clear() {
	r.current.focusField()
	r.current.change(func(w *wording) { *w = wording{} })
}
