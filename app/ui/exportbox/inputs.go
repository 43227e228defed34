package exportbox

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets"
	"lookbook/widgets/access"
)

// check is Fyne's check box. Unused keys go to the window, so that Escape closes the box.
type check struct{ widget.Check }

func newCheck(text string, on bool) *check {
	c := &check{}
	c.Text, c.Checked = text, on
	c.ExtendBaseWidget(c)
	return c
}

// Describe tells a screen reader what this is.
func (c *check) Describe() access.Description {
	return access.Description{
		Role: access.CheckBox, Name: c.Text, Checked: access.SwitchOf(c.Checked), Disabled: c.Disabled(), Whole: true,
		Press: func() { c.SetChecked(!c.Checked) },
	}
}

// TypedKey is Fyne's.
func (c *check) TypedKey(key *fyne.KeyEvent) { widgets.PassKey(c, key) }

// nameEntry is the field of the names. What is wrong with them is said when it loses the focus.
type nameEntry struct {
	widgets.Entry
	over func()
}

func newNameEntry(over func()) *nameEntry {
	e := &nameEntry{over: over}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.OnSubmitted = func(string) { over() }
	e.ExtendBaseWidget(e)
	return e
}

// FocusLost is Fyne's.
func (e *nameEntry) FocusLost() {
	e.Entry.FocusLost()
	e.over()
}

// TypedKey is Fyne's.
func (e *nameEntry) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape {
		widgets.PassKey(e, key)
		return
	}
	e.Entry.TypedKey(key)
}
