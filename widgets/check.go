package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/access"
)

// Check is Fyne's check box with a focus ring. Unused keys go to the window.
type Check struct {
	widget.Check
	listener
	// OnFocused is called when the box gets the focus; nil: nothing.
	OnFocused func()

	focused bool
	quiet   bool // while the program changes it
}

// NewCheck returns a box that is off; the words may be "". changed, which may be nil, is called for changes by the user
// and by SetChecked.
func NewCheck(text string, changed func(on bool)) *Check {
	c := &Check{}
	c.Text = text
	c.OnChanged = func(on bool) {
		if !c.quiet && changed != nil {
			changed(on)
		}
	}
	c.ExtendBaseWidget(c)
	return c
}

// SetOn changes the box without a call of what hears of changes.
func (c *Check) SetOn(on bool) {
	c.quiet = true
	c.SetChecked(on)
	c.quiet = false
}

// Describe tells a screen reader what this is.
func (c *Check) Describe() access.Description {
	return access.Description{
		Role: access.CheckBox, Name: c.Text, Checked: access.SwitchOf(c.Checked), Disabled: c.Disabled(), Whole: true,
		Press: func() {
			if !c.Disabled() {
				c.SetChecked(!c.Checked)
			}
		},
	}
}

// FocusGained is Fyne's.
func (c *Check) FocusGained() {
	c.focused = !c.Disabled()
	c.Check.FocusGained()
	c.tellFocused()
	if c.OnFocused != nil {
		c.OnFocused()
	}
}

// FocusLost is Fyne's.
func (c *Check) FocusLost() {
	c.focused = false
	c.Check.FocusLost()
}

// TypedKey is Fyne's.
func (c *Check) TypedKey(key *fyne.KeyEvent) { passKey(c, key) }

// CreateRenderer is Fyne's.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(c.Check.CreateRenderer(), c, &c.focused, func(size fyne.Size) (fyne.Position, fyne.Size) {
		edge := sizeOf(c, theme.SizeNameInlineIcon) + sizeOf(c, theme.SizeNameInnerPadding) // of Fyne's tinted spot
		return fyne.NewPos(sizeOf(c, theme.SizeNameInputBorder), (size.Height-edge)/2), fyne.NewSquareSize(edge)
	})
}
