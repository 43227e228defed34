package params

import (
	"context"
	"math/rand/v2"
	"runtime"

	"fyne.io/fyne/v2"
	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/widgets"
)

// Params is what the pane needs from the window.
type Params struct {
	// Run does work off the UI goroutine and paint on it.
	Run func(work func(ctx context.Context) (paint func()))
	// Models lists what can be generated with, newest first; the stock models
	// are offered whatever it says. It may block. Nil offers those alone.
	Models func(ctx context.Context) ([]request.Model, error)
	// OnGenerate sends the requests of a plan that has no problems, as far as
	// they can be told at once: a long prompt with many alternatives is checked
	// with Plan.Problems when it is sent.
	OnGenerate func(variations.Plan)
	// OnCheck sends the plan's first request as a dry run (DryRun is set), which
	// costs nothing. Nil leaves the button out. The answer is shown by ShowCheck
	// or MarkProblems.
	OnCheck func(request api.Config, plan variations.Plan)
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

// Pane is the parameter panel.
type Pane struct {
	params Params
	draft  *request.Draft
	models []request.Model // trained first, then stock

	fields
	content fyne.CanvasObject
	column  *fyne.Container // the fields, which scroll
	scroll  *widgets.ScrollPane

	filling   bool                     // the pane writes into its own fields
	served    map[request.Field]string // what the service said about fields, until they are edited
	shown     map[request.Field]string // errors that stand at the fields
	inTheWay  []problem
	button    buttonState
	offReason string
	busy      bool
	sent      bool
	modelsErr error
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
	start := State{Config: request.Defaults()}
	if params.Start != nil {
		start = *params.Start
	}
	p := &Pane{
		params: params,
		draft:  request.NewDraft(start.Config),
		models: request.StockModels(),
		served: map[request.Field]string{},
		shown:  map[request.Field]string{},
	}
	p.build()
	p.SetState(start)
	p.RefreshModels()
	return p
}

func systemShortcut(goos string) string {
	if goos == "darwin" {
		return "⌘↩"
	}
	return "Ctrl+Enter"
}

// Object is what to put into the window. It is ready for widths from 280 to
// 420 and scrolls where the height is not enough.
func (p *Pane) Object() fyne.CanvasObject { return p.content }

// Config is the request as it would be sent, the first where there are
// several, and what stands in the way.
func (p *Pane) Config() (api.Config, []request.Problem) {
	var problems []request.Problem
	for _, problem := range p.problems() {
		problems = append(problems, problem.Problem)
	}
	return p.first(), problems
}

// Plan is everything that would be sent; the error says why there is nothing.
func (p *Pane) Plan() (variations.Plan, error) { return p.plan, p.planErr }

// SetSeed fixes the seed, as "use this seed" of a picture does.
func (p *Pane) SetSeed(seed int64) {
	p.edit(func() { p.draft.SetSeed(seed) }, request.Seed)
	p.fillSeed()
}

// FocusPrompt puts the cursor into the prompt.
func (p *Pane) FocusPrompt() {
	p.scroll.ScrollToTop()
	p.focus(request.Prompt)
}

// Generate does what the button does. Where something is in the way it goes to
// the field instead of sending.
func (p *Pane) Generate() {
	if p.ready() && p.params.OnGenerate != nil {
		p.params.OnGenerate(p.plan)
	}
}

// Check sends the request, or the first of several, as a dry run.
func (p *Pane) Check() {
	if p.ready() && p.params.OnCheck != nil {
		config := p.first()
		config.DryRun = true
		delete(config.Unknown, string(request.DryRun))
		p.params.OnCheck(config, p.plan)
	}
}

// ready reports whether what is shown can be sent now, and leads to what is in
// the way.
func (p *Pane) ready() bool {
	if p.busy || p.offReason != "" {
		return false
	}
	if problems := p.problems(); len(problems) > 0 {
		p.lead(problems[0])
		return false
	}
	return true
}

// SetOff switches Generate off and says why; empty switches it on again. A
// problem of the request itself is said first.
func (p *Pane) SetOff(why string) {
	p.offReason = why
	p.updateButtons()
}

// SetBusy shows that a request is on its way. Generate does nothing meanwhile.
func (p *Pane) SetBusy(busy bool) {
	p.busy = busy
	p.updateButtons()
}

// SetSent shows that what stands here was sent just now, until the next edit.
func (p *Pane) SetSent(sent bool) {
	p.sent = sent
	p.updateButtons()
}

// ShowCheck says beneath the buttons how a check ended, until the next edit.
func (p *Pane) ShowCheck(tone widgets.Tone, words string) {
	p.checkNote.SetTone(tone)
	p.checkNote.SetText(words)
	p.checkNote.Show()
	p.content.Refresh()
}

// MarkProblems puts the service's words at the fields that a refused request
// is about, until they are edited, and brings the first into view. It returns
// the errors that name no field of the pane.
func (p *Pane) MarkProblems(errors []api.FieldError) (rest []api.FieldError) {
	clear(p.served)
	var first request.Field
	for _, e := range errors {
		field := marked(request.Field(e.Field()))
		if _, ok := p.places[field]; !ok {
			rest = append(rest, e)
			continue
		}
		if first == "" {
			first = field
		}
		p.served[field] = e.Message
	}
	p.updateErrors()
	if first != "" {
		p.reveal(first)
	}
	return rest
}

// Marked is what stands at a field as being wrong with it; empty for nothing.
func (p *Pane) Marked(field request.Field) string {
	if place, ok := p.places[marked(field)]; ok {
		return place.Error()
	}
	return ""
}

// RefreshModels asks for the models again.
func (p *Pane) RefreshModels() {
	if p.params.Models == nil || p.params.Run == nil {
		return
	}
	list := p.params.Models
	p.params.Run(func(ctx context.Context) func() {
		models, err := list(ctx)
		return func() { p.setModels(models, err) }
	})
}
