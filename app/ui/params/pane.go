package params

import (
	"context"
	"math/rand/v2"
	"runtime"
	"slices"

	"fyne.io/fyne/v2"
	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/api/redact"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// Params is what the pane needs from the window.
type Params struct {
	// Run does work off the UI goroutine and paint on it.
	Run func(work func(ctx context.Context) (paint func()))
	// Models lists what can be generated with, newest first; the stock models
	// are offered whatever it says. It may block. Nil offers those alone.
	Models func(ctx context.Context) ([]request.Model, error)
	// OnModels is told what Models listed; nil: nobody is.
	OnModels func(models []request.Model)
	// OnGenerate sends the requests of a plan that has no problems, as far as
	// they can be told at once: a long prompt with many alternatives is checked
	// with Plan.Problems when it is sent.
	OnGenerate func(variations.Plan)
	// OnDryRun sends the plan's first request as a dry run (DryRun is set), which
	// costs nothing. Nil leaves the button out. The answer is shown by ShowNote
	// or MarkProblems.
	OnDryRun func(request api.Config, plan variations.Plan)
	// OnDraft is told what is in the pane after every edit, keystrokes included;
	// whoever stores it does so at leisure. SetState does not call it.
	OnDraft func(State)
	// Redact takes API keys out of a text, the one in use whatever its form; nil
	// takes out what has the form of a key.
	Redact func(text string) string
	// OnRequest is given an API request that was pasted into a field and that the
	// user wants to fill the panel with, OnKey a pasted key to be used. Nil does
	// not offer it.
	OnRequest, OnKey func(text string)
	// Start is the state of the last time; nil starts from request.Defaults.
	Start *State
	// Presets makes the menu of the presets; nil leaves its button out.
	Presets func() *fyne.Menu
	// OnRecent shows the prompts used before; nil leaves its button out.
	OnRecent func()
	// Advanced says whether the advanced fields are open at first, OnAdvanced
	// that the user opened or closed them.
	Advanced   bool
	OnAdvanced func(open bool)
	// Shortcut is what stands in the button; empty is the system's own way to
	// write Ctrl or ⌘ and Enter.
	Shortcut string
	Clock    clockwork.Clock // nil = real; tells how long a model will last
	Roll     func() int64    // a new seed, 0 to request.MaxSeed; nil = random
}

// Pane is the parameter panel: it hands what is edited from the form to the
// plan, and what follows from it to the marks, the buttons and the window.
type Pane struct {
	// Buttons say whether the request can be sent, and how that went.
	Buttons *Buttons

	params    Params
	draft     *request.Draft
	form      *form
	planner   *planner
	marks     *marks
	navigator *fieldNavigator

	notice           *notice
	prompt, negative *widgets.PromptEntry
	recent           *widgets.CornerButton
	preview          *preview
	model            *modelField
	size             *sizeField
	seed             *seedField
	more             *widgets.Section
	highRes          *highResField
	lists            *valueLists
	kept             *keptLine

	presets *widgets.QuietButton
	content fyne.CanvasObject
	column  *fyne.Container // the fields, which scroll
	scroll  *widgets.ScrollPane
}

// New builds the pane and asks for the models.
func New(params Params) *Pane {
	if params.Clock == nil {
		params.Clock = clockwork.NewRealClock()
	}
	if params.Roll == nil {
		params.Roll = func() int64 { return int64(rand.Uint32()) }
	}
	if params.Shortcut == "" {
		params.Shortcut = systemShortcut(runtime.GOOS)
	}
	if params.Redact == nil {
		params.Redact = func(text string) string { return redact.Text(text) }
	}
	start := State{Config: request.Defaults()}
	if params.Start != nil {
		start = *params.Start
	}
	p := &Pane{params: params, draft: request.NewDraft(start.Config)}
	p.build()
	p.SetState(start)
	p.RefreshModels()
	return p
}

func systemShortcut(goos string) string {
	if goos == "darwin" {
		return "⌘↩"
	}
	return message.T("params.shortcut")
}

// edited follows an edit.
func (p *Pane) edited(touched ...request.Field) {
	p.replan()
	p.marks.edited(touched...)
	p.Buttons.edited()
	p.judge(touched...)
	if p.params.OnDraft != nil {
		p.params.OnDraft(p.State())
	}
}

// replan works out what is sent now, and shows it.
func (p *Pane) replan() {
	p.planner.replan()
	p.preview.show(p.planner.plan, p.planner.err)
}

// judge shows what is amiss and what stands in the way, while some fields are being edited.
func (p *Pane) judge(editing ...request.Field) {
	problems := p.planner.problems()
	p.marks.show(problems, editing...)
	p.Buttons.judged(blocking(problems))
}

// fill shows the whole draft. Fields that show it already are left alone, so
// that the cursor stays where it is.
func (p *Pane) fill(lists map[request.Field]string) {
	p.form.showAll()
	p.model.fill()
	p.size.fillLock()
	p.seed.fill()
	p.highRes.fill()
	p.kept.fill()
	p.lists.fill(lists)
	p.marks.forget()
	p.replan()
	p.judge()
	if slices.ContainsFunc(p.draft.Problems(), func(problem request.Problem) bool { return problem.Field.Row().Section == request.Advanced }) {
		p.more.SetOpen(true)
	}
}

// Object is what to put into the window. It is ready for widths from 280 to
// 420 and scrolls where the height is not enough.
func (p *Pane) Object() fyne.CanvasObject { return p.content }

// Config is the request as it would be sent, the first where there are
// several, and in words what stands in the way.
func (p *Pane) Config() (config api.Config, problems []string) {
	for _, problem := range p.planner.blocking() {
		problems = append(problems, problem.words)
	}
	return p.planner.first(), problems
}

// Plan is everything that would be sent; the error says why there is nothing.
func (p *Pane) Plan() (variations.Plan, error) { return p.planner.plan, p.planner.err }

// SetSeed fixes the seed, as "use this seed" of a picture does.
func (p *Pane) SetSeed(seed int64) { p.seed.set(seed) }

// UseModel generates with a model from now on.
func (p *Pane) UseModel(m request.Model) {
	p.form.edit(func() { p.draft.SetModel(m) }, request.CheckpointID, request.BaseModel)
	p.form.showAll()
	p.model.fill()
	p.judge()
	p.FocusPrompt()
}

// SetPrompt replaces the prompt, which the user can take back, and puts the
// cursor at its end.
func (p *Pane) SetPrompt(text string) {
	p.prompt.SetText(text)
	p.FocusPrompt()
	end := len([]rune(text))
	p.prompt.Replace(text, end, end)
}

// FocusPrompt puts the cursor into the prompt.
func (p *Pane) FocusPrompt() {
	p.scroll.ScrollToTop()
	p.navigator.focus(p.prompt)
}

// PromptTarget is what takes the keyboard when the prompt is to have it, for a
// window whose content has not been painted yet.
func (p *Pane) PromptTarget() fyne.Focusable { return p.prompt }

// Generate does what the button does. Where something is in the way it goes to
// the field instead of sending.
func (p *Pane) Generate() {
	if p.ready() && p.params.OnGenerate != nil {
		p.params.OnGenerate(p.planner.plan)
	}
}

// DryRun sends the request, or the first of several, as a dry run.
func (p *Pane) DryRun() {
	if p.ready() && p.params.OnDryRun != nil {
		config := p.planner.first()
		config.DryRun = true
		delete(config.Unknown, string(request.DryRun))
		p.params.OnDryRun(config, p.planner.plan)
	}
}

// ready reports whether what is shown can be sent now, and leads to what is in
// the way.
func (p *Pane) ready() bool {
	if !p.Buttons.open() {
		return false
	}
	problems := p.planner.blocking()
	if len(problems) > 0 {
		p.navigator.toProblem(problems[0])
	}
	return len(problems) == 0
}

// MarkProblems puts the service's words at the fields that a refused request
// is about, until they are edited, and brings the first into view. It returns
// the errors that name no field of the pane.
func (p *Pane) MarkProblems(errors []api.FieldError) (rest []api.FieldError) {
	first, rest := p.marks.serve(errors)
	p.judge()
	if first != "" {
		p.navigator.toField(first)
	}
	return rest
}

// Marked is what stands at a field as being wrong with it; empty for nothing.
func (p *Pane) Marked(field request.Field) string { return p.marks.at(field) }

// Say puts a line above the fields that can be dismissed: what was taken over
// and what was not. It stays until another takes its place, it is dismissed,
// or other parameters are shown.
func (p *Pane) Say(kind widgets.BannerKind, words string, actions ...widgets.Action) {
	p.notice.say(kind, words, actions...)
}

// Hush takes away what Say said.
func (p *Pane) Hush() { p.notice.hush() }

// Describe takes what the service says of requests: choices, ranges and models
// to offer. It is no edit, and nothing that stands in a field changes.
func (p *Pane) Describe(told api.Description) {
	p.draft.Describe(told)
	for _, describe := range p.form.describes {
		describe()
	}
	p.model.offer()
	p.model.fillNote()
	p.lists.described()
	p.replan()
	p.judge()
}

// RefreshModels asks for the models again.
func (p *Pane) RefreshModels() {
	if p.params.Models == nil || p.params.Run == nil {
		return
	}
	list := p.params.Models
	p.params.Run(func(ctx context.Context) func() {
		models, err := list(ctx)
		return func() {
			p.model.take(models, err)
			if err == nil && p.params.OnModels != nil {
				p.params.OnModels(models)
			}
			p.lists.modelsChanged()
			p.replan()
		}
	})
}
