package params

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// valueLists are the fields with several values.
type valueLists struct {
	form    *form
	models  func() []request.Model
	section *widgets.Section
	entries map[request.Field]*widgets.ComboEntry
	texts   map[request.Field]string // as typed
}

// listed are the fields that can have several values here, in order.
func listed() []request.Row {
	list := slices.DeleteFunc(request.Rows(), func(r request.Row) bool { return r.Vary.Order == 0 })
	slices.SortStableFunc(list, func(a, b request.Row) int { return a.Vary.Order - b.Vary.Order })
	return list
}

func newValueLists(f *form, models func() []request.Model) *valueLists {
	l := &valueLists{form: f, models: models, entries: map[request.Field]*widgets.ComboEntry{}, texts: map[request.Field]string{}}
	about := widgets.NewQuietLabel(message.T("params.lists.about"))
	about.SetLines(0)
	list := pairs{objects: []fyne.CanvasObject{about}}
	for _, row := range listed() {
		entry := widgets.NewComboEntry(message.Varied(row.Field), row.Vary.Examples)
		entry.SetPlaceHolder(message.VariedHint(row.Field))
		entry.OnPaste = f.keys.pasted
		entry.OnChanged = func(text string) { l.typed(row.Field, f.clean(text, entry.SetText)) }
		l.entries[row.Field] = entry
		list.add(entry, row.Kind != request.KindModel) // models have names of any length
	}
	l.section = widgets.NewSection(message.T("params.lists"), arrange.Stack(darkroom.Space12, list.all()...), false)
	return l
}

func (l *valueLists) typed(field request.Field, text string) {
	if before := l.texts[field]; field == request.CheckpointID && before != "" && l.picked(before, text) {
		text = before + ", " + text
		l.form.quietly(func() { l.entries[field].SetText(text) })
	}
	l.form.edit(func() {
		delete(l.texts, field)
		if strings.TrimSpace(text) != "" {
			l.texts[field] = text
		}
	})
	l.fillTitle()
}

// picked reports whether a text was chosen from the list of models, which adds
// to the present models.
func (l *valueLists) picked(before, text string) bool {
	return slices.Contains(l.offers(), text) && !strings.HasPrefix(text, before) && !strings.HasPrefix(before, text)
}

// offers are the models as written in a list of values, quoted if they contain
// a comma.
func (l *valueLists) offers() []string {
	labels := request.Labels(l.models())
	for i, label := range labels {
		if strings.ContainsAny(label, `,;"`) {
			labels[i] = `"` + strings.ReplaceAll(label, `"`, `""`) + `"`
		}
	}
	return labels
}

// modelsChanged updates the suggested models.
func (l *valueLists) modelsChanged() { l.entries[request.CheckpointID].SetOptions(l.offers()) }

// described updates the suggestions from the service's description.
func (l *valueLists) described() {
	for field, entry := range l.entries {
		switch row := l.form.draft.Table.Row(field); row.Kind {
		case request.KindChoice:
			entry.SetOptions(append(slices.Clone(row.Vary.Examples), row.Offers...))
		case request.KindModel:
			l.modelsChanged()
		}
	}
}

// fill shows other lists, and opens the section if there are any.
func (l *valueLists) fill(texts map[request.Field]string) {
	l.texts = map[request.Field]string{}
	for field, entry := range l.entries {
		if texts[field] != "" {
			l.texts[field] = texts[field]
		}
		l.form.quietly(func() { entry.SetText(texts[field]) })
	}
	l.fillTitle()
	if len(l.texts) > 0 {
		l.section.SetOpen(true)
	}
}

// fillTitle names what varies, also while the section is folded.
func (l *valueLists) fillTitle() {
	title := message.T("params.lists")
	for _, row := range listed() {
		if l.has(row.Field) {
			title += " · " + message.Varied(row.Field)
		}
	}
	l.section.SetTitle(title)
}

// has reports whether a field has several values.
func (l *valueLists) has(field request.Field) bool { return l.texts[marked(field)] != "" }

func (l *valueLists) sweeps() []variations.Sweep {
	var list []variations.Sweep
	for _, row := range listed() {
		if text := l.texts[row.Field]; text != "" {
			list = append(list, variations.Sweep{Field: row.Field, Text: text, Models: l.models()})
		}
	}
	return list
}
