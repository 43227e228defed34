package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const (
	filterChipHeight float32 = 24
	filterChipWidest float32 = 240 // of the word
)

// FilterChip is a word with a count: a filter. A click or Space calls OnTapped. With OnRemoved it has a remove button;
// Delete and Backspace do the same.
type FilterChip struct {
	press
	// OnRemoved is called by the remove button; nil: no button. Call Refresh after changing it on a visible chip.
	OnRemoved func()
	// OnFocused is called when the chip gets the focus.
	OnFocused func()
	// OnKey is called first for every key; true: used.
	OnKey func(key *fyne.KeyEvent) bool

	word, count *textBlock
	chosen      bool
	widest      float32
	remove      string // tip of the remove button
	onCross     bool
}

// NewFilterChip returns a chip; count may be "".
func NewFilterChip(text, count string) *FilterChip {
	c := &FilterChip{word: bodyText(text), count: quietText(count), widest: filterChipWidest}
	c.word.size, c.word.minimum = darkroom.SizeNameQuietText, 0
	c.setUp(c)
	return c
}

// Text returns the chip's word.
func (c *FilterChip) Text() string { return c.word.text }

// SetText changes the word. A word too long for the chip ends in an ellipsis, and the tip shows all
// of it.
func (c *FilterChip) SetText(text string) {
	c.word.set(text)
	c.Refresh()
}

// Count returns the text after the word.
func (c *FilterChip) Count() string { return c.count.text }

// SetCount changes the text after the word; "": none.
func (c *FilterChip) SetCount(count string) {
	c.count.set(count)
	c.Refresh()
}

// SetWidest bounds the width of the word, in device-independent pixels; 240 by default.
func (c *FilterChip) SetWidest(width float32) {
	c.widest = width
	c.Refresh()
}

// Chosen reports whether the filter is on.
func (c *FilterChip) Chosen() bool { return c.chosen }

// SetChosen shows the filter as on.
func (c *FilterChip) SetChosen(chosen bool) {
	if chosen != c.chosen {
		c.chosen = chosen
		c.Refresh()
	}
}

// SetTip sets the chip's tip; "": the whole word if it is cut.
func (c *FilterChip) SetTip(tip string) { c.say = tip }

// SetRemoveTip sets the tip of the remove button.
func (c *FilterChip) SetRemoveTip(tip string) { c.remove = tip }

// Tapped is Fyne's.
func (c *FilterChip) Tapped(event *fyne.PointEvent) {
	if event != nil && c.crossAt(event.Position) {
		c.tip.end()
		c.drop()
		return
	}
	c.press.Tapped(event)
}

// FocusGained is Fyne's.
func (c *FilterChip) FocusGained() {
	c.press.FocusGained()
	if c.OnFocused != nil {
		c.OnFocused()
	}
}

// TypedKey is Fyne's.
func (c *FilterChip) TypedKey(key *fyne.KeyEvent) {
	if c.OnKey != nil && c.OnKey(key) {
		return
	}
	if c.OnRemoved != nil && (key.Name == fyne.KeyDelete || key.Name == fyne.KeyBackspace) {
		c.drop()
		return
	}
	c.press.TypedKey(key)
}

func (c *FilterChip) drop() {
	if !c.Disabled() && c.OnRemoved != nil {
		c.OnRemoved()
	}
}

func (c *FilterChip) crossAt(at fyne.Position) bool {
	return c.OnRemoved != nil && at.X >= c.Size().Width-filterChipHeight
}

// MouseIn is Fyne's.
func (c *FilterChip) MouseIn(event *desktop.MouseEvent) {
	c.press.MouseIn(event)
	c.onCross = c.crossAt(event.Position)
	c.explain(event)
	c.Refresh()
}

// MouseMoved is Fyne's.
func (c *FilterChip) MouseMoved(event *desktop.MouseEvent) {
	c.press.MouseMoved(event)
	if on := c.crossAt(event.Position); on != c.onCross {
		c.onCross = on
		c.explain(event)
		c.Refresh()
	}
}

// MouseOut is Fyne's.
func (c *FilterChip) MouseOut() {
	c.onCross = false
	c.press.MouseOut()
}

func (c *FilterChip) explain(event *desktop.MouseEvent) {
	tip := c.say
	switch {
	case c.onCross:
		tip = c.remove
	case tip == "" && c.word.isCut:
		tip = c.word.text
	}
	c.tip.wait(c, tip, event.AbsolutePosition)
}

// CreateRenderer is Fyne's.
func (c *FilterChip) CreateRenderer() fyne.WidgetRenderer {
	f, cross, tick := newFace(), canvas.NewImageFromResource(nil), newTick()
	d := drawing{owner: c, objects: f.objects(c.word, c.count, cross, tick)}
	d.paint = func() {
		c.paint(f)
		paintTick(tick, c.chosen)
		show(cross, c.OnRemoved != nil)
		if c.OnRemoved == nil { // an icon costs more than all the rest
			return
		}
		ink := darkroom.ColorNameQuiet
		if c.onCross {
			ink = darkroom.ColorNameText
		}
		cross.Resource = tinted(theme.CancelIcon(), ink)
		cross.Refresh()
	}
	d.place = func(size fyne.Size) {
		f.place(size)
		x := darkroom.Space12 - 2
		if put(tick, darkroom.Space4, (size.Height-tickEdge)/2, tickEdge, tickEdge); c.chosen {
			x += darkroom.Space4 + 1 // its width stays, so that its neighbours do
		}
		height := c.word.MinSize().Height
		put(c.word, x, (size.Height-height)/2, c.wordWidth(), height)
		putMiddle(c.count, x+c.wordWidth()+darkroom.Space4+2, size.Height)
		const edge = iconSize - 4
		put(cross, size.Width-filterChipHeight+(filterChipHeight-edge)/2-1, (size.Height-edge)/2, edge, edge)
	}
	d.min = func() fyne.Size { return fyne.NewSize(c.width(), filterChipHeight) }
	return newDrawing(d)
}

func (c *FilterChip) paint(f face) {
	outline := darkroom.ColorNameOutline
	c.word.color, c.count.color = darkroom.ColorNameText, darkroom.ColorNameQuiet
	switch {
	case c.Disabled():
		c.word.color, c.count.color = theme.ColorNameDisabled, theme.ColorNameDisabled
	case c.chosen:
		outline = darkroom.ColorNameAccent
	}
	f.paint(c, &c.press, theme.ColorNameButton, outline, darkroom.ColorNameAccent)
	if c.OnTapped == nil && !c.onCross {
		f.wash.FillColor = noColor
	}
	const round = filterChipHeight / 2
	f.fill.CornerRadius, f.wash.CornerRadius, f.ring.CornerRadius = round, round, round
	c.word.Refresh()
	c.count.Refresh()
}

func (c *FilterChip) wordWidth() float32 { return min(c.word.measure(c.word.text), c.widest) }

func (c *FilterChip) width() float32 {
	width := 2*(darkroom.Space12-2) + c.wordWidth()
	if c.count.text != "" {
		width += darkroom.Space4 + 2 + c.count.MinSize().Width
	}
	if c.OnRemoved != nil {
		width += filterChipHeight - darkroom.Space12
	}
	return width
}
