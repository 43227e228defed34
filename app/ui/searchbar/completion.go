package searchbar

import (
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// offerWidth bounds the width of a suggestion, in Fyne's pixels.
const offerWidth float32 = 280

// completion suggests values for the filter that is being typed, while the field or a suggestion has the focus.
type completion struct {
	current  *current
	counting *counting
	flow     *flow

	counts counts
	about  string // query without the part being typed, as text
	asked  bool
	known  bool
	tally  tally
	said   string // texts of the chips
	// chips are those of the present facet, by folded key. One with the focus
	// stays when others come.
	facet search.Facet
	chips map[string]*widgets.FilterChip
}

// show updates the suggestions, and reports whether they changed.
func (c *completion) show() bool {
	h, ok := prefixOf(c.current.wording.last())
	if !ok || !c.typing() {
		c.asked = false
		return c.set(nil, "")
	}
	c.ask()
	f, today := facetOf(h.facet), c.current.today()
	values := f.always(today)
	if f.fixed == nil {
		values = c.tally.values[h.facet]
	}
	count := func(v value) int { return c.tally.count(h.facet, v) }
	var objects []fyne.CanvasObject
	said, on := "", c.current.wording.on()
	for _, v := range h.offers(values, count) {
		if on.has(h.facet, v) {
			continue
		}
		words, number := f.say(v.key, c.counting.names, today), ""
		if c.known {
			number = message.Number(count(v))
		}
		objects = append(objects, c.chip(h, v, words, number))
		said += words + "\n" + number + "\n"
	}
	return c.set(objects, said)
}

// set shows suggestions.
func (c *completion) set(objects []fyne.CanvasObject, said string) bool {
	if said == c.said && slices.Equal(objects, c.flow.box.Objects) {
		return false
	}
	c.said = said
	c.flow.set(objects...)
	return true
}

func (c *completion) chip(h prefix, v value, words, number string) *widgets.FilterChip {
	if c.chips == nil || c.facet != h.facet {
		c.facet, c.chips = h.facet, map[string]*widgets.FilterChip{}
	}
	chip := c.chips[v.fold]
	if chip == nil {
		chip = widgets.NewFilterChip(words, number)
		chip.SetWidest(offerWidth)
		c.chips[v.fold] = chip
	}
	if chip.Text() != words {
		chip.SetText(words)
	}
	if chip.Count() != number {
		chip.SetCount(number)
	}
	chip.OnTapped = func() {
		c.current.focusField()
		c.current.change(func(w *wording) { w.take(h, v.key) })
	}
	chip.OnKey = func(key *fyne.KeyEvent) bool { return c.arrow(chip, key.Name) }
	return chip
}

// ask counts for the query without the part being typed.
func (c *completion) ask() {
	q := c.current.wording.cutLast().query()
	if c.asked && c.about == q.String() {
		return
	}
	c.asked, c.about = true, q.String()
	c.counts.ask(q, func(t tally, err error) {
		if err != nil { // then there are no suggestions; the panel says why
			return
		}
		c.tally, c.known = t, true
		c.counting.name(t)
		c.current.show()
	})
}

// typing reports whether the field or a suggestion has the focus.
func (c *completion) typing() bool {
	if c.current.field.Focused() {
		return true
	}
	canvas := fyne.CurrentApp().Driver().CanvasForObject(c.current.field)
	return canvas != nil && slices.ContainsFunc(c.flow.box.Objects, func(o fyne.CanvasObject) bool {
		return canvas.Focused() == o.(fyne.Focusable)
	})
}

// enter focuses the first suggestion, and reports whether there is one.
func (c *completion) enter() bool {
	if c.flow.empty() {
		return false
	}
	c.current.focusOn(c.flow.box.Objects[0].(fyne.Focusable))
	return true
}

// arrow moves the focus among the suggestions, and back to the field.
func (c *completion) arrow(from *widgets.FilterChip, key fyne.KeyName) bool {
	objects := c.flow.box.Objects
	at := max(slices.Index(objects, fyne.CanvasObject(from)), 0)
	switch key {
	case fyne.KeyLeft:
		at--
	case fyne.KeyRight:
		at++
	case fyne.KeyUp:
		at = nextLine(objects, at, -1)
	case fyne.KeyDown:
		if below := nextLine(objects, at, 1); below >= 0 {
			at = below
		}
	case fyne.KeyEscape, fyne.KeyBackspace:
		at = -1
	default:
		return false
	}
	switch {
	case at < 0:
		c.current.focusField()
	case at < len(objects) && objects[at].Visible():
		c.current.focusOn(objects[at].(fyne.Focusable))
	}
	return true
}
