package spending

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/api"
	"lookbook/app/cost"
	"lookbook/app/edit"
	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// PanelParams is what the list of prices needs from the window.
type PanelParams struct {
	Rules func() []cost.Rule
	Save  func([]cost.Rule)
	// Chosen returns the requests of the job or the pictures that are selected, for a receipt.
	Chosen func() []api.Config
	Run    background.Run
	// Earlier returns what gives all jobs without a price the present one, off the UI goroutine: how many
	// got one, and how to undo it.
	Earlier func() func(ctx context.Context) (priced int, undo edit.Undo, err error)
}

// Panel lists the prices of pictures, and adds one, by hand or from a receipt.
type Panel struct {
	p       PanelParams
	content *fyne.Container
	lines   *fyne.Container
	adding  *fyne.Container
	buttons *fyne.Container
	said    *widgets.Label
	undo    *widgets.QuietButton
	undoing edit.Undo

	kind   *widgets.ComboEntry
	size   *widgets.ComboEntry
	fix    *segments.Row
	tokens *widgets.Entry
	price  *widgets.Field

	receipt  *fyne.Container
	pictures *widgets.Entry
	took     *widgets.Entry
	each     *widgets.Field
}

// NewPanel makes the panel.
func NewPanel(p PanelParams) *Panel {
	l := &Panel{p: p, lines: arrange.Stack(darkroom.Space8), said: note("")}
	l.said.Hide()
	l.undo = widgets.NewQuietButton(message.T("undo"), l.takeBack)
	l.undo.Hide()
	l.makeForm()
	l.buttons = container.New(arrange.NewWrap(darkroom.Space8, 400),
		widgets.NewQuietButton(message.T("prices.add"), func() { l.open(false) }),
		widgets.NewQuietButton(message.T("prices.receipt"), func() { l.open(true) }),
		widgets.NewQuietButton(message.T("prices.earlier"), l.priceEarlier))
	l.content = arrange.Stack(darkroom.Space12, l.lines, l.adding, l.buttons, arrange.Line(darkroom.Space8, l.said, l.undo))
	l.Refresh()
	return l
}

// Object returns the panel.
func (l *Panel) Object() fyne.CanvasObject { return l.content }

func (l *Panel) makeForm() {
	l.kind = widgets.NewComboEntry(message.T("prices.type"), []string{request.SD, request.SDXL})
	l.kind.SetPlaceHolder(message.T("prices.any"))
	var sizes []string
	for _, s := range slices.Concat(request.Sizes(request.SD), request.Sizes(request.SDXL)) {
		sizes = append(sizes, cost.FormatSize(s))
	}
	l.size = widgets.NewComboEntry(message.T("prices.size"), sizes)
	l.size.SetPlaceHolder(message.T("prices.any"))
	l.fix = segments.New([]string{message.T("prices.fix.any"), message.T("prices.fix.with"), message.T("prices.fix.without")}, nil)
	l.tokens = widgets.NewEntry()
	l.tokens.OnSubmitted = func(string) { l.add() }
	l.price = widgets.NewField(message.T("prices.tokens"), l.tokens)
	l.pictures, l.took = widgets.NewEntry(), widgets.NewEntry()
	compute := func(string) { l.compute() }
	l.pictures.OnChanged, l.took.OnChanged = compute, compute
	l.each = widgets.NewField(message.T("prices.receipt.took"), l.took)
	l.receipt = arrange.Stack(darkroom.Space8, note(message.T("prices.receipt.help")),
		arrange.Columns(darkroom.Space8, widgets.NewField(message.T("prices.receipt.pictures"), l.pictures), l.each))
	l.adding = arrange.Stack(darkroom.Space12, l.receipt, arrange.Columns(darkroom.Space8, l.kind, l.size),
		widgets.NewField(message.T("prices.fix"), l.fix), l.price,
		container.NewHBox(widgets.NewQuietButton(message.T("prices.add.yes"), l.add), widgets.NewQuietButton(message.T("keyform.cancel"), l.close)))
	l.adding.Hide()
}

// Refresh lists the prices as they are now.
func (l *Panel) Refresh() {
	l.lines.RemoveAll()
	rules := l.p.Rules()
	if len(rules) == 0 {
		l.lines.Add(note(message.T("prices.none")))
	}
	for i, r := range rules {
		words := widgets.NewLabel(message.T("prices.line", message.With{"For": Conditions(r), "Price": message.Tokens(r.Tokens)}))
		words.SetMinWidth(0)
		words.SetLines(0)
		l.lines.Add(arrange.Line(darkroom.Space8, words, widgets.NewQuietButton(message.T("prices.remove"), func() {
			l.p.Save(slices.Delete(slices.Clone(rules), i, i+1))
			l.Refresh()
		})))
	}
	l.content.Refresh()
}

// Conditions says which requests a price is for.
func Conditions(r cost.Rule) string {
	with := message.With{"Type": r.Type, "Size": ""}
	if r.Size != (request.Size{}) {
		with["Size"] = r.Size.String()
	}
	return message.T("prices.for"+map[cost.Fix]string{cost.AnyFix: "", cost.WithFix: ".with", cost.WithoutFix: ".without"}[r.Fix], with)
}

// open opens the form, empty or for a receipt of what is selected.
func (l *Panel) open(receipt bool) {
	l.said.Hide()
	l.undo.Hide()
	l.show(cost.Rule{})
	l.pictures.SetText("")
	l.took.SetText("")
	first := fyne.Focusable(l.tokens)
	if receipt {
		first = l.took
		if chosen := l.p.Chosen(); len(chosen) > 0 {
			rule, pictures := cost.KindOf(chosen[0]), 0
			for _, c := range chosen {
				rule = rule.And(cost.KindOf(c))
				pictures += max(c.NumSamples, 0)
			}
			l.show(rule)
			l.pictures.SetText(cost.Amount(0).Plus(1e6).Times(pictures).String())
		} else {
			first = l.pictures
		}
	}
	arrange.Show(l.receipt, receipt)
	l.adding.Show()
	l.content.Refresh()
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(l.content); canvas != nil {
		canvas.Focus(first)
	}
}

func (l *Panel) close() {
	l.adding.Hide()
	l.Refresh()
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(l.content); canvas != nil {
		canvas.Unfocus()
	}
}

func (l *Panel) show(r cost.Rule) {
	l.kind.SetText(r.Type)
	l.size.SetText(cost.FormatSize(r.Size))
	l.fix.Set(slices.Index([]cost.Fix{cost.AnyFix, cost.WithFix, cost.WithoutFix}, r.Fix))
	l.tokens.SetText("")
	l.price.SetError("")
	l.each.SetError("")
	l.size.SetError("")
}

// compute makes a price of a receipt: its tokens by its pictures.
func (l *Panel) compute() {
	if l.pictures.Text == "" || l.took.Text == "" {
		l.each.SetError("")
		return
	}
	pictures, err := cost.ParseTokens(l.pictures.Text)
	if err == nil && pictures%1e6 != 0 {
		err = cost.ErrNumber
	}
	var took cost.Amount
	if err == nil {
		took, err = cost.ParseTokens(l.took.Text)
	}
	if err != nil {
		l.each.SetError(sentence(err))
		l.tokens.SetText("")
		return
	}
	l.each.SetError("")
	each, _ := took.Per(int(pictures / 1e6))
	l.tokens.SetText(each.String())
}

// add adds the price in the form, in place of one for the same requests.
func (l *Panel) add() {
	tokens, err := cost.ParseTokens(l.tokens.Text)
	l.price.SetError(sentence(err))
	size, ok := cost.ParseSize(l.size.Text())
	l.size.SetError("")
	if !ok {
		l.size.SetError(sentence(cost.ErrSize))
	}
	if err != nil || !ok {
		l.content.Refresh()
		return
	}
	rule := cost.Rule{Type: clean(l.kind.Text()), Size: size, Tokens: tokens}
	rule.Fix = []cost.Fix{cost.AnyFix, cost.WithFix, cost.WithoutFix}[max(l.fix.Chosen(), 0)]
	rules := slices.DeleteFunc(slices.Clone(l.p.Rules()), rule.SameConditions)
	l.p.Save(append(rules, rule))
	l.close()
}

func (l *Panel) priceEarlier() {
	type result struct {
		priced int
		undo   edit.Undo
	}
	price := l.p.Earlier()
	background.Do(l.p.Run, func(ctx context.Context) (r result, err error) {
		r.priced, r.undo, err = price(ctx)
		return r, err
	}, func(r result, err error) {
		words := message.N("prices.earlier.done", r.priced)
		if err != nil {
			words = message.T("prices.earlier.failed", message.With{"Why": message.Error(err)})
		}
		l.undoing = r.undo
		l.say(words, err == nil && r.priced > 0)
	})
}

func (l *Panel) takeBack() {
	background.Try(l.p.Run, l.undoing, func(err error) {
		words := message.T("prices.earlier.undone")
		if err != nil {
			words = message.T("prices.earlier.failed", message.With{"Why": message.Error(err)})
		}
		l.say(words, false)
	})
}

func (l *Panel) say(words string, undo bool) {
	l.said.SetText(words)
	l.said.Show()
	arrange.Show(l.undo, undo)
	l.content.Refresh()
}
