package params

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/request/variations"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/icons"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// shortKeys is how many letters of keys have room on Generate beside the small buttons.
const shortKeys = 11

// Buttons are Generate, "Add to outbox" and Dry run, with whether they may be
// pressed, and the result of a dry run.
type Buttons struct {
	generate *widgets.PrimaryButton
	hold     *widgets.IconButton
	dryRun   *widgets.QuietButton
	note     *widgets.Label
	beside   []fyne.CanvasObject // the small ones
	line     *fyne.Container
	below    bool // the small ones are below Generate
	shortcut string
	content  fyne.CanvasObject
	resized  func()

	off        string // why nothing can be sent
	busy, sent bool
	planned    *planner
	cost       func(variations.Plan) string // nil: nothing is said of costs
	problems   []problem
	said       buttonWords
}

// buttonWords are the texts of the buttons.
type buttonWords struct{ text, why string }

// SetShortcut changes the keys that the button shows; "": none.
func (b *Buttons) SetShortcut(shortcut string) {
	b.shortcut = shortcut
	b.generate.SetShortcut(shortcut)
	b.say()
}

// newButtons makes the buttons of a plan. hold and dryRun may be nil: then there is no
// such button.
func newButtons(planned *planner, shortcut string, generate, hold, dryRun, resized func()) *Buttons {
	b := &Buttons{planned: planned, resized: resized, shortcut: shortcut}
	b.generate = widgets.NewPrimaryButton(message.T("params.generate"), shortcut, generate)
	b.hold = widgets.NewIconButton(icons.Icon("hold"), message.T("outbox.add"), hold)
	b.dryRun = widgets.NewQuietButton(message.T("params.dry_run"), dryRun)
	b.note = widgets.NewQuietLabel("")
	b.note.SetLines(0)
	b.note.Hide()
	height := widgets.NewPrimaryButton("", "", nil).MinSize().Height
	if hold != nil {
		b.beside = append(b.beside, container.NewGridWrap(fyne.NewSquareSize(height), b.hold))
	}
	if dryRun != nil {
		b.beside = append(b.beside, container.NewGridWrap(fyne.NewSize(b.dryRun.MinSize().Width-darkroom.Space8, height), b.dryRun))
	}
	b.line = container.NewStack()
	b.place(false)
	b.content = arrange.Stack(0, widgets.NewHairline(), arrange.Inset(darkroom.Space16, darkroom.Space12, darkroom.Space12,
		arrange.Stack(darkroom.Space8, b.line, b.note)))
	return b
}

// place puts the small buttons beside Generate, or below it, where its words need the width.
func (b *Buttons) place(below bool) {
	b.below = below
	line := fyne.CanvasObject(arrange.Beside(darkroom.Space8, 0, b.generate, b.beside...))
	if below {
		line = arrange.Stack(darkroom.Space8, b.generate, container.NewHBox(append([]fyne.CanvasObject{layout.NewSpacer()}, b.beside...)...))
	}
	b.line.Objects = []fyne.CanvasObject{line}
	b.line.Refresh()
}

// SetOff disables Generate and says why; "" enables it again. A problem of the
// request itself is shown first.
func (b *Buttons) SetOff(why string) {
	b.off = why
	b.say()
}

// SetBusy shows that a request is on its way. Meanwhile Generate does nothing.
func (b *Buttons) SetBusy(busy bool) {
	b.busy = busy
	b.say()
}

// SetSent shows, until the next edit, that this was just sent.
func (b *Buttons) SetSent(sent bool) {
	b.sent = sent
	b.say()
}

// ShowNote shows a text below the buttons until the next edit, such as the result of a dry run.
func (b *Buttons) ShowNote(tone widgets.Tone, words string) {
	b.note.SetTone(tone)
	b.note.SetText(words)
	b.note.Show()
	b.resized()
}

// Open reports whether requests can be sent now.
func (b *Buttons) Open() bool { return !b.busy && b.off == "" }

// edited clears what was about the previous request.
func (b *Buttons) edited() {
	b.note.Hide()
	b.sent = false
}

// judged takes over what keeps the plan from being sent.
func (b *Buttons) judged(problems []problem) {
	b.problems = problems
	b.say()
}

// PricesChanged shows the cost by other prices.
func (b *Buttons) PricesChanged() { b.say() }

// costs says what sending costs; "": nothing is said.
func (b *Buttons) costs() string {
	if b.cost == nil || b.planned.err != nil {
		return ""
	}
	return b.cost(b.planned.plan)
}

func (b *Buttons) say() {
	text, short, why := message.T("params.generate"), "", b.off
	plan := b.planned.plan
	switch images := b.planned.draft.Config().NumSamples; {
	case b.planned.err == nil && plan.Varies():
		text = message.T("params.generate.plan", message.With{"Amount": Amount(plan)})
		short = message.N("params.generate.jobs", plan.Count())
	case images > 0:
		text = message.N("params.generate.images", images)
	}
	words := b.costs()
	below := len(b.beside) > 0 && (words != "" || utf8.RuneCountInString(b.shortcut) > shortKeys)
	if below != b.below && b.planned.err == nil { // it doesn't jump while one types
		b.place(below)
		b.resized()
	}
	if words != "" {
		if short != "" {
			short = message.T("params.generate.cost", message.With{"What": short, "Cost": words})
		}
		text = message.T("params.generate.cost", message.With{"What": text, "Cost": words})
	}
	if len(b.problems) > 0 {
		why = b.problems[0].reason()
	}
	if b.sent && why == "" {
		text, short = message.T("params.sent"), ""
	}
	if b.busy {
		text, short, why = message.T("params.sending"), "", message.T("params.under_way")
	}
	if short == "" {
		short = text // a narrow panel omits the shortcut
	}
	if words := (buttonWords{text, why}); words != b.said {
		b.said = words
		b.generate.SetTexts(text, short)
		b.generate.SetReason(why)
		enable(b.dryRun, why == "")
	}
}
