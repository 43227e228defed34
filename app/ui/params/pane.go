package params

import (
	"context"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/api/redact"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// Params is what the pane needs from the window.
type Params struct {
	// Run does work off the UI goroutine and paint on it.
	Run func(work func(ctx context.Context) (paint func()))
	// Models lists the models to generate with, newest first; stock models are
	// offered in any case. It may block. nil: only stock models.
	Models func(ctx context.Context) ([]request.Model, error)
	// OnModels is called with the result of Models; nil: nothing is called.
	OnModels func(models []request.Model)
	// OnGenerate sends the requests of a plan without problems, as far as they
	// are known: a long prompt with many alternatives is checked with
	// Plan.Problems when it is sent.
	OnGenerate func(variations.Plan)
	// OnHold keeps the plan's requests for later, also while nothing can be sent: see Checked.
	// nil: no such button.
	OnHold func()
	// OnDryRun sends the plan's first request as a dry run (DryRun is set), which costs nothing.
	// nil: no such button. ShowNote or MarkProblems show the answer.
	OnDryRun func(request api.Config, plan variations.Plan)
	// Cost says in few words what the requests of a plan cost; "": nothing is said. nil: no words.
	Cost func(variations.Plan) string
	// Lists returns what __name__ in a prompt stands for; it returns at once. nil: there
	// are no lists.
	Lists func() variations.Lists
	// OnDraft is called with the content after every edit, including keystrokes; storing it may
	// take its time. SetState does not call it.
	OnDraft func(State)
	// Redact removes API keys from a text, including the one in use in any form; nil: removes text
	// in the form of a key.
	Redact func(text string) string
	// OnRequest is called with a pasted API request that should fill the panel, OnKey with a pasted
	// key that should be used. nil: not offered.
	OnRequest, OnKey func(text string)
	// Start is the state of the last run; nil: request.Defaults.
	Start *State
	// Presets makes the menu of presets; nil: no button for it.
	Presets func() *fyne.Menu
	// OnRecent shows the prompts used before; nil: no button for it.
	OnRecent func()
	// Advanced is whether the advanced fields are open at first; OnAdvanced is
	// called when the user opens or closes them.
	Advanced   bool
	OnAdvanced func(open bool)
	// Shortcut is shown in the button; "": Ctrl or ⌘ and Enter, as the system
	// writes it.
	Shortcut string
	Clock    clockwork.Clock // nil: the real clock; for how long a model will exist
	Roll     func() int64    // returns a new seed, 0 to request.MaxSeed; nil: random
}

// Pane is the parameter panel. It passes edits from the form to the plan, and
// their results to the marks, the buttons and the window.
type Pane struct {
	// Buttons show whether the request can be sent, and the result.
	Buttons *Buttons

	params    Params
	draft     *request.Draft
	parent    library.Origin // see State
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

// New builds the pane and reads the models.
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
	if p.parent.JobID != "" && strings.TrimSpace(p.draft.Config().Prompt) == "" {
		p.parent = library.Origin{} // a new beginning
	}
	p.replan()
	p.marks.edited(touched...)
	p.Buttons.edited()
	p.judge(touched...)
	if p.params.OnDraft != nil {
		p.params.OnDraft(p.State())
	}
}

// replan computes what would be sent, and shows it.
func (p *Pane) replan() {
	p.planner.replan()
	p.preview.show(p.planner.plan, p.planner.err)
}

// judge shows problems, while some fields are being edited.
func (p *Pane) judge(editing ...request.Field) {
	problems := p.planner.problems()
	p.marks.show(problems, editing...)
	p.Buttons.judged(blocking(problems))
}

// fill shows the whole draft. Fields that already show it are unchanged, so
// that the cursor stays.
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

// Object returns the pane. It works for widths from 280 to 420 in Fyne's
// pixels, and scrolls if it is too low.
func (p *Pane) Object() fyne.CanvasObject { return p.content }

// Config returns the request as it would be sent, the first of several, and its
// problems in words.
func (p *Pane) Config() (config api.Config, problems []string) {
	for _, problem := range p.planner.blocking() {
		problems = append(problems, problem.words)
	}
	return p.planner.first(), problems
}

// Plan returns everything that would be sent; the error says why there is
// nothing.
func (p *Pane) Plan() (variations.Plan, error) { return p.planner.plan, p.planner.err }

// SetSeed sets the seed, for "use this seed" of a picture.
func (p *Pane) SetSeed(seed int64) { p.seed.set(seed) }

// UseModel sets the model.
func (p *Pane) UseModel(m request.Model) {
	p.form.edit(func() { p.draft.Model.Set(m) }, request.CheckpointID, request.BaseModel)
	p.form.showAll()
	p.model.fill()
	p.judge()
	p.FocusPrompt()
}

// SetPrompt replaces the prompt, which the user can undo, and puts the cursor
// at its end.
func (p *Pane) SetPrompt(text string) {
	p.prompt.SetText(text)
	p.FocusPrompt()
	end := len([]rune(text))
	p.prompt.Replace(text, end, end)
}

// FocusPrompt focuses the prompt.
func (p *Pane) FocusPrompt() {
	p.scroll.ScrollToTop()
	p.navigator.focus(p.prompt)
}

// PromptTarget returns the prompt's focusable widget, for a window that has not
// been painted yet.
func (p *Pane) PromptTarget() fyne.Focusable { return p.prompt }

// Generate does what the button does. If there is a problem, it leads to the
// field and sends nothing.
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

// Checked returns the plan if it has no problems, and leads to the first one
// otherwise. It can be kept for later also while nothing can be sent.
func (p *Pane) Checked() (variations.Plan, bool) { return p.planner.plan, p.sound() }

// ready reports whether the content can be sent, and leads to the problem if
// not.
func (p *Pane) ready() bool { return p.Buttons.Open() && p.sound() }

func (p *Pane) sound() bool {
	problems := p.planner.blocking()
	if len(problems) > 0 {
		p.navigator.toProblem(problems[0])
	}
	return len(problems) == 0
}

// MarkProblems shows the service's words beside the fields of a refused
// request, until they are edited, and scrolls to the first. It returns the
// errors that name no field of the pane.
func (p *Pane) MarkProblems(errors []api.FieldError) (rest []api.FieldError) {
	first, rest := p.marks.serve(errors)
	p.judge()
	if first != "" {
		p.navigator.toField(first)
	}
	return rest
}

// Marked returns the problem shown beside a field; "": none.
func (p *Pane) Marked(field request.Field) string { return p.marks.at(field) }

// Say shows a line above the fields that can be dismissed: what was taken over
// and what was not. It stays until another replaces it, it is dismissed, or
// other parameters are shown.
func (p *Pane) Say(kind widgets.BannerKind, words string, actions ...widgets.Action) {
	p.notice.say(kind, words, actions...)
}

// Hush removes the line of Say.
func (p *Pane) Hush() { p.notice.hush() }

// Describe applies the service's description of requests: choices, ranges and
// models. It is not an edit, and no field changes.
func (p *Pane) Describe(told api.Description) {
	p.draft.Table.Describe(told)
	for _, describe := range p.form.describes {
		describe()
	}
	p.model.offer()
	p.model.fillNote()
	p.lists.described()
	p.replan()
	p.judge()
}

// ListsChanged says that Lists returns something else.
func (p *Pane) ListsChanged() {
	p.replan()
	p.judge()
}

// RefreshModels reads the models again.
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
