package params

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// form connects controls with the draft, in both directions.
type form struct {
	draft  *request.Draft
	keys   *keyFilter
	edited func(touched ...request.Field) // called for every edit
	judge  func()                         // called when a number loses the focus
	long   func(runes int)                // called for a text too long to paste

	places map[request.Field]place
	shows  map[request.Field]func(text string) // by field: shows a value in its control
	// describes apply the service's description to the controls
	describes []func()
	wheels    []widgets.WheelTaker
	filling   bool // the program, not a person, is changing controls
}

// place is the control of a field.
type place struct {
	marker
	focus  fyne.Focusable
	number bool // it judges its text itself, when it loses the focus
	// beyond reports that no further digit can correct what was typed; nil: never.
	beyond func() bool
}

// marker shows a field's problem.
type marker interface {
	fyne.CanvasObject
	Error() string
	SetError(words string)
	Warning() string
	SetWarning(words string)
}

type focusable interface {
	fyne.CanvasObject
	fyne.Focusable
}

// marked returns the field whose place shows f: both fields of the model share
// a control.
func marked(f request.Field) request.Field {
	if f == request.BaseModel {
		return request.CheckpointID
	}
	return f
}

// edit changes the draft for a person, who touched these fields.
func (f *form) edit(change func(), touched ...request.Field) {
	if !f.filling {
		change()
		f.edited(touched...)
	}
}

// set sets a field of the draft from its text.
func (f *form) set(field request.Field, text string) {
	f.edit(func() { f.draft.Set(field, text) }, field)
}

// quietly runs write so that changes of controls don't count as edits.
func (f *form) quietly(write func()) {
	was := f.filling
	f.filling = true
	write()
	f.filling = was
}

// show shows the draft's values of some fields. Text that is not a value stays
// for the person to correct.
func (f *form) show(fields ...request.Field) {
	f.quietly(func() {
		for _, field := range fields {
			if show := f.shows[field]; show != nil && !f.draft.Rejected(field) {
				show(f.draft.Get(field))
			}
		}
	})
}

// showAll is show for every field.
func (f *form) showAll() {
	for field := range f.shows {
		f.show(field)
	}
}

// clean removes a key that got into a field in another way than by pasting.
// Most fields call their OnChanged again then.
func (f *form) clean(text string, set func(text string)) string {
	clean := f.keys.redact(text)
	if clean != text {
		set(clean)
		if !f.filling {
			f.keys.say(widgets.BannerWarning, message.T("params.key.field"))
		}
	}
	return clean
}

// control makes the control of a field that needs nothing but its row.
func (f *form) control(row request.Row) (object fyne.CanvasObject, narrow bool) {
	switch row.Kind {
	case request.KindWhole, request.KindDecimal:
		return f.number(row, nil), true
	case request.KindChoice:
		return f.combo(row, func(text string) { f.set(row.Field, text) }), true
	case request.KindSwitch:
		check := widgets.NewCheck(message.Field(row.Field), func(on bool) { f.set(row.Field, strconv.FormatBool(on)) })
		f.shows[row.Field] = func(text string) { check.SetChecked(text == "true") }
		return f.check(row.Field, check), false
	case request.KindTags:
		_, field := f.prompt(row, 1, 4)
		return field, false
	default:
		entry := widgets.NewEntry()
		return f.text(row, entry, entry, entry.SetText), false
	}
}

// number makes a control for a number. Text that is not a number goes to typed
// instead of the draft.
func (f *form) number(row request.Row, typed func(n widgets.Number, ok bool)) *widgets.NumberEntry {
	entry := widgets.NewNumberEntry(widgets.NumberSpec{
		Label: message.Field(row.Field), Unit: row.Unit, Hint: message.FieldHint(row.Field), Min: row.Min, Max: row.Max, Step: row.Step, Decimals: row.Decimals,
		Soft: true, Optional: true, // a request from elsewhere may leave the field to the service
	})
	entry.OnLeft = f.judge
	entry.OnChanged = typed
	if typed == nil {
		entry.OnChanged = func(n widgets.Number, ok bool) {
			switch {
			case !ok:
				f.edit(func() { f.draft.Reject(row.Field, f.draft.Table.Row(row.Field).Expected()) }, row.Field)
			default: // an empty field is left to the service
				f.set(row.Field, n.Text)
			}
		}
	}
	f.shows[row.Field] = entry.SetText
	f.describes = append(f.describes, func() {
		row := f.draft.Table.Row(row.Field)
		entry.SetRange(row.Min, row.Max, row.Step)
	})
	f.wheels = append(f.wheels, entry)
	f.places[row.Field] = place{marker: entry, focus: entry.FocusTarget(), number: true, beyond: func() bool {
		n, _ := entry.Value()
		return n.Value*10 > f.draft.Table.Row(row.Field).Max
	}}
	return entry
}

// combo makes a control with suggestions that accepts any text.
func (f *form) combo(row request.Row, changed func(text string)) *widgets.ComboEntry {
	entry := widgets.NewComboEntry(message.Field(row.Field), row.Offers)
	entry.SetPlaceHolder(message.FieldHint(row.Field))
	entry.OnPaste = f.keys.pasted
	entry.OnChanged = func(text string) { changed(f.clean(text, entry.SetText)) }
	f.shows[row.Field] = entry.SetText
	if row.Kind == request.KindChoice {
		f.describes = append(f.describes, func() { entry.SetOptions(f.draft.Table.Row(row.Field).Offers) })
	}
	f.places[row.Field] = place{marker: entry, focus: entry.FocusTarget()}
	return entry
}

// prompt makes a control for a text of several lines.
func (f *form) prompt(row request.Row, least, most int) (*widgets.PromptEntry, *widgets.Field) {
	entry := widgets.NewPromptEntry(least, most)
	entry.MaxRunes, entry.OnTooLong = request.MaxPromptChars, f.long
	entry.OnPaste = f.keys.pasted
	f.wheels = append(f.wheels, entry)
	return entry, f.text(row, &entry.Entry, entry, entry.Fill)
}

// text puts an entry below its label. fill replaces its text for the program.
func (f *form) text(row request.Row, entry *widgets.Entry, whole focusable, fill func(text string)) *widgets.Field {
	entry.SetPlaceHolder(message.FieldHint(row.Field))
	entry.OnChanged = func(text string) {
		if f.clean(text, entry.SetText) == text {
			f.set(row.Field, text)
		}
	}
	f.shows[row.Field] = func(text string) {
		if entry.Text != text { // keeps cursor and undo
			fill(text)
		}
	}
	field := widgets.NewField(message.Field(row.Field), whole)
	f.places[row.Field] = place{marker: field, focus: whole}
	return field
}

// check makes a check box that can show a problem.
func (f *form) check(field request.Field, check *widgets.Check) *widgets.Field {
	const boxInset = 6 // Fyne's margin around a check box
	box := widgets.NewField("", arrange.Inset(-boxInset, 0, 0, check))
	f.places[field] = place{marker: box, focus: check}
	return box
}

// labelHeight is how far below a field's top its control starts.
func labelHeight() float32 {
	return widgets.NewField("x", container.NewWithoutLayout()).MinSize().Height
}
