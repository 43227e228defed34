package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const chipHeight float32 = 20

// Chip is a short word in a rounded box. With OnTapped it is a button and takes the focus.
type Chip struct {
	press
	word   *textBlock
	chosen bool
}

// NewChip returns a chip.
func NewChip(text string) *Chip {
	c := &Chip{word: quietText(text)}
	c.setUp(c)
	return c
}

// Text returns the chip's word.
func (c *Chip) Text() string { return c.word.text }

// SetText changes the word.
func (c *Chip) SetText(text string) {
	if text != c.word.text {
		c.word.set(text)
		c.Refresh()
	}
}

// Chosen reports whether the chip is marked as chosen.
func (c *Chip) Chosen() bool { return c.chosen }

// SetChosen marks the chip as the chosen one of several.
func (c *Chip) SetChosen(chosen bool) {
	c.chosen = chosen
	c.Refresh()
}

// Disabled is Fyne's. Tab skips a chip without a function.
func (c *Chip) Disabled() bool { return c.OnTapped == nil || c.press.Disabled() }

const tickEdge float32 = 10

// newTick makes the sign of a chosen chip, which shows it without its colour.
func newTick() *canvas.Image { return canvas.NewImageFromResource(nil) }

func paintTick(tick *canvas.Image, chosen bool) {
	if show(tick, chosen); chosen { // an icon costs more than all the rest
		tick.Resource = tinted(theme.ConfirmIcon(), darkroom.ColorNameAccent)
		tick.Refresh()
	}
}

// CreateRenderer is Fyne's.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	f, tick := newFace(), newTick()
	d := drawing{owner: c, objects: f.objects(c.word, tick)}
	beside := func() float32 {
		if c.chosen {
			return tickEdge + 2
		}
		return 0
	}
	d.paint = func() {
		paintTick(tick, c.chosen)
		outline := darkroom.ColorNameOutline
		c.word.color = darkroom.ColorNameQuiet
		if c.chosen {
			outline, c.word.color = darkroom.ColorNameAccent, darkroom.ColorNameText
		}
		f.paint(c, &c.press, theme.ColorNameButton, outline, darkroom.ColorNameAccent)
		if c.OnTapped == nil {
			f.wash.FillColor = noColor
		}
		f.fill.CornerRadius, f.wash.CornerRadius, f.ring.CornerRadius = chipHeight/2, chipHeight/2, chipHeight/2
		c.word.Refresh()
	}
	d.place = func(size fyne.Size) {
		f.place(size)
		put(tick, darkroom.Space8-2, (size.Height-tickEdge)/2, tickEdge, tickEdge)
		putMiddle(c.word, darkroom.Space8+beside(), size.Height)
	}
	d.min = func() fyne.Size { return fyne.NewSize(c.word.MinSize().Width+2*darkroom.Space8+beside(), chipHeight) }
	return newDrawing(d)
}
