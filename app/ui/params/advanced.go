package params

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// advanced reports whether a field is under Advanced.
func advanced(field request.Field) bool {
	switch field {
	case request.ModelType, request.Scheduler, request.Guidance, request.HighRes, request.Denoising,
		request.OutputFormat, request.Tags, request.Callback:
		return true
	}
	return false
}

func (p *Pane) buildAdvanced() fyne.CanvasObject {
	return arrange.Stack(darkroom.Space12,
		p.buildModelDetails(), p.buildSampling(), p.buildHighRes(), p.buildDelivery())
}

// buildKept is the line about fields that this program does not know.
func (p *Pane) buildKept() fyne.CanvasObject {
	p.keptLabel = widgets.NewQuietLabel("")
	p.keptLabel.SetLines(0)
	drop := widgets.NewLinkButton("Leave out", func() {
		p.edit(p.draft.DropKept)
		p.fillKept()
	})
	p.kept = arrange.Line(darkroom.Space8, p.keptLabel, drop)
	return p.kept
}

func (p *Pane) buildModelDetails() fyne.CanvasObject {
	p.modelType = p.combo(request.ModelType, request.ModelType.Row().Offers, func(text string) {
		p.edit(func() { p.draft.SetModelType(text, p.currentModel()) }, request.ModelType)
		p.fillSize()
		p.fillSteps()
		p.fillModelNote()
		p.updateErrors()
	})
	p.sentAs = segments.New([]string{"By its id", "Trained", "Stock"}, func(index int) {
		p.edit(func() { p.draft.SetKind(kinds[index]) }, request.CheckpointID)
		p.fillModelNote()
	})
	return arrange.Stack(darkroom.Space12, p.modelType, widgets.NewField("Send the model as", p.sentAs))
}

func (p *Pane) buildSampling() fyne.CanvasObject {
	p.scheduler = p.combo(request.Scheduler, request.Scheduler.Row().Offers, func(text string) {
		p.editConfig(request.Scheduler, func(c *api.Config) { c.SchedulerType = text })
	})
	p.guidance = p.number(request.Guidance, widgets.NumberSpec{
		Min: 0, Max: 50, Step: 0.5, Decimals: 2, Optional: true,
	}, func(c *api.Config, n widgets.Number) { c.GuidanceScale = optional(n) })
	return arrange.Columns(darkroom.Space12, p.scheduler, p.guidance)
}

func (p *Pane) buildHighRes() fyne.CanvasObject {
	p.highRes = widget.NewCheck("High-resolution fix", func(on bool) {
		p.edit(func() { p.draft.SetHighRes(on) }, request.HighRes, request.Denoising)
		p.fillHighRes()
	})
	p.denoising = p.number(request.Denoising, widgets.NumberSpec{
		Min: 0, Max: 1, Step: 0.05, Decimals: 2, Optional: true,
	}, func(c *api.Config, n widgets.Number) { c.DenoisingStrength = optional(n) })
	const boxInset = 6 // what Fyne leaves around a check box
	fix := widgets.NewField("", arrange.Inset(-boxInset, 0, 0, p.highRes))
	p.places[request.HighRes] = place{marker: fix, focus: p.highRes}
	return arrange.Stack(darkroom.Space4, fix, p.denoising)
}

func (p *Pane) buildDelivery() fyne.CanvasObject {
	p.format = p.combo(request.OutputFormat, request.OutputFormat.Row().Offers, func(text string) {
		p.editConfig(request.OutputFormat, func(c *api.Config) { c.OutputFormat = text })
	})
	p.tags = widgets.NewPromptEntry(1, 4)
	p.tags.SetPlaceHolder("key=value, one a line")
	p.tags.MaxRunes, p.tags.OnTooLong = request.MaxPromptChars, p.sayTooLong
	p.tags.OnPaste = p.pasted
	p.tags.OnChanged = func(text string) {
		if p.holdsKey(text, p.tags.SetText) {
			return
		}
		p.edit(func() { p.draft.SetTags(text) }, request.Tags)
	}
	p.callback = widget.NewEntry()
	p.callback.SetPlaceHolder("https://…, told when the job ends")
	p.callback.OnChanged = func(text string) {
		if p.holdsKey(text, p.callback.SetText) {
			return
		}
		p.editConfig(request.Callback, func(c *api.Config) { c.Callback = text })
	}
	return arrange.Stack(darkroom.Space12, p.format,
		p.entryField(request.Tags, p.tags),
		p.entryField(request.Callback, p.callback))
}

// combo makes a field that offers some values and takes any.
func (p *Pane) combo(field request.Field, options []string, changed func(text string)) *widgets.ComboEntry {
	entry := widgets.NewComboEntry(field.Label(), options)
	entry.SetPlaceHolder("Left to the service")
	entry.OnPaste = p.pasted
	entry.OnChanged = func(text string) {
		changed(p.cleaned(text, entry.SetText))
	}
	p.places[field] = place{marker: entry, focus: entry.FocusTarget()}
	return entry
}

func optional(n widgets.Number) *float64 {
	if !n.Set {
		return nil
	}
	return &n.Value
}
