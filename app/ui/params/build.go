package params

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// build makes the parts, from top to bottom.
func (p *Pane) build() {
	changed := func() { p.content.Refresh() }
	p.notice = newNotice(changed)
	p.form = &form{
		draft:  p.draft,
		keys:   &keyFilter{p.params.Redact, p.notice.say, p.params.OnRequest, p.params.OnKey},
		edited: p.edited,
		judge:  func() { p.judge() },
		long: func(runes int) {
			p.Say(widgets.BannerFailed, message.N("params.too_long", runes, message.With{"Most": message.Number(request.MaxPromptChars)}))
		},
		places: map[request.Field]place{},
		shows:  map[request.Field]func(text string){},
	}
	p.model = &modelField{form: p.form, now: p.params.Clock.Now, known: request.StockModels(), changed: func() {
		p.form.showAll()
		p.judge()
	}}
	p.size, p.seed, p.highRes = &sizeField{form: p.form}, &seedField{form: p.form}, &highResField{form: p.form}
	p.preview = newPreview(func() { p.column.Refresh() })
	p.kept = newKeptLine(p.form)
	p.lists = newValueLists(p.form, func() []request.Model { return p.model.known })
	p.planner = &planner{draft: p.draft, lists: p.lists, files: p.params.Lists}
	own := builders{
		request.Prompt: p.buildPrompts, request.Negative: nil,
		request.CheckpointID: func() fyne.CanvasObject { return p.model.everyday(p.RefreshModels) }, request.BaseModel: nil,
		request.Width: p.size.build, request.Height: nil,
		request.Seed:      func() fyne.CanvasObject { return p.seed.build(p.params.Roll) },
		request.ModelType: p.model.advanced,
		request.HighRes:   p.highRes.build, request.Denoising: nil,
	}
	everyday := p.form.section(request.Everyday, own)
	p.more = widgets.NewSection(message.T("params.advanced"), p.form.section(request.Advanced, own), p.params.Advanced)
	p.more.OnToggled = p.params.OnAdvanced
	p.column = arrange.Inset(darkroom.Space16, darkroom.Space8, darkroom.Space16,
		arrange.Stack(darkroom.Space12, everyday, p.more, p.lists.section, p.kept.line))
	p.scroll = widgets.NewScrollPane(p.column, p.form.wheels...)
	p.marks = newMarks(p.form, p.lists)
	p.navigator = &fieldNavigator{p.form.places, p.lists, p.more, p.scroll}
	var dryRun func()
	if p.params.OnDryRun != nil {
		dryRun = p.DryRun
	}
	p.Buttons = newButtons(p.planner, p.params.Shortcut, p.Generate, p.params.OnHold, dryRun, changed)
	p.Buttons.cost = p.params.Cost
	p.presets = widgets.NewQuietButton(message.T("params.presets"), func() { popUp(p.params.Presets(), p.presets) })
	show(p.presets, p.params.Presets != nil)
	head := arrange.Stack(0, widgets.NewPaneTitle(widgets.NewTitle(message.T("params.title")), p.presets), p.notice.box)
	p.content = container.NewBorder(head, p.Buttons.content, nil, nil, p.scroll)
}

func (p *Pane) buildPrompts() fyne.CanvasObject {
	var prompt, negative *widgets.Field
	p.prompt, prompt = p.form.prompt(request.Prompt.Row(), 4, 12)
	p.negative, negative = p.form.prompt(request.Negative.Row(), 2, 6)
	weigh(p.prompt)
	weigh(p.negative)
	p.recent = widgets.NewCornerButton(theme.HistoryIcon(), message.T("params.recent"), p.params.OnRecent)
	first := fyne.CanvasObject(prompt)
	if p.params.OnRecent != nil {
		first = arrange.Corner(-3, prompt, p.recent)
	}
	return arrange.Stack(darkroom.Space12, first, negative, p.preview.box)
}

// popUp shows a menu beneath a control.
func popUp(menu *fyne.Menu, below fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(below)
	if c == nil || len(menu.Items) == 0 {
		return
	}
	widget.NewPopUpMenu(menu, c).ShowAtRelativePosition(fyne.NewPos(0, below.Size().Height), below)
}

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

func enable(o fyne.Disableable, on bool) {
	if on {
		o.Enable()
	} else {
		o.Disable()
	}
}
