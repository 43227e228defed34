package params

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// kinds are the values of the choice message.T("params.model.sent_as").
var kinds = [...]request.ModelKind{request.ByName, request.Trained, request.Stock}

// modelField is the choice of the model, its type, and the field of the request
// that it is sent in.
type modelField struct {
	form    *form
	now     func() time.Time
	changed func() // called when the model or its type changed

	own   []request.Model // the user's trained models, and those in the library
	known []request.Model // own, then stock models
	err   error           // why the trained models are unknown

	name   *widgets.ComboEntry
	note   *widgets.Label
	retry  *widgets.LinkButton
	kind   *widgets.ComboEntry // the model type
	sentAs *segments.Row
}

// everyday makes the control of the model's name and its description.
func (m *modelField) everyday(retry func()) fyne.CanvasObject {
	row := request.CheckpointID.Row()
	row.Offers = request.Labels(m.known)
	m.name = m.form.combo(row, func(text string) {
		model, _ := request.FindModel(text, m.known)
		m.form.edit(func() { m.form.draft.Model.Set(model) }, request.CheckpointID)
		m.fillType()
		m.fillNote()
		m.changed()
	})
	m.form.shows[request.CheckpointID] = nil // fillName does that
	m.note = widgets.NewQuietLabel("")
	m.note.SetLines(0)
	m.retry = widgets.NewLinkButton(message.T("params.model.retry"), retry)
	m.retry.Hide()
	return arrange.Stack(darkroom.Space4, m.name, arrange.Line(darkroom.Space8, m.note, m.retry))
}

// advanced makes the controls of the model's type and field.
func (m *modelField) advanced() fyne.CanvasObject {
	m.kind = m.form.combo(request.ModelType.Row(), func(text string) {
		m.form.edit(func() { m.form.draft.Model.SetType(text, m.current()) }, request.ModelType)
		m.fillNote()
		m.changed()
	})
	m.form.shows[request.ModelType] = nil // fillType does that
	m.sentAs = segments.New([]string{message.T("params.model.by_id"), message.T("params.model.trained"), message.T("params.model.stock")}, func(index int) {
		m.form.edit(func() { m.form.draft.Model.SetKind(kinds[index]) }, request.CheckpointID)
		m.fillNote()
	})
	return arrange.Stack(darkroom.Space12, m.kind, widgets.NewField(message.T("params.model.sent_as"), m.sentAs))
}

// take sets the user's trained models, or why they are unknown.
func (m *modelField) take(trained []request.Model, err error) {
	m.err = err
	if err == nil {
		m.own = trained
		m.offer()
	}
	m.fillNote()
}

// offer updates the suggestions.
func (m *modelField) offer() {
	m.known = slices.Clone(m.own)
	for _, stock := range m.form.draft.Table.StockModels() {
		if !slices.ContainsFunc(m.own, func(t request.Model) bool { return t.ID == stock.ID }) {
			m.known = append(m.known, stock)
		}
	}
	m.name.SetOptions(request.Labels(m.known))
	c := fyne.CurrentApp().Driver().CanvasForObject(m.name)
	if c == nil || c.Focused() != m.name.FocusTarget() { // don't overwrite what is being typed
		m.fillName()
	}
}

// current returns the draft's model, with what is known about it.
func (m *modelField) current() request.Model {
	id, kind := m.form.draft.Model.ID()
	model := request.Model{ID: id}
	if at := slices.IndexFunc(m.known, func(k request.Model) bool { return k.ID == id }); at >= 0 {
		model = m.known[at]
	}
	model.Kind = kind
	return model
}

func (m *modelField) fill() {
	m.form.quietly(func() { m.sentAs.Set(max(slices.Index(kinds[:], m.form.draft.Model.Kind()), 0)) })
	m.fillName()
	m.fillType()
	m.fillNote()
}

func (m *modelField) fillName() {
	id, _ := m.form.draft.Model.ID()
	m.form.quietly(func() { m.name.SetText(request.LabelOf(id, m.known)) })
}

// fillType shows the model type only if it differs from the model's own.
func (m *modelField) fillType() {
	modelType, own := m.form.draft.Config().ModelType, request.TypeOf(m.current())
	text, hint := modelType, message.T("params.model.own_type", message.With{"Type": own})
	switch {
	case modelType == "":
		hint = message.FieldHint(request.ModelType)
	case modelType == own && !m.form.draft.Model.TypeChosen():
		text = ""
	}
	m.form.quietly(func() {
		m.kind.SetPlaceHolder(hint)
		m.kind.SetText(text)
	})
}

// fillNote describes the model.
func (m *modelField) fillNote() {
	model := m.current()
	note, tone := "", widgets.ToneQuiet
	switch {
	case m.err != nil:
		note, tone = message.T("params.model.unlisted", message.With{"Why": m.err}), widgets.ToneWarning
	case model.ID != "":
		if modelType := m.form.draft.Config().ModelType; modelType != "" {
			model.Type = modelType
		}
		note = modelWords(model, m.now())
	}
	m.note.SetTone(tone)
	m.note.SetText(note)
	show(m.retry, m.err != nil)
}

// modelWords describes what is sent, the model's age, and how long it will
// exist.
func modelWords(m request.Model, now time.Time) string {
	kind := m.Kind
	if kind == request.ByName {
		kind = request.KindOf(m.ID)
	}
	parts := []string{message.T("params.model.is_stock"), request.TypeOf(m)}
	switch {
	case m.Name != "":
		parts[0] = m.ID
	case m.LoRA:
		parts[0] = message.T("params.model.is_lora")
	case kind == request.Trained:
		parts[0] = message.T("params.model.is_trained")
	}
	if !m.Created.IsZero() && m.Created.Before(now) {
		parts = append(parts, message.T("params.model.made", message.With{"When": message.Ago(m.Created, now)}))
	}
	switch {
	case m.Expires.IsZero():
	case m.Expires.After(now):
		parts = append(parts, message.T("params.model.deleted", message.With{"When": message.Ago(m.Expires, now)}))
	default:
		parts = append(parts, message.T("params.model.gone"))
	}
	return strings.Join(parts, " · ")
}
