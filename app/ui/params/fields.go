package params

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

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
	seed             *widgets.NumberEntry
	roll, random     *widgets.IconButton

	more      *widgets.Section
	modelType *widgets.ComboEntry
	sentAs    *segments.Row
	highRes   *widget.Check
	denoising *widgets.NumberEntry
	kept      *fyne.Container
	keptLabel *widgets.Label
	generate  *widgets.PrimaryButton
	check     *widgets.QuietButton
	checkNote *widgets.Label
	places    map[request.Field]place
	shows     map[request.Field]func(text string) // write a field's value into its control
	wheels    []widgets.WheelTaker
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
	p.shows = map[request.Field]func(text string){}
	everyday := p.buildSection(request.Everyday)
	p.more = widgets.NewSection("Advanced", p.buildSection(request.Advanced), p.params.Advanced)
	p.more.OnToggled = p.params.OnAdvanced
	p.column = arrange.Inset(darkroom.Space16, darkroom.Space8, darkroom.Space16,
		arrange.Stack(darkroom.Space12, everyday, p.more, p.buildVarying(), p.buildKept()))
	p.scroll = widgets.NewScrollPane(p.column, p.wheels...)
	p.content = container.NewBorder(p.buildHead(), p.buildButtons(), nil, nil, p.scroll)
}

func (p *Pane) buildPrompts() fyne.CanvasObject {
	var prompt, negative *widgets.Field
	p.prompt, prompt = p.buildPrompt(request.Prompt, 4, 12)
	p.negative, negative = p.buildPrompt(request.Negative, 2, 6)
	return arrange.Stack(darkroom.Space12, p.buildRecent(prompt), negative, p.buildPreview())
}

func (p *Pane) buildPrompt(field request.Field, least, most int) (*widgets.PromptEntry, *widgets.Field) {
	entry := widgets.NewPromptEntry(least, most)
	weigh(entry)
	entry.MaxRunes = request.MaxPromptChars
	entry.OnTooLong = p.sayTooLong
	entry.OnPaste = p.pasted
	p.wheels = append(p.wheels, entry)
	return entry, p.textField(field.Row(), &entry.Entry, entry)
}

func (p *Pane) buildModel() fyne.CanvasObject {
	p.model = widgets.NewComboEntry("Model", request.Labels(p.models))
	p.model.SetPlaceHolder(request.CheckpointID.Row().Hint)
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
	side := func(field request.Field) *widgets.NumberEntry {
		return p.number(field.Row(), func(n widgets.Number, ok bool) { p.sideTyped(field, n, ok) })
	}
	p.width, p.height = side(request.Width), side(request.Height)
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

func (p *Pane) buildSeed() fyne.CanvasObject {
	row := request.Seed.Row()
	row.Min = 0 // an empty field stands for a random one
	p.seed = p.number(row, func(n widgets.Number, ok bool) {
		p.edit(func() {
			switch {
			case !ok:
				p.draft.Reject(request.Seed, row.Expected())
			case n.Set:
				p.draft.SetSeed(int64(n.Value))
			default:
				p.draft.SetRandom(true)
			}
		}, request.Seed)
		p.random.SetOn(p.draft.Random())
	})
	delete(p.shows, request.Seed) // fillSeed shows it
	p.roll = widgets.NewIconButton(icon("roll.svg", rollSVG), "Roll a seed and keep it", func() { p.SetSeed(p.params.Roll()) })
	p.random = widgets.NewIconButton(icon("shuffle.svg", shuffleSVG), "A new seed for each picture", func() {
		p.edit(func() { p.draft.SetRandom(!p.draft.Random()) }, request.Seed)
		p.fillSeed()
	})
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

// labelHeight is how far below a field's top its control begins.
func labelHeight() float32 {
	return widgets.NewField("x", container.NewWithoutLayout()).MinSize().Height
}
