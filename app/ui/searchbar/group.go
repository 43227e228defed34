package searchbar

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// mostValues bounds the values of a facet in the panel; typing finds the rest.
const mostValues = 60

// modelWidth bounds the name of a model, in Fyne's pixels.
const modelWidth = panelWidth - 90

// group is a facet in the panel: its values as chips, in an order that stays
// while the panel is open.
type group struct {
	p     *panel
	facet facet
	title *widgets.Label
	chips *flow
	more  *widgets.LinkButton
	find  *widgets.SearchField
	rest  *widgets.Label // number of hidden values
	order []value
	known map[string]bool       // the values in order, by folded key
	cells map[string]*valueCell // by folded key
	open  bool
}

func newGroup(p *panel, f facet) *group {
	g := &group{p: p, facet: f, title: widgets.NewQuietLabel(words(f.title)), chips: newFlow(), cells: map[string]*valueCell{}, known: map[string]bool{}}
	g.more = widgets.NewQuietLink("", g.openAll)
	g.find = widgets.NewSearchField(words(f.find))
	g.find.SetClearTip(message.T("searchbar.find.clear"))
	g.find.OnChanged = func(string) { p.show() }
	g.find.OnLeft = g.focusFirst
	g.find.OnEscape = p.close
	g.rest = widgets.NewQuietLabel("")
	return g
}

// words returns the text of a key; "" for no key.
func words(key string) string {
	if key == "" {
		return ""
	}
	return message.T(key)
}

// forget resets a group before the panel opens. It keeps the chips, which cost
// more than all the rest.
func (g *group) forget() {
	g.order, g.known, g.open = nil, map[string]bool{}, false
	g.find.SetText("")
}

// offer appends new values.
func (g *group) offer(values []value) {
	for _, v := range values {
		if !g.known[v.fold] {
			g.known[v.fold] = true
			g.order = append(g.order, v)
		}
	}
}

// show updates the chips from the query and the counts.
func (g *group) show(chips []chip, on chosen) {
	counting := g.p.counting
	for _, c := range chips {
		if _, not := c.not(); c.facet == g.facet.Facet && c.facet != search.ByDate && !not { // other dates have fields of their own
			g.offer([]value{newValue(c.facet, c.value, "")})
		}
	}
	shown := g.matching()
	hidden := len(shown)
	shown = g.first(shown, on)
	hidden -= len(shown)
	objects := make([]fyne.CanvasObject, len(shown))
	for i, v := range shown {
		cell := g.cell(v)
		cell.show(g.words(v), counting.tally.count(g.facet.Facet, v), counting.counted, on.has(g.facet.Facet, v))
		cell.reserve(counting.base.count(g.facet.Facet, v))
		objects[i] = cell.box
	}
	g.chips.set(objects...)
	g.title.Hidden = g.title.Text() == "" || len(g.order) == 0
	g.find.Hidden = !g.open
	g.more.Hidden = g.open || hidden == 0
	g.more.SetText(message.N("searchbar.more", hidden))
	g.rest.Hidden = !g.open || hidden == 0 && len(shown) > 0
	if len(shown) == 0 {
		g.rest.SetText(message.T("searchbar.nothing"))
	} else {
		g.rest.SetText(message.N("searchbar.rest", hidden))
	}
}

func (g *group) words(v value) string {
	return g.facet.say(v.key, g.p.counting.names, g.p.current.today())
}

// matching returns the values that match the group's own search field.
func (g *group) matching() []value {
	words := search.Fold(strings.TrimSpace(g.find.Text()))
	if !g.open || words == "" {
		return g.order
	}
	var found []value
	for _, v := range g.order {
		if slices.ContainsFunc(v.starts, func(text string) bool { return strings.Contains(text, words) }) {
			found = append(found, v)
		}
	}
	return found
}

// first returns as many values as are shown at once, and the active ones.
func (g *group) first(values []value, on chosen) []value {
	most := g.facet.first
	if g.open {
		most = mostValues
	}
	if len(values) <= most+1 { // "1 more…" would need the space of the one
		return values
	}
	first := slices.Clone(values[:most])
	for _, v := range values[most:] {
		if on.has(g.facet.Facet, v) {
			first = append(first, v)
		}
	}
	return first
}

func (g *group) openAll() {
	g.open = true
	g.p.show()
	g.p.current.later(func() { g.p.current.focusOn(g.find.FocusTarget()) })
}

func (g *group) focusFirst() {
	if len(g.chips.box.Objects) > 0 {
		g.p.focusChip(g.chips.box.Objects[0])
	}
}

func (g *group) cell(v value) *valueCell {
	cell := g.cells[v.fold]
	if cell == nil {
		cell = newValueCell()
		if g.facet.widest > 0 {
			cell.chip.SetWidest(g.facet.widest)
		}
		cell.chip.OnTapped = func() { g.p.current.change(func(w *wording) { w.turn(g.facet.Facet, v.key) }) }
		cell.chip.OnFocused = func() { g.p.scroll.ScrollTo(cell.box) }
		cell.chip.OnKey = func(key *fyne.KeyEvent) bool { return g.p.arrow(cell, key.Name) }
		g.cells[v.fold] = cell
		g.p.cells[cell.box] = cell
	}
	return cell
}

// valueCell contains a value's chip. It never becomes narrower, so that nothing
// moves when counts get shorter.
type valueCell struct {
	chip   *widgets.FilterChip
	box    *fyne.Container
	widest float32
	most   int // largest count that fits
}

func newValueCell() *valueCell {
	c := &valueCell{chip: widgets.NewFilterChip("", "")}
	c.box = container.New(c, c.chip)
	return c
}

func (c *valueCell) show(text string, count int, known, chosen bool) {
	if c.chip.Text() != text {
		c.chip.SetText(text)
	}
	words := c.chip.Count()
	if known {
		words = message.Number(count)
	}
	if c.chip.Count() != words {
		c.chip.SetCount(words)
	}
	c.chip.SetChosen(chosen)
	if useless := known && count == 0 && !chosen; useless != c.chip.Disabled() {
		if useless {
			c.chip.Disable()
		} else {
			c.chip.Enable()
		}
	}
}

// reserve makes room for a count.
func (c *valueCell) reserve(count int) {
	if count <= c.most {
		return
	}
	c.most = count
	more := countWidth(message.Number(count)) - countWidth(c.chip.Count())
	c.widest = max(c.widest, c.chip.MinSize().Width+more)
}

// countWidth is the width of a count, with its gap to the word.
func countWidth(count string) float32 {
	if count == "" {
		return 0
	}
	return fyne.MeasureText(count, theme.Size(darkroom.SizeNameQuietText), fyne.TextStyle{}).Width + darkroom.Space4 + 2
}

// MinSize and Layout make a cell the layout of its box.
func (c *valueCell) MinSize([]fyne.CanvasObject) fyne.Size {
	size := c.chip.MinSize()
	c.widest = max(c.widest, size.Width)
	return fyne.NewSize(c.widest, size.Height)
}

// Layout gives the chip the whole cell.
func (c *valueCell) Layout(_ []fyne.CanvasObject, size fyne.Size) { c.chip.Resize(size) }
