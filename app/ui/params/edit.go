package params

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/widgets"
)

// edit changes the draft for the user and tells everybody. The fields named
// are the ones that the user touched.
func (p *Pane) edit(change func(), touched ...request.Field) {
	if p.filling {
		return
	}
	change()
	p.replan()
	for _, field := range touched {
		delete(p.served, marked(field))
	}
	p.checkNote.Hide()
	p.sent = false
	p.updateErrors(touched...)
	if p.params.OnDraft != nil {
		p.params.OnDraft(p.State())
	}
}

// modelTyped takes a model that was picked or typed.
func (p *Pane) modelTyped(text string) {
	m, _ := request.FindModel(text, p.models)
	p.edit(func() { p.draft.SetModel(m) }, request.CheckpointID)
	p.fillSize()
	p.fillOrdinary()
	p.fillType()
	p.fillModelNote()
	p.updateErrors()
}

func (p *Pane) swapSides() {
	p.pickSize(p.draft.Size().Swapped())
}

func (p *Pane) pickSize(size request.Size) {
	p.edit(func() { p.draft.SetSize(size) }, request.Width, request.Height)
	p.fillSize()
	p.updateErrors()
}

// snapSide rounds a side to what can be sent.
func (p *Pane) snapSide(side request.Field, n widgets.Number) {
	p.edit(func() { p.draft.SetSide(side, request.Snap(int(n.Value))) }, request.Width, request.Height)
	p.fillSize()
	p.updateErrors()
}

// sizeMenu offers the usual sizes for the model type.
func (p *Pane) sizeMenu() *fyne.Menu {
	menu := fyne.NewMenu("")
	for _, size := range request.Sizes(p.draft.Config().ModelType) {
		item := fyne.NewMenuItem(size.String()+"  "+size.Shape(), func() { p.pickSize(size) })
		item.Checked = size == p.draft.Size()
		menu.Items = append(menu.Items, item)
	}
	return menu
}

func (p *Pane) showPresets() { popUp(p.sizeMenu(), p.presets) }

// marked is the field that stands for f in the pane: both names of the model
// are one control.
func marked(f request.Field) request.Field {
	if f == request.BaseModel {
		return request.CheckpointID
	}
	return f
}

// updateErrors puts errors at the fields they belong to and brings the
// buttons up to date. It touches only what changed, as it runs at every
// keystroke. A number that is being edited is left in peace: on the way from
// 768 to 1024 there are numbers that are wrong. Once no further figure could
// put it right, there is nothing to wait for.
func (p *Pane) updateErrors(editing ...request.Field) {
	words := make(map[request.Field]string, len(p.served))
	for field, message := range p.served {
		words[field] = message
	}
	inLists := map[request.Field]string{}
	problems := p.problems()
	for _, problem := range problems {
		switch {
		case problem.Empty: // the button says it
		case problem.inList:
			inLists[marked(problem.Field)] = problem.Message
		default:
			words[marked(problem.Field)] = problem.Message
		}
	}
	for field, entry := range p.entries {
		if say := inLists[field]; entry.Error() != say {
			entry.SetError(say)
		}
	}
	for field, place := range p.places {
		switch say := words[field]; {
		case place.Error() == say:
		case place.number && slices.Contains(editing, field) && (say == "" || place.beyond == nil || !place.beyond()):
		case place.number && say == "" && place.Error() != p.shown[field]: // its own judgement
		default:
			place.SetError(say)
			p.shown[field] = say
		}
	}
	p.inTheWay = problems
	p.updateButtons()
}

func (p *Pane) updateButtons() {
	text, short, why := "Generate", "", p.offReason
	switch images := p.draft.Config().NumSamples; {
	case p.planErr == nil && p.plan.Varies():
		text, short = "Generate "+Amount(p.plan), "Generate "+number(p.plan.Count(), "job")
	case images > 0:
		text = fmt.Sprintf("Generate %d", images)
	}
	if len(p.inTheWay) > 0 {
		why = p.inTheWay[0].Reason()
	}
	if p.sent && why == "" {
		text, short = "Sent", ""
	}
	if p.busy {
		text, short, why = "Sending …", "", "The request is on its way."
	}
	if button := (buttonState{text, why}); button != p.button {
		p.button = button
		p.generate.SetTexts(text, short)
		p.generate.SetReason(why)
		enable(p.check, why == "")
	}
}

// buttonState is what the buttons say.
type buttonState struct{ text, why string }

// lead opens what holds the field with a problem, scrolls to it and puts the
// cursor into it.
func (p *Pane) lead(to problem) {
	entry, list := p.entries[marked(to.Field)]
	if !to.inList || !list {
		p.reveal(to.Field)
		return
	}
	p.lists.SetOpen(true)
	p.lists.MinSize() // Fyne finds nothing in what was never measured
	p.scroll.ScrollTo(entry)
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.content); c != nil {
		c.Focus(entry.FocusTarget())
	}
}

// reveal opens Advanced if the field is there, scrolls to it and puts the
// cursor into it.
func (p *Pane) reveal(field request.Field) {
	field = marked(field)
	if field.Row().Section == request.Advanced {
		p.more.SetOpen(true)
		p.more.MinSize() // Fyne finds nothing in what was never measured
	}
	if at, ok := p.places[field]; ok {
		p.scroll.ScrollTo(at.marker) // the driver knows objects by themselves, not what holds them
		p.focus(field)
	}
}

func (p *Pane) focus(field request.Field) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.content); c != nil {
		c.Focus(p.places[field].focus)
	}
}

// setModels takes the models that the user trained, or why they can't be told.
func (p *Pane) setModels(models []request.Model, err error) {
	p.modelsErr = err
	if err == nil {
		p.models = slices.Clone(models)
		for _, stock := range request.StockModels() {
			if !slices.ContainsFunc(models, func(m request.Model) bool { return m.ID == stock.ID }) {
				p.models = append(p.models, stock)
			}
		}
		p.model.SetOptions(request.Labels(p.models))
		p.entries[request.CheckpointID].SetOptions(p.listedModels())
		p.replan()
		c := fyne.CurrentApp().Driver().CanvasForObject(p.content)
		if c == nil || c.Focused() != p.model.FocusTarget() { // nobody's typing is written over
			p.fillModel()
		}
	}
	p.fillModelNote()
}

// currentModel is the model of the draft, with what is known about it.
func (p *Pane) currentModel() request.Model {
	id, kind := p.draft.Model()
	at := slices.IndexFunc(p.models, func(m request.Model) bool { return m.ID == id })
	if at < 0 {
		return request.Model{ID: id, Kind: kind}
	}
	m := p.models[at]
	m.Kind = kind
	return m
}

func keptWords(names []string) string {
	const named = 6
	list := strings.Join(names[:min(len(names), named)], ", ")
	if more := len(names) - named; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	if len(names) == 1 {
		return "1 more field is sent as it was: " + list
	}
	return fmt.Sprintf("%d more fields are sent as they were: %s", len(names), list)
}

type enabler interface {
	Enable()
	Disable()
}

func enable(w enabler, on bool) {
	if on {
		w.Enable()
	} else {
		w.Disable()
	}
}
