package searchbar

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/search"
	"lookbook/widgets"
)

// current is what is looked for: the text in the field and the filters beside it. Every change goes through it, so that
// each other search is told once.
type current struct {
	p       *Params
	field   *widgets.SearchField
	wording wording
	told    string // what Changed was told last, as text
	other   func() // called when it is another search
	show    func() // brings everything in step with it
}

// set shows another search without telling Changed.
func (c *current) set(q search.Query) {
	c.wording = wordingOf(q)
	c.told = c.wording.query().String()
	c.field.SetText(c.wording.text)
	c.show()
}

// typed takes what stands in the field now.
func (c *current) typed(text string) {
	ended := strings.HasSuffix(text, " ") && strings.HasPrefix(text, c.wording.text)
	c.wording.text = text
	if ended {
		c.commit(false)
	}
	c.changed()
}

// commit makes chips of the filters in the field.
func (c *current) commit(all bool) {
	if c.wording.commit(all) {
		c.field.SetText(c.wording.text)
	}
}

// settle ends typing: all that is a filter becomes a chip.
func (c *current) settle() {
	c.commit(true)
	c.changed()
}

// changed tells of the search if it is another, and shows it as it is now.
func (c *current) changed() {
	q := c.wording.query()
	if now := q.String(); now != c.told {
		c.told = now
		c.p.Changed(q)
		c.other()
	}
	c.show()
}

// change is a change by the user beside the field.
func (c *current) change(how func(*wording)) {
	how(&c.wording)
	c.field.SetText(c.wording.text)
	c.changed()
}

func (c *current) today() search.Date { return search.DateOf(c.p.Now()) }

// later runs something after the event that is being worked at.
func (c *current) later(what func()) {
	c.p.Run(func(context.Context) func() { return what })
}

// focusField puts the keyboard into the field when what has it goes. It comes after the key that is being worked at: Space
// is a letter too.
func (c *current) focusField() { c.later(func() { c.focusOn(c.field.FocusTarget()) }) }

// focusOn gives the keyboard to something in the bar or in its panel.
func (c *current) focusOn(o fyne.Focusable) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c.field); canvas != nil {
		canvas.Focus(o)
	}
}
