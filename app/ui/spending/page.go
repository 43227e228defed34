package spending

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/cost"
	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/access"
	"lookbook/widgets/darkroom"
)

// PageParams is what the page needs from the window.
type PageParams struct {
	Run background.Run
	// Read reads what was spent, off the UI goroutine.
	Read func(ctx context.Context) (library.Spending, error)
	// ModelName returns a model's name in lists. KeptRating is the rating from which a picture counts as
	// kept; 0: all do that aren't rejected.
	ModelName  func(id string) string
	KeptRating int
	Where      *time.Location
	// SaveCSV stores a file that the person chooses a name for.
	SaveCSV func(name string, content []byte)
	// Prices opens the preferences, Close closes the page.
	Prices func()
	Close  func()
}

// line is what the chart shows of a group.
type line struct {
	name, sum, words string
	bar              bar
}

// Page shows what was spent as a chart.
type Page struct {
	p        PageParams
	spending library.Spending
	by       library.SpendingBy
	currency string // "": tokens
	groups   []library.SpendingGroup
	lines    []line

	grouping *segments.Row
	unit     *segments.Row
	units    *fyne.Container
	total    *widgets.Label
	read     *widgets.Label // the chosen line in words
	empty    *widgets.Label
	list     *widgets.RowList
	csv      *widgets.QuietButton
	content  fyne.CanvasObject
}

// NewPage makes the page and reads what was spent.
func NewPage(p PageParams) *Page {
	g := &Page{p: p, by: library.ByMonth, total: widgets.NewLabel(""), read: note(message.T("spending.choose")), empty: note(message.T("spending.reading"))}
	g.total.SetLines(0)
	g.total.SetMinWidth(0)
	var names []string
	for _, by := range library.SpendingGroupings() {
		names = append(names, message.T("spending.by."+string(by)))
	}
	g.grouping = segments.New(names, func(i int) {
		g.by = library.SpendingGroupings()[i]
		g.group()
	})
	g.grouping.Set(slices.Index(library.SpendingGroupings(), g.by))
	g.list = widgets.NewRowList(g, rowHeight, func() fyne.CanvasObject { return newChartRow() },
		func(o fyne.CanvasObject, i int) { o.(*chartRow).bind(g.lines[i]) })
	g.list.OnSelected = g.readOut
	g.units = container.NewStack()
	g.csv = widgets.NewQuietButton(message.T("spending.csv"), g.saveCSV)
	buttons := container.New(widgets.NewLine(darkroom.Space8), g.csv, widgets.NewQuietButton(message.T("spending.prices"), p.Prices),
		layout.NewSpacer(), widgets.NewPrimaryButton(message.T("close"), "", func() { p.Close() }))
	legends := container.New(arrange.NewWrap(darkroom.Space16, 500), legend(0, message.T("spending.legend.done")),
		legend(1, message.T("spending.legend.failed")), legend(2, message.T("spending.legend.unsure")))
	g.content = container.NewBorder(
		arrange.Inset(darkroom.Space8, 0, darkroom.Space8, arrange.Stack(darkroom.Space8, g.total, g.kept(), container.NewHScroll(access.Named(message.T("spending.title"), g.grouping)), g.units)),
		arrange.Inset(darkroom.Space8, darkroom.Space8, darkroom.Space8, arrange.Stack(darkroom.Space8, widgets.NewHairline(), g.read, legends, buttons)), nil, nil,
		container.NewStack(access.Named(message.T("spending.title"), g.list), arrange.Inset(darkroom.Space8, darkroom.Space16, 0, g.empty)))
	background.Do(p.Run, p.Read, func(s library.Spending, err error) {
		if err != nil {
			g.empty.SetText(message.T("spending.unread", message.With{"Why": message.Error(err)}))
			return
		}
		g.spending = s
		g.offerUnits()
		g.group()
	})
	return g
}

// Object returns the page.
func (g *Page) Object() fyne.CanvasObject { return g.content }

// Focus is what has the keyboard first: the arrows choose a line of the chart.
func (g *Page) Focus() fyne.Focusable { return g.list }

// Len and ID are those of the chart's lines.
func (g *Page) Len() int { return len(g.lines) }

// ID is a line's place from 1.
func (g *Page) ID(i int) int64 { return int64(i + 1) }

// kept says what counts as kept.
func (g *Page) kept() fyne.CanvasObject {
	if g.p.KeptRating == 0 {
		return note(message.T("spending.kept.all"))
	}
	return note(message.N("spending.kept", g.p.KeptRating))
}

// offerUnits offers tokens and the currencies, if money is known.
func (g *Page) offerUnits() {
	currencies := g.spending.Currencies()
	if len(currencies) == 0 {
		return
	}
	g.unit = segments.New(slices.Concat([]string{message.T("spending.tokens")}, currencies), func(i int) {
		g.currency = slices.Concat([]string{""}, currencies)[i]
		g.group()
	})
	g.unit.Set(0)
	g.units.Add(access.Named(message.T("spending.title"), g.unit))
}

// group shows the groups of the chosen kind.
func (g *Page) group() {
	g.groups = g.spending.Groups(g.by, g.p.Where)
	var most cost.Amount
	for _, one := range g.groups {
		most = max(most, one.Done.In(g.currency).Plus(one.Failed.In(g.currency)).Plus(one.Unsure.In(g.currency)))
	}
	g.lines = nil
	for _, one := range g.groups {
		l := line{name: g.name(one.Key), sum: g.sum(one), bar: bar{one.Done.In(g.currency), one.Failed.In(g.currency), one.Unsure.In(g.currency), most}}
		l.words = message.T("spending.line", message.With{"Name": l.name, "Words": g.words("spending.words", one)})
		g.lines = append(g.lines, l)
	}
	g.empty.SetText(message.T("spending.none"))
	arrange.Show(g.empty, len(g.lines) == 0)
	g.total.SetText(g.words("spending.total", g.spending.Total()))
	g.list.Select(0)
	g.list.SetSource(g)
	g.readOut(0)
	g.content.Refresh()
}

// sum is what stands behind a bar.
func (g *Page) sum(one library.SpendingGroup) string {
	if one.Unpriced == one.Jobs {
		return message.Cost(nil)
	}
	return message.Spent(one.Done.In(g.currency), g.currency)
}

// words say all about a group, as sentences. first is the key of the one about what was charged.
func (g *Page) words(first string, one library.SpendingGroup) string {
	spent := func(a cost.Amount) string { return message.Spent(a, g.currency) }
	var parts []string
	if one.Unpriced < one.Jobs {
		parts = append(parts, message.N(first, one.Jobs-one.Unpriced, message.With{"Cost": spent(one.Done.In(g.currency)), "Pictures": message.N("command.images", one.Pictures)}))
	}
	if each, ok := one.PerKept(g.currency); ok {
		parts = append(parts, message.N("spending.words.kept", one.Kept, message.With{"Each": spent(each)}))
	}
	if failed := one.Failed.In(g.currency); failed > 0 {
		parts = append(parts, message.T("spending.words.failed", message.With{"Cost": spent(failed)}))
	}
	if unsure := one.Unsure.In(g.currency); unsure > 0 {
		parts = append(parts, message.T("spending.words.unsure", message.With{"Cost": spent(unsure)}))
	}
	if one.Unpriced > 0 {
		parts = append(parts, message.N("spending.words.unpriced", one.Unpriced))
	}
	return strings.Join(parts, " ")
}

// name is a group's name for a person.
func (g *Page) name(key string) string {
	switch g.by {
	case library.ByDay, library.ByWeek:
		if day, err := time.ParseInLocation(time.DateOnly, key, g.p.Where); err == nil {
			return message.Date(day)
		}
	case library.ByModel:
		if key != "" {
			return g.p.ModelName(key)
		}
	case library.ByTag:
		if key == "" {
			return message.T("spending.untagged")
		}
	case library.ByAccount:
		if id, err := strconv.ParseInt(key, 10, 64); err == nil && g.spending.Accounts[id] != "" {
			return g.spending.Accounts[id]
		}
		return message.T("spending.account")
	}
	if key == "" {
		return message.T("spending.untold")
	}
	return key
}

// readOut says the chosen line in words.
func (g *Page) readOut(id int64) {
	words := message.T("spending.choose")
	if at := int(id) - 1; at >= 0 && at < len(g.lines) {
		words = g.lines[at].words
	}
	if len(g.lines) == 0 {
		words = ""
	}
	g.read.SetText(words)
	g.content.Refresh()
}

func (g *Page) saveCSV() {
	groups := slices.Clone(g.groups)
	for i, one := range groups {
		if !g.by.InTime() {
			groups[i].Key = g.name(one.Key)
		}
	}
	var text bytes.Buffer
	if library.WriteCSV(&text, g.by, groups, g.spending.Currencies()) == nil { // a buffer takes everything
		g.p.SaveCSV(message.T("spending.csv.name", message.With{"By": string(g.by)}), text.Bytes())
	}
}
