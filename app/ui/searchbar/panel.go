package searchbar

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// panelWidth is the width of the panel's content, in Fyne's pixels.
const panelWidth float32 = 440

// scrollRoom is the space for the scroll bar.
const scrollRoom = darkroom.Space12

// panel is the filters with their counts, in a popover. Values are ordered each
// time it is opened, and keep that order until it is closed.
type panel struct {
	current  *current
	counting *counting
	popover  *widgets.Popover
	total    *widgets.Label
	clear    *widgets.LinkButton
	trouble  *widgets.Label
	groups   []*group
	days     *days
	help     *widgets.Label
	scroll   *widgets.ScrollPane
	column   *column
	cells    map[fyne.CanvasObject]*valueCell // by box
}

func newPanel(c *current, counting *counting) *panel {
	p := &panel{current: c, counting: counting, cells: map[fyne.CanvasObject]*valueCell{}}
	p.total = widgets.NewQuietLabel("")
	p.clear = widgets.NewQuietLink(message.T("searchbar.clear.filters"), func() { c.change(func(w *wording) { *w = wording{text: w.bare()} }) })
	p.trouble = widgets.NewQuietLabel("")
	p.trouble.SetTone(widgets.ToneFailed)
	p.trouble.SetLines(0)
	p.help = widgets.NewQuietLabel(message.T("searchbar.help"))
	p.help.SetLines(0)
	p.days = newDays(p)
	for _, f := range facets() {
		p.groups = append(p.groups, newGroup(p, f))
	}
	p.column = newColumn(panelWidth, p.rows())
	beside := layout.NewCustomPaddedLayout(0, 0, 0, scrollRoom)
	p.scroll = widgets.NewScrollPane(container.New(beside, p.column.box))
	p.popover = widgets.NewPopover(p.scroll)
	p.popover.OnClosed = counting.close
	return p
}

// rows are the panel's rows from top to bottom.
func (p *panel) rows() []row {
	head := container.New(spaceBetween{}, p.total, p.clear)
	rows := []row{{o: head}, {o: p.trouble, wraps: true}}
	for _, g := range p.groups {
		above := darkroom.Space4
		if g.title.Text() == "" {
			above = darkroom.Space12
		}
		rows = append(rows, row{o: g.title, gap: darkroom.Space12}, row{o: g.chips.box, height: g.chips.height, gap: above},
			row{o: g.find, gap: darkroom.Space8}, row{o: g.rest, gap: darkroom.Space4}, row{o: g.more, gap: darkroom.Space4, least: true})
		if g.facet.Facet == search.ByDate {
			rows = append(rows, row{o: p.days.box, gap: darkroom.Space8}, row{o: p.days.trouble, gap: darkroom.Space4})
		}
	}
	return append(rows, row{o: widgets.NewHairline(), gap: darkroom.Space12}, row{o: p.help, wraps: true, gap: darkroom.Space8})
}

// open shows the panel below a button.
func (p *panel) open(at fyne.CanvasObject) {
	today := p.current.today()
	for _, g := range p.groups {
		g.forget()
		g.offer(g.facet.always(today))
	}
	p.show()
	p.popover.Show(at)
	p.groups[0].focusFirst()
	p.counting.open()
}

func (p *panel) close() { p.popover.Hide() }

// shown reports whether the panel is open; it is made when first opened.
func (p *panel) shown() bool { return p != nil && p.popover.Shown() }

// always returns the values of a facet that are always shown.
func (f facet) always(today search.Date) []value {
	if f.fixed == nil {
		return nil
	}
	var values []value
	for _, key := range f.fixed(today) {
		values = append(values, newValue(f.Facet, key, f.say(key, nil, today)))
	}
	return values
}

// show updates the panel from the query and the counts.
func (p *panel) show() {
	c, w := p.counting, p.current.wording
	p.total.SetText("")
	if c.counted {
		p.total.SetText(message.N("searchbar.pictures", c.tally.total))
	}
	if w.filters.IsZero() {
		p.clear.Disable()
	} else {
		p.clear.Enable()
	}
	p.trouble.Hidden = c.uncounted == nil
	if c.uncounted != nil {
		p.trouble.SetText(message.T("searchbar.uncounted", message.With{"Why": c.uncounted}))
	}
	chips, on := w.shown(), w.on()
	for _, g := range p.groups {
		g.offer(c.base.values[g.facet.Facet])
		g.offer(c.tally.values[g.facet.Facet])
		g.show(chips, on)
	}
	p.days.show(w.beside())
	p.column.place()
	p.popover.SetSize(fyne.NewSize(panelWidth+scrollRoom, p.column.height(panelWidth)))
}

// focusChip focuses the chip in a box.
func (p *panel) focusChip(box fyne.CanvasObject) {
	if cell := p.cells[box]; cell != nil && !cell.chip.Disabled() {
		p.current.focusOn(cell.chip)
	}
}

// places returns the boxes of the chips that can be chosen, in order, and that
// of the focused chip, even if it can no longer be chosen.
func (p *panel) places(from *valueCell) []fyne.CanvasObject {
	var boxes []fyne.CanvasObject
	for _, g := range p.groups {
		for _, box := range g.chips.box.Objects {
			if cell := p.cells[box]; cell == from || !cell.chip.Disabled() {
				boxes = append(boxes, box)
			}
		}
	}
	return boxes
}

// arrow moves the focus between chips, and reports whether the key does that.
func (p *panel) arrow(from *valueCell, key fyne.KeyName) bool {
	boxes := p.places(from)
	at := max(slices.Index(boxes, fyne.CanvasObject(from.box)), 0)
	switch key {
	case fyne.KeyLeft:
		at--
	case fyne.KeyRight:
		at++
	case fyne.KeyUp:
		at = nextLine(boxes, at, -1)
	case fyne.KeyDown:
		at = nextLine(boxes, at, 1)
	default:
		return false
	}
	if at >= 0 && at < len(boxes) {
		p.focusChip(boxes[at])
	}
	return true
}

// nextLine returns the nearest box in the line above (-1) or below (1); -1:
// there is none.
func nextLine(boxes []fyne.CanvasObject, from, way int) int {
	driver := fyne.CurrentApp().Driver()
	start := driver.AbsolutePositionForObject(boxes[from])
	best, line, aside := -1, float32(0), float32(0)
	for i, box := range boxes {
		at := driver.AbsolutePositionForObject(box)
		below := (at.Y - start.Y) * float32(way)
		if below < 1 {
			continue
		}
		off := max(at.X-start.X, start.X-at.X)
		if best < 0 || below < line-1 || below < line+1 && off < aside {
			best, line, aside = i, below, off
		}
	}
	return best
}
