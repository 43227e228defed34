package params

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// fields are the pane's controls, from top to bottom.
type fields struct {
	head
	varying
	prompt, negative *widgets.PromptEntry
	model            *widgets.ComboEntry
	modelNote        *widgets.Label
	modelRetry       *widgets.LinkButton
	width, height    *widgets.NumberEntry
	swap, lock       *widgets.IconButton
	presets          *widgets.IconButton
	images, steps    *widgets.NumberEntry
	seed             *widgets.NumberEntry
	roll, random     *widgets.IconButton

	more      *widgets.Section
	modelType *widgets.ComboEntry
	sentAs    *segments.Row
	scheduler *widgets.ComboEntry
	guidance  *widgets.NumberEntry
	highRes   *widget.Check
	denoising *widgets.NumberEntry
	format    *widgets.ComboEntry
	tags      *widgets.PromptEntry
	callback  *widget.Entry
	kept      *fyne.Container
	keptLabel *widgets.Label
	generate  *widgets.PrimaryButton
	check     *widgets.QuietButton
	checkNote *widgets.Label
	places    map[request.Field]place
}

// place is where a field of the request stands in the pane.
type place struct {
	marker
	focus  fyne.Focusable
	number bool // it judges what is typed by itself, when it is left
	// beyond reports that no further figure could put right what is typed; nil: never.
	beyond func() bool
}

type focusable interface {
	fyne.CanvasObject
	fyne.Focusable
}

// marker shows what is wrong with a field.
type marker interface {
	fyne.CanvasObject
	Error() string
	SetError(words string)
}

// kinds are the values behind the choice "Send the model as".
var kinds = [...]request.ModelKind{request.ByName, request.Trained, request.Stock}

func (p *Pane) build() {
	p.places = map[request.Field]place{}

	everyday := arrange.Stack(darkroom.Space12,
		p.buildPrompts(), p.buildModel(), p.buildSize(), p.buildCounts(), p.buildSeed())
	p.more = widgets.NewSection("Advanced", p.buildAdvanced(), p.params.Advanced)
	p.more.OnToggled = p.params.OnAdvanced
	p.column = arrange.Inset(darkroom.Space16, darkroom.Space8, darkroom.Space16,
		arrange.Stack(darkroom.Space12, everyday, p.more, p.buildVarying(), p.buildKept()))
	p.scroll = widgets.NewScrollPane(p.column,
		p.prompt, p.negative, p.tags, p.width, p.height, p.images, p.steps, p.seed, p.guidance, p.denoising)
	p.content = container.NewBorder(p.buildHead(), p.buildButtons(), nil, nil, p.scroll)
}

func (p *Pane) buildPrompts() fyne.CanvasObject {
	p.prompt = widgets.NewPromptEntry(4, 12)
	p.prompt.SetPlaceHolder("What should the picture show?")
	p.prompt.OnChanged = func(text string) {
		if p.holdsKey(text, p.prompt.SetText) {
			return
		}
		p.editConfig(request.Prompt, func(c *api.Config) { c.Prompt = text })
	}
	p.negative = widgets.NewPromptEntry(2, 6)
	p.negative.SetPlaceHolder("blurry, deformed, out of frame …")
	p.negative.OnChanged = func(text string) {
		if p.holdsKey(text, p.negative.SetText) {
			return
		}
		p.editConfig(request.Negative, func(c *api.Config) { c.NegativePrompt = text })
	}
	for _, prompt := range []*widgets.PromptEntry{p.prompt, p.negative} {
		weigh(prompt)
		prompt.MaxRunes = request.MaxPromptChars
		prompt.OnTooLong = p.sayTooLong
		prompt.OnPaste = p.pasted
	}
	return arrange.Stack(darkroom.Space12,
		p.buildRecent(p.entryField(request.Prompt, p.prompt)),
		p.entryField(request.Negative, p.negative),
		p.buildPreview())
}

func (p *Pane) buildModel() fyne.CanvasObject {
	p.model = widgets.NewComboEntry("Model", request.Labels(p.models))
	p.model.SetPlaceHolder("A name or an id, such as ckp_15f9112b")
	p.model.OnPaste = p.pasted
	p.model.OnChanged = func(text string) {
		p.modelTyped(p.cleaned(text, p.model.SetText))
	}
	p.modelNote = widgets.NewQuietLabel("")
	p.modelNote.SetLines(0)
	p.modelRetry = widgets.NewLinkButton("Try again", p.RefreshModels)
	p.modelRetry.Hide()
	p.places[request.CheckpointID] = place{marker: p.model, focus: p.model.FocusTarget()}
	return arrange.Stack(darkroom.Space4, p.model,
		arrange.Line(darkroom.Space8, p.modelNote, p.modelRetry))
}

func (p *Pane) buildSize() fyne.CanvasObject {
	spec := widgets.NumberSpec{Min: request.MinSide, Max: request.MaxSide, Step: request.SideStep}
	p.width = p.number(request.Width, spec, nil)
	p.width.OnChanged = func(n widgets.Number, ok bool) { p.sideTyped(request.Width, n, ok) }
	spec.Unit = "px"
	p.height = p.number(request.Height, spec, nil)
	p.height.OnChanged = func(n widgets.Number, ok bool) { p.sideTyped(request.Height, n, ok) }
	p.width.OnSubmitted = func(n widgets.Number) {
		p.snapSide(request.Width, n)
	}
	p.height.OnSubmitted = func(n widgets.Number) {
		p.snapSide(request.Height, n)
	}
	p.swap = widgets.NewIconButton(icon("swap.svg", swapSVG), "Swap width and height", p.swapSides)
	p.lock = widgets.NewIconButton(icon("lock.svg", lockSVG), "", p.toggleLock)
	p.presets = widgets.NewIconButton(theme.MenuDropDownIcon(), "Usual sizes for this model", p.showPresets)
	return container.New(&sizeRow{gap: darkroom.Space4, drop: labelHeight()}, p.width, p.swap, p.height, p.lock, p.presets)
}

func (p *Pane) buildCounts() fyne.CanvasObject {
	p.images = p.number(request.Images, widgets.NumberSpec{
		Min: 1, Max: 50, Step: 1,
	}, func(c *api.Config, n widgets.Number) { c.NumSamples = int(n.Value) })
	p.steps = p.number(request.Steps, widgets.NumberSpec{
		Min: 1, Max: 150, Step: 1,
	}, func(c *api.Config, n widgets.Number) { c.NumInferenceSteps = int(n.Value) })
	return arrange.Columns(darkroom.Space12, p.images, p.steps)
}

func (p *Pane) buildSeed() fyne.CanvasObject {
	p.seed = widgets.NewNumberEntry(widgets.NumberSpec{
		Label: "Seed", Max: float64(request.MaxSeed), Step: 1, Optional: true, Hint: "Random for each picture",
	})
	p.seed.OnChanged = func(n widgets.Number, ok bool) {
		p.edit(func() {
			switch {
			case !ok:
				p.draft.Reject(request.Seed, request.Seed.Row().Expected())
			case n.Set:
				p.draft.SetSeed(int64(n.Value))
			default:
				p.draft.SetRandom(true)
			}
		}, request.Seed)
		p.random.SetOn(p.draft.Random())
	}
	p.roll = widgets.NewIconButton(icon("roll.svg", rollSVG), "Roll a seed and keep it", func() { p.SetSeed(p.params.Roll()) })
	p.random = widgets.NewIconButton(icon("shuffle.svg", shuffleSVG), "A new seed for each picture", func() {
		p.edit(func() { p.draft.SetRandom(!p.draft.Random()) }, request.Seed)
		p.fillSeed()
	})
	p.places[request.Seed] = place{marker: p.seed, focus: p.seed.FocusTarget(), number: true}
	return arrange.Beside(darkroom.Space4, labelHeight(), p.seed, p.roll, p.random)
}

func (p *Pane) buildButtons() fyne.CanvasObject {
	p.generate = widgets.NewPrimaryButton("Generate", p.params.Shortcut, p.Generate)
	p.check = widgets.NewQuietButton("Check", p.Check)
	p.checkNote = widgets.NewQuietLabel("")
	p.checkNote.SetLines(0)
	p.checkNote.Hide()
	buttons := fyne.CanvasObject(p.generate)
	if p.params.OnCheck != nil {
		height := widgets.NewPrimaryButton("", "", nil).MinSize().Height
		check := container.NewGridWrap(fyne.NewSize(p.check.MinSize().Width-darkroom.Space8, height), p.check)
		buttons = arrange.Beside(darkroom.Space8, 0, p.generate, check)
	}
	return arrange.Stack(0, widgets.NewHairline(), arrange.Inset(darkroom.Space16, darkroom.Space12, darkroom.Space12,
		arrange.Stack(darkroom.Space8, buttons, p.checkNote)))
}

// number makes a field for one number of the request.
func (p *Pane) number(field request.Field, spec widgets.NumberSpec, set func(*api.Config, widgets.Number)) *widgets.NumberEntry {
	needed := !spec.Optional
	spec.Label = field.Label()
	spec.Optional = true // a request from elsewhere may leave it to the service
	entry := widgets.NewNumberEntry(spec)
	entry.OnLeft = func() { p.updateErrors() }
	entry.OnChanged = func(n widgets.Number, ok bool) {
		if !ok || !n.Set && needed {
			p.edit(func() { p.draft.Reject(field, field.Row().Expected()) }, field)
			return
		}
		p.editConfig(field, func(c *api.Config) { set(c, n) })
	}
	p.places[field] = place{marker: entry, focus: entry.FocusTarget(), number: true, beyond: func() bool {
		n, _ := entry.Value()
		return n.Value*10 > spec.Max
	}}
	return entry
}

// labelHeight is how far below a field's top its control begins.
func labelHeight() float32 {
	return widgets.NewField("x", container.NewWithoutLayout()).MinSize().Height
}

// entryField puts a label above an entry that has none of its own.
func (p *Pane) entryField(field request.Field, entry focusable) *widgets.Field {
	f := widgets.NewField(field.Label(), entry)
	p.places[field] = place{marker: f, focus: entry}
	return f
}
