package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// Choice is a field with a fixed set of options, of which one is chosen. Space, Enter or Down opens the list.
type Choice struct {
	Field
	// OnChanged is called when the user chooses another option.
	OnChanged func(option string)

	options []string
	box     *choiceBox
}

// NewChoice returns a field with nothing chosen; the label may be "".
func NewChoice(label string, options []string) *Choice {
	c := &Choice{options: slices.Clone(options)}
	c.box = newChoiceBox(c)
	c.setUp(c, label, c.box)
	return c
}

// Selected is the chosen option, "" if there is none.
func (c *Choice) Selected() string { return c.box.words.text }

// SetSelected chooses without calling OnChanged. It need not be one of the options.
func (c *Choice) SetSelected(option string) {
	c.box.words.set(option)
	c.box.Refresh()
}

// SetOptions replaces what is offered; what is chosen stays.
func (c *Choice) SetOptions(options []string) { c.options = slices.Clone(options) }

// Enable is Fyne's.
func (c *Choice) Enable() { c.box.Enable() }

// Disable is Fyne's.
func (c *Choice) Disable() { c.box.Disable() }

// Disabled is Fyne's.
func (c *Choice) Disabled() bool { return c.box.Disabled() }

// FocusTarget is what to give to Canvas.Focus.
func (c *Choice) FocusTarget() fyne.Focusable { return c.box }

// CreateRenderer is Fyne's.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer { return newDrawing(c.drawing(c)) }

func (c *Choice) choose(option string) {
	if option == c.Selected() {
		return
	}
	c.SetSelected(option)
	if c.OnChanged != nil {
		c.OnChanged(option)
	}
}

// openList shows options in a menu under a field, the present one ticked.
func openList(field fyne.CanvasObject, options []string, present string, chosen func(string)) {
	driver := fyne.CurrentApp().Driver()
	window := driver.CanvasForObject(field)
	if window == nil || len(options) == 0 {
		return
	}
	items := make([]*fyne.MenuItem, len(options))
	for i, option := range options {
		items[i] = fyne.NewMenuItem(option, func() { chosen(option) })
		items[i].Checked = option == present
	}
	list := widget.NewPopUpMenu(fyne.NewMenu("", items...), window)
	list.ShowAtPosition(driver.AbsolutePositionForObject(field).AddXY(0, field.Size().Height))
	list.Resize(fyne.NewSize(max(field.Size().Width, list.MinSize().Width), list.MinSize().Height))
}

// choiceBox is the part of a Choice that is pressed.
type choiceBox struct {
	press
	words *textBlock
	c     *Choice
}

func newChoiceBox(c *Choice) *choiceBox {
	b := &choiceBox{words: bodyText(""), c: c}
	b.words.minimum = 0
	b.OnTapped = func() { openList(b, c.options, c.Selected(), c.choose) }
	b.setUp(b)
	return b
}

// TypedKey opens the list with Down too, as in a ComboEntry.
func (b *choiceBox) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyDown {
		b.Tapped(nil)
		return
	}
	b.press.TypedKey(key)
}

func (b *choiceBox) CreateRenderer() fyne.WidgetRenderer {
	f, arrow := newFace(), canvas.NewImageFromResource(nil)
	d := drawing{owner: b, objects: f.objects(b.words, arrow)}
	d.paint = func() {
		f.paint(b, &b.press, theme.ColorNameInputBackground, theme.ColorNameInputBorder, darkroom.ColorNameAccent)
		f.ring.StrokeWidth = 1 // like an entry's
		b.words.color = darkroom.ColorNameText
		if b.Disabled() {
			b.words.color = theme.ColorNameDisabled
		}
		b.words.Refresh()
		arrow.Resource = tinted(theme.MenuDropDownIcon(), darkroom.ColorNameQuiet)
		arrow.Refresh()
	}
	d.place = func(size fyne.Size) {
		f.place(size)
		pad := sizeOf(b, theme.SizeNameInnerPadding)
		height := b.words.MinSize().Height
		put(arrow, size.Width-iconSize-darkroom.Space4, (size.Height-iconSize)/2, iconSize, iconSize)
		put(b.words, pad, (size.Height-height)/2, max(size.Width-iconSize-darkroom.Space8-pad, 0), height)
	}
	d.min = func() fyne.Size {
		pad := sizeOf(b, theme.SizeNameInnerPadding)
		return fyne.NewSize(72, b.words.MinSize().Height+2*pad)
	}
	return newDrawing(d)
}
