package params

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// builders make the controls that are more than a row of the table says. What
// they return is put where the field stands; a field without a control of its
// own has nil, because another's control is its too.
func (p *Pane) builders() map[request.Field]func() fyne.CanvasObject {
	return map[request.Field]func() fyne.CanvasObject{
		request.Prompt: p.buildPrompts, request.Negative: nil,
		request.CheckpointID: p.buildModel, request.BaseModel: nil,
		request.Width: p.buildSize, request.Height: nil,
		request.Seed:      p.buildSeed,
		request.ModelType: p.buildModelDetails,
		request.HighRes:   p.buildHighRes, request.Denoising: nil,
	}
}

// buildSection makes the controls of a section, in the order of the table. Two
// narrow ones in succession stand beside each other.
func (p *Pane) buildSection(section request.Section) fyne.CanvasObject {
	var objects []fyne.CanvasObject
	var waiting fyne.CanvasObject // a narrow control, for another one
	flush := func() {
		if waiting != nil {
			objects = append(objects, waiting)
		}
		waiting = nil
	}
	builders := p.builders()
	for _, row := range request.Rows() {
		if row.Section != section {
			continue
		}
		if build, own := builders[row.Field]; own {
			if build != nil {
				flush()
				objects = append(objects, build())
			}
			continue
		}
		switch object, narrow := p.buildOrdinary(row); {
		case !narrow:
			flush()
			objects = append(objects, object)
		case waiting == nil:
			waiting = object
		default:
			objects = append(objects, arrange.Columns(darkroom.Space12, waiting, object))
			waiting = nil
		}
	}
	flush()
	return arrange.Stack(darkroom.Space12, objects...)
}

// buildOrdinary makes the control of a field that needs nothing but its row.
func (p *Pane) buildOrdinary(row request.Row) (object fyne.CanvasObject, narrow bool) {
	typed := func(text string) { p.set(row.Field, text) }
	switch row.Kind {
	case request.KindWhole, request.KindDecimal:
		return p.number(row, nil), true
	case request.KindChoice:
		return p.combo(row, typed), true
	case request.KindSwitch:
		check := widget.NewCheck(row.Label, func(on bool) { typed(strconv.FormatBool(on)) })
		p.shows[row.Field] = func(text string) { check.SetChecked(text == "true") }
		return p.checkField(row.Field, check), false
	case request.KindTags:
		entry := widgets.NewPromptEntry(1, 4)
		entry.MaxRunes, entry.OnTooLong = request.MaxPromptChars, p.sayTooLong
		entry.OnPaste = p.pasted
		p.wheels = append(p.wheels, entry)
		return p.textField(row, &entry.Entry, entry), false
	default:
		entry := widget.NewEntry()
		return p.textField(row, entry, entry), false
	}
}

// set gives the draft a field that was typed.
func (p *Pane) set(field request.Field, text string) {
	p.edit(func() { p.draft.Set(field, text) }, field)
}

// number makes a control for a number. A side of the size, and whatever else
// is more than a number, is told to typed instead of to the draft.
func (p *Pane) number(row request.Row, typed func(n widgets.Number, ok bool)) *widgets.NumberEntry {
	entry := widgets.NewNumberEntry(widgets.NumberSpec{
		Label: row.Label, Unit: row.Unit, Hint: row.Hint, Min: row.Min, Max: row.Max, Step: row.Step, Decimals: row.Decimals,
		Optional: true, // a request from elsewhere may leave it to the service
	})
	entry.OnLeft = func() { p.updateErrors() }
	entry.OnChanged = typed
	if typed == nil {
		entry.OnChanged = func(n widgets.Number, ok bool) {
			switch {
			case !ok || !n.Set && row.Needed:
				p.edit(func() { p.draft.Reject(row.Field, row.Expected()) }, row.Field)
			case n.Set:
				p.set(row.Field, strconv.FormatFloat(n.Value, 'f', -1, 64))
			default:
				p.set(row.Field, "")
			}
		}
	}
	p.shows[row.Field] = func(text string) { entry.SetValue(numberOf(text)) }
	p.wheels = append(p.wheels, entry)
	p.places[row.Field] = place{marker: entry, focus: entry.FocusTarget(), number: true, beyond: func() bool {
		n, _ := entry.Value()
		return n.Value*10 > row.Max
	}}
	return entry
}

func numberOf(text string) widgets.Number {
	value, err := strconv.ParseFloat(text, 64)
	return widgets.Number{Value: value, Set: err == nil}
}

// combo makes a control that offers some values and takes any.
func (p *Pane) combo(row request.Row, changed func(text string)) *widgets.ComboEntry {
	entry := widgets.NewComboEntry(row.Label, row.Offers)
	entry.SetPlaceHolder(row.Hint)
	entry.OnPaste = p.pasted
	entry.OnChanged = func(text string) { changed(p.cleaned(text, entry.SetText)) }
	p.shows[row.Field] = entry.SetText
	p.places[row.Field] = place{marker: entry, focus: entry.FocusTarget()}
	return entry
}

// textField puts an entry for a text beneath its label.
func (p *Pane) textField(row request.Row, entry *widget.Entry, whole focusable) *widgets.Field {
	entry.SetPlaceHolder(row.Hint)
	entry.OnChanged = func(text string) {
		if !p.holdsKey(text, entry.SetText) {
			p.set(row.Field, text)
		}
	}
	p.shows[row.Field] = func(text string) { setText(entry.Text, text, entry.SetText) }
	f := widgets.NewField(row.Label, whole)
	p.places[row.Field] = place{marker: f, focus: whole}
	return f
}

// checkField is a check box that can be marked as wrong.
func (p *Pane) checkField(field request.Field, check *widget.Check) *widgets.Field {
	const boxInset = 6 // what Fyne leaves around a check box
	f := widgets.NewField("", arrange.Inset(-boxInset, 0, 0, check))
	p.places[field] = place{marker: f, focus: check}
	return f
}

// fillOrdinary shows what the draft has in the fields whose controls need
// nothing else. Text that is no value is left for the user to put right.
func (p *Pane) fillOrdinary() {
	p.quietly(func() {
		for field, show := range p.shows {
			if !p.draft.Rejected(field) {
				show(p.draft.Get(field))
			}
		}
	})
}
