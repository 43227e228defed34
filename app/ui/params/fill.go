package params

import (
	"slices"

	"lookbook/app/request"
	"lookbook/widgets"
)

// fill shows the whole draft. Fields that show it already are left alone, so
// that the cursor stays where it is.
func (p *Pane) fill() {
	p.fillOrdinary()
	p.quietly(func() {
		for i, kind := range kinds {
			if kind == p.draft.Kind() {
				p.sentAs.Set(i)
			}
		}
	})
	p.fillModel()
	p.fillSize()
	p.fillSeed()
	p.fillType()
	p.fillHighRes()
	p.fillModelNote()
	p.fillKept()
	p.fillSweeps()
	p.replan()
	for field, said := range p.shown {
		if place := p.places[field]; said != "" && place.Error() == said {
			place.SetError("") // it was about what stood there before
		}
	}
	clear(p.shown)
	p.updateErrors()
	if slices.ContainsFunc(p.draft.Problems(), func(problem request.Problem) bool { return problem.Field.Row().Section == request.Advanced }) {
		p.more.SetOpen(true)
	}
}

// fillSeed shows nothing for a random seed: the placeholder says so.
func (p *Pane) fillSeed() {
	seed := widgets.Number{}
	if !p.draft.Random() {
		seed = widgets.Number{Value: float64(*p.draft.Config().Seed), Set: true}
	}
	p.quietly(func() { p.seed.SetValue(seed) })
	p.random.SetOn(p.draft.Random())
}

func (p *Pane) fillModel() {
	id, _ := p.draft.Model()
	p.quietly(func() { p.model.SetText(request.LabelOf(id, p.models)) })
}

func (p *Pane) fillSize() {
	size := p.draft.Size()
	p.quietly(func() {
		p.width.SetValue(whole(size.Width))
		p.height.SetValue(whole(size.Height))
	})
	p.fillLock()
}

// fillType shows the model type only where it is another than the model's own.
func (p *Pane) fillType() {
	modelType, own := p.draft.Config().ModelType, request.TypeOf(p.currentModel())
	text, hint := modelType, own+", goes with the model"
	switch {
	case modelType == "":
		hint = "Left to the service"
	case modelType == own && !p.draft.TypeChosen():
		text = ""
	}
	p.quietly(func() {
		p.modelType.SetPlaceHolder(hint)
		p.modelType.SetText(text)
	})
}

func (p *Pane) fillHighRes() {
	p.quietly(func() { p.highRes.SetChecked(p.draft.HighRes()) })
	p.fillOrdinary()
	enable(p.denoising, p.draft.HighRes())
}

// fillModelNote says what the model's name stands for.
func (p *Pane) fillModelNote() {
	m := p.currentModel()
	note, tone := "", widgets.ToneQuiet
	switch {
	case p.modelsErr != nil:
		note, tone = "Your trained models could not be listed: "+p.modelsErr.Error(), widgets.ToneWarning
	case m.ID != "":
		if modelType := p.draft.Config().ModelType; modelType != "" {
			m.Type = modelType
		}
		note = m.Note(p.params.Clock.Now())
	}
	p.modelNote.SetTone(tone)
	p.modelNote.SetText(note)
	show(p.modelRetry, p.modelsErr != nil)
}

func (p *Pane) fillKept() {
	names := p.draft.Kept()
	if len(names) > 0 {
		p.keptLabel.SetText(keptWords(names))
	}
	show(p.kept, len(names) > 0)
}

// quietly keeps what the pane writes into its fields from counting as an edit.
func (p *Pane) quietly(write func()) {
	was := p.filling
	p.filling = true
	write()
	p.filling = was
}

// setText writes only what is new, which keeps cursor and undo.
func setText(current, text string, set func(text string)) {
	if current != text {
		set(text)
	}
}

func whole(n int) widgets.Number { return widgets.Number{Value: float64(n), Set: n != 0} }

func show(o interface {
	Show()
	Hide()
}, on bool,
) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
