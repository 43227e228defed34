package jobs

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Actions are the actions on a job. Each is called on the UI goroutine with the
// shown entry.
type Actions struct {
	Use    func(library.Entry) // fill the panel with its parameters
	Again  func(library.Entry) // generate the same again
	CopyAs func(library.Entry) // copy the request as a command
	// Variations shows the entry's group.
	Variations func(library.Entry)
	Review     func(library.Entry) // go through its pictures one by one
	CopyID     func(library.Entry)
	Website    func(library.Entry)
	Retry      func(library.Entry) // ask and download again; costs nothing
	Resend     func(library.Entry) // a lost submission: send it again
	Forget     func(library.Entry) // a lost or refused submission: give it up
	Support    func(library.Entry) // copy a description for support
	// Sent reports whether the same was just sent, so that Again is blocked;
	// nil: never.
	Sent func(library.Entry) bool
	// Keyed makes the menu of offers with the keys of the window's actions; nil:
	// without keys.
	Keyed func([]actions.Offer) *fyne.Menu
}

// Menu is the menu of an entry.
func (a Actions) Menu(e library.Entry) *fyne.Menu {
	if a.Keyed == nil {
		a.Keyed = actions.New("", nil).ContextMenu
	}
	return a.Keyed(a.Offers(e))
}

// Offers are the actions that the state of an entry allows.
func (a Actions) Offers(e library.Entry) []actions.Offer {
	offer := func(id, words string, do func(library.Entry)) actions.Offer {
		return actions.Offer{ID: id, Words: words, Disabled: do == nil, Run: func() { do(e) }}
	}
	offers := []actions.Offer{
		offer("menu.use", message.T("jobs.use"), a.Use),
		offer("menu.again", message.T("jobs.again"), a.Again),
		offer("menu.copy.job", message.T("jobs.copy.request"), a.CopyAs),
	}
	if g := group(e); g != nil && a.Variations != nil {
		offers = append(offers, offer("menu.variations", groupWords(g), a.Variations))
	}
	if e.Images.Known > 0 && a.Review != nil {
		offers = append(offers, offer("jobs.review", message.T("jobs.review"), a.Review))
	}
	if e.Job.JobID != "" {
		id := offer("menu.copy.id", message.T("jobs.copy.id"), a.CopyID)
		id.Apart = true
		offers = append(offers, id, offer("menu.website", message.T("jobs.website"), a.Website))
	}
	for i, r := range a.remedies(e) {
		offers = append(offers, actions.Offer{ID: r.id, Words: r.Text, Apart: i == 0, Run: r.Run})
	}
	return offers
}

// remedy is an action offered for an entry in trouble.
type remedy struct {
	id string // of the action
	widgets.Action
}

func (a Actions) remedies(e library.Entry) []remedy {
	var list []remedy
	add := func(id string, do func(library.Entry)) {
		if do != nil {
			list = append(list, remedy{id, widgets.Action{Text: message.T(id), Run: func() { do(e) }}})
		}
	}
	switch {
	case e.State == library.EntryUnknown:
		add("jobs.send.again", a.Resend)
		add("jobs.forget", a.Forget)
	case e.State == library.EntryRefused:
		add("jobs.send.again", a.Resend)
		add("jobs.remove", a.Forget)
	case e.Images.Failed > 0:
		add("jobs.save.again", a.Retry)
	case e.NotFound(), e.State == library.EntryMissing, toldShort(e):
		add("jobs.ask.again", a.Retry)
	case e.Problem != nil && e.Job.JobID != "":
		add("jobs.try.again", a.Retry)
	}
	if len(list) > 0 || e.State == library.EntryFailure {
		add("jobs.copy.support", a.Support)
	}
	return list
}

// Card shows everything about one job: prompt, progress, actions and problems.
type Card struct {
	widget.BaseWidget
	actions Actions
	named   func(id string) string

	prompt  *widgets.Label
	dot     *widgets.Dot
	facts   *widgets.Label
	trouble *widgets.Banner
	buttons *fyne.Container
	website *widgets.IconButton
	group   *widgets.IconButton
	wide    []fyne.CanvasObject // buttons with words
	narrow  []fyne.CanvasObject // the same without words, for narrow cards
	copyID  *widgets.IconButton
	again   *widgets.QuietButton
	retake  *widgets.IconButton // again, without words
	entry   library.Entry
	said    troubleWords
	status  jobStatus
	pace    pace
	shown   cardParts
}

// cardParts are what decides which parts a card has. The others change by
// themselves.
type cardParts struct {
	entry          int64
	grouped, known bool
	trouble        troubleWords
}

// NewCard makes a card, which Tell fills. named returns a model's name.
func NewCard(on Actions, named func(id string) string) *Card {
	c := &Card{
		actions: on,
		named:   named,
		prompt:  widgets.NewLabel(""),
		dot:     widgets.NewDot(widgets.ToneQuiet, ""),
		facts:   widgets.NewQuietLabel(""),
		trouble: widgets.NewBanner(widgets.BannerFailed, ""),
	}
	c.prompt.SetLines(2)
	c.facts.SetMinWidth(0)
	act := func(do func(library.Entry)) func() { return func() { do(c.entry) } }
	c.copyID = widgets.NewIconButton(theme.ContentCopyIcon(), message.T("jobs.copy.id"), act(on.CopyID))
	c.website = widgets.NewIconButton(theme.ComputerIcon(), message.T("jobs.website"), act(on.Website))
	c.group = widgets.NewIconButton(theme.GridIcon(), "", act(on.Variations))
	c.group.Hide()
	use, again := act(on.Use), act(on.Again)
	c.again = widgets.NewQuietButton(message.T("jobs.again"), again)
	c.again.SetWidest(message.T("jobs.again"))
	c.retake = widgets.NewIconButton(theme.ViewRefreshIcon(), message.T("jobs.again"), again)
	c.wide = []fyne.CanvasObject{widgets.NewQuietButton(message.T("jobs.use"), use), c.again}
	c.narrow = []fyne.CanvasObject{widgets.NewIconButton(theme.DocumentCreateIcon(), message.T("jobs.use"), use), c.retake}
	c.buttons = container.New(widgets.NewLine(darkroom.Space4),
		append(append([]fyne.CanvasObject{}, append(c.wide, c.narrow...)...), c.group, c.copyID, c.website)...)
	c.fit(0)
	c.trouble.Hide()
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer puts the parts together.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	line := container.NewBorder(nil, nil, c.dot, nil,
		container.New(layout.NewCustomPaddedLayout(0, 0, darkroom.Space12, 0), c.facts))
	top := container.NewBorder(nil, nil, nil, container.NewVBox(c.buttons),
		// The first line aligns with the buttons.
		container.New(layout.NewCustomPaddedLayout(darkroom.Space4, 0, 0, darkroom.Space16), c.prompt))
	words := container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4), top, line)
	return widget.NewSimpleRenderer(container.New(
		layout.NewCustomPaddedLayout(darkroom.Space8, darkroom.Space8, darkroom.Space12, darkroom.Space12),
		container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space8), words, c.trouble)))
}

// roomy is the width from which the buttons have words, in Fyne's pixels.
const roomy float32 = 620

// Resize fits the buttons to the width.
func (c *Card) Resize(size fyne.Size) {
	c.fit(size.Width)
	c.BaseWidget.Resize(size)
}

func (c *Card) fit(width float32) {
	for _, o := range c.wide {
		arrange.Show(o, width >= roomy)
	}
	for _, o := range c.narrow {
		arrange.Show(o, width < roomy)
	}
}

// Tell shows an entry as of now.
func (c *Card) Tell(e library.Entry, now time.Time) {
	if e.ID != c.entry.ID {
		c.pace = pace{}
	}
	c.entry = e
	c.prompt.SetText(title(e))
	g := group(e)
	arrange.Show(c.group, g != nil)
	if g != nil {
		c.group.SetTip(groupWords(g))
	}
	arrange.Show(c.copyID, e.Job.JobID != "")
	arrange.Show(c.website, e.Job.JobID != "")
	c.sayTrouble(now)
	c.Tick(now)
	c.ShowSent()
	if parts := (cardParts{e.ID, g != nil, e.Job.JobID != "", c.said}); parts != c.shown {
		c.shown = parts
		c.Refresh()
	}
}

// ShowSent shows on the button whether the same was just sent. The icon without
// words becomes a tick.
func (c *Card) ShowSent() {
	words, icon := message.T("jobs.again"), theme.ViewRefreshIcon()
	if c.actions.Sent != nil && c.actions.Sent(c.entry) {
		words, icon = message.T("jobs.sent"), theme.ConfirmIcon()
	}
	if words == c.again.Text() {
		return
	}
	c.again.SetText(words)
	c.retake.SetIcon(icon)
	c.retake.SetTip(words)
}

// Entry returns the shown entry.
func (c *Card) Entry() library.Entry { return c.entry }

// Tick updates the times.
func (c *Card) Tick(now time.Time) {
	c.status = c.pace.next(c.status, statusOf(c.entry, now), now)
	c.dot.SetState(c.status.tone, c.status.word)
	c.facts.SetText(facts(c.entry, c.status, c.named))
}

// facts is the card's line of details.
func facts(e library.Entry, s jobStatus, named func(id string) string) string {
	cfg := e.Asked()
	parts := []string{}
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if s.tone != widgets.ToneFailed {
		add(strings.ReplaceAll(s.figures, "  ", ", "))
		add(s.detail)
	}
	if took := durations(e); s.detail != took {
		add(took)
	}
	if saved := e.Images.Saved; e.State != library.EntrySuccess && saved > 0 {
		add(message.N("jobs.saved", saved))
	}
	if cfg.Width > 0 && cfg.Height > 0 {
		add(fmt.Sprintf("%d × %d", cfg.Width, cfg.Height))
	}
	add(named(model(cfg)))
	if e.Cost != nil {
		add(message.Cost(e.Cost))
	}
	if cfg.NumInferenceSteps > 0 {
		add(message.N("jobs.steps", cfg.NumInferenceSteps))
	}
	add(typeWords(e.Job.JobType))
	add(e.Job.JobID)
	if g := group(e); g != nil {
		add(message.T("jobs.variation", message.With{"Place": placeWords(g)}))
	}
	return strings.Join(parts, "  ·  ")
}

// typeWords names the type of a job that does more than generate, or is not
// known: that one is shown in the service's own word.
func typeWords(jobType string) string {
	switch {
	case api.SameType(jobType, api.TypeImageGen):
		return ""
	case api.SameType(jobType, api.TypeDreamboothImageGen):
		return message.T("jobs.combined")
	}
	return jobType
}

func model(cfg api.Config) string {
	if cfg.CheckpointID != "" {
		return cfg.CheckpointID
	}
	return cfg.BaseModel
}

// troubleWords is the text of the error panel.
type troubleWords struct {
	kind    widgets.BannerKind
	text    string
	details string // literal; "": none
}

func (c *Card) sayTrouble(now time.Time) {
	words := explain(c.entry, now)
	arrange.Show(c.trouble, words.text != "")
	if words.text != "" {
		var remedies []widgets.Action
		for _, r := range c.actions.remedies(c.entry) {
			remedies = append(remedies, r.Action)
		}
		if words.details != "" {
			remedies = append(remedies, widgets.Action{Text: message.T("details"), Run: func() { widgets.ShowText(words.details, c.trouble) }})
		}
		c.trouble.SetContent(words.kind, words.text, remedies...)
	}
	c.said = words
}
