package searchbar

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/search"
	"lookbook/widgets"
)

// current is the present query: the text in the field and the filters outside it. Every change goes through it, so that
// each new query is reported once.
type current struct {
	p       *Params
	field   *widgets.SearchField
	wording wording
	told    string // last query given to Changed, as text
	other   func() // called for another query
	show    func() // updates everything
}

// set shows another query without calling Changed.
func (c *current) set(q search.Query) {
	c.wording = wordingOf(q)
	c.told = c.wording.query().String()
	c.field.SetText(c.wording.text)
	c.show()
}

// typed takes over the text in the field.
func (c *current) typed(text string) {
	ended := strings.HasSuffix(text, " ") && strings.HasPrefix(text, c.wording.text)
	c.wording.text = text
	if ended {
		c.commit(false)
	}
	c.changed()
}

// commit turns the filters in the field into chips.
func (c *current) commit(all bool) {
	if c.wording.commit(all) {
		c.field.SetText(c.wording.text)
	}
}

// settle ends typing: every filter becomes a chip.
func (c *current) settle() {
	c.commit(true)
	c.changed()
}

// changed reports the query if it is another, and shows it.
func (c *current) changed() {
	q := c.wording.query()
	if now := q.String(); now != c.told {
		c.told = now
		c.p.Changed(q)
		c.other()
	}
	c.show()
}

// change applies a user's change outside the field.
func (c *current) change(how func(*wording)) {
	how(&c.wording)
	c.field.SetText(c.wording.text)
	c.changed()
}

func (c *current) today() search.Date { return search.DateOf(c.p.Now()) }

// later runs something after the present event.
func (c *current) later(what func()) {
	c.p.Run(func(context.Context) func() { return what })
}

// focusField focuses the field when the focused object disappears. It waits for the end of the present key event,
// because Space is a letter too.
func (c *current) focusField() { c.later(func() { c.focusOn(c.field.FocusTarget()) }) }

// focusOn focuses an object in the bar or in its panel.
func (c *current) focusOn(o fyne.Focusable) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c.field); canvas != nil {
		canvas.Focus(o)
	}
}
