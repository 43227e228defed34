package searchbar

import (
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// shown are the chips of a search: the filters outside the field.
func (w wording) shown() []chip { return chipsOf(w.beside()) }

// chipRow shows the active filters, each with a remove button.
type chipRow struct {
	current *current
	names   map[string]string // names of models by id
	flow    *flow
	labels  []string // of the shown chips
}

// show makes a chip for every filter, and reports whether the filters changed.
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

// remove removes a chip; the focus returns to the field.
func (r *chipRow) remove(c chip) {
	if !r.current.field.Focused() {
		r.current.focusField()
	}
	r.current.change(func(w *wording) { w.drop(c.facet, c.value) })
}

// removeLast removes the last chip, if any.
func (r *chipRow) removeLast() {
	if chips := r.current.wording.shown(); len(chips) > 0 {
		r.remove(chips[len(chips)-1])
	}
}

// clear removes all words and filters.
func (r *chipRow) clear() {
	r.current.focusField()
	r.current.change(func(w *wording) { *w = wording{} })
}
