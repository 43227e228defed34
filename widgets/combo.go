package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// ComboEntry is a field for any text, with suggestions that the arrow at its end or the Down key
// opens.
type ComboEntry struct {
	Field
	// OnChanged is called for every change by the user.
	OnChanged func(text string)
	// OnPaste returns the part of a pasted text to accept; nil: all of it.
	OnPaste func(text string) string

	entry   *comboText
	options []string
}

// NewComboEntry returns an empty field with suggestions; the label may be "".
func NewComboEntry(label string, options []string) *ComboEntry {
	c := &ComboEntry{options: slices.Clone(options)}
	c.entry = newComboText(c)
	c.setUp(c, label, c.entry)
	return c
}

// Text returns the field's text.
func (c *ComboEntry) Text() string { return c.entry.Text }

// SetText sets the text without calling OnChanged.
func (c *ComboEntry) SetText(text string) {
	c.entry.quiet = true
	c.entry.SetText(text)
	c.entry.quiet = false
}

// SetOptions replaces the suggestions.
func (c *ComboEntry) SetOptions(options []string) { c.options = slices.Clone(options) }

// SetPlaceHolder changes the placeholder.
func (c *ComboEntry) SetPlaceHolder(text string) { c.entry.SetPlaceHolder(text) }

// Enable is Fyne's.
func (c *ComboEntry) Enable() { c.entry.Enable() }

// Disable is Fyne's.
func (c *ComboEntry) Disable() { c.entry.Disable() }

// Disabled is Fyne's.
func (c *ComboEntry) Disabled() bool { return c.entry.Disabled() }

// FocusTarget returns what to pass to Canvas.Focus.
func (c *ComboEntry) FocusTarget() fyne.Focusable { return c.entry }

// CreateRenderer is Fyne's.
func (c *ComboEntry) CreateRenderer() fyne.WidgetRenderer { return newDrawing(c.drawing(c)) }

// choose opens the suggestions below the field, with the present text marked.
func (c *ComboEntry) choose() {
	field, driver := c.entry, fyne.CurrentApp().Driver()
	window := driver.CanvasForObject(field)
	if c.Disabled() || window == nil || len(c.options) == 0 {
		return
	}
	items := make([]*fyne.MenuItem, len(c.options))
	for i, option := range c.options {
		items[i] = fyne.NewMenuItem(option, func() { field.SetText(option) })
		items[i].Checked = option == field.Text
	}
	list := widget.NewPopUpMenu(fyne.NewMenu("", items...), window)
	list.ShowAtPosition(driver.AbsolutePositionForObject(field).AddXY(0, field.Size().Height))
	list.Resize(fyne.NewSize(max(field.Size().Width, list.MinSize().Width), list.MinSize().Height))
}

// comboText is the entry of a ComboEntry.
type comboText struct {
	Entry
	c     *ComboEntry
	quiet bool
}

func newComboText(c *ComboEntry) *comboText {
	t := &comboText{c: c}
	t.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	t.ActionItem = newComboArrow(c)
	t.ExtendBaseWidget(t)
	t.Entry.OnChanged = func(text string) {
		if !t.quiet && c.OnChanged != nil {
			c.OnChanged(text)
		}
	}
	return t
}

func (t *comboText) TypedKey(key *fyne.KeyEvent) {
	if t.InputMethodTakes(key) {
		return
	}
	if key.Name == fyne.KeyDown {
		t.c.choose()
		return
	}
	if belongsToWindow(key.Name) {
		passKey(t, key)
		return
	}
	t.Entry.TypedKey(key)
}

func (t *comboText) TypedShortcut(shortcut fyne.Shortcut) {
	if entryKnows(shortcut) {
		if shortcut = pasting(shortcut, t.c.OnPaste); shortcut != nil {
			t.Entry.TypedShortcut(shortcut)
		}
		return
	}
	passShortcut(t, shortcut)
}

// comboArrow opens the suggestions. It takes no focus, because Down does the same from the text.
type comboArrow struct {
	widget.BaseWidget
	c *ComboEntry
}

func newComboArrow(c *ComboEntry) *comboArrow {
	a := &comboArrow{c: c}
	a.ExtendBaseWidget(a)
	return a
}

func (a *comboArrow) Tapped(*fyne.PointEvent) { a.c.choose() }

func (a *comboArrow) Cursor() desktop.Cursor { return desktop.DefaultCursor }

func (a *comboArrow) CreateRenderer() fyne.WidgetRenderer {
	icon := canvas.NewImageFromResource(nil)
	d := drawing{owner: a, objects: []fyne.CanvasObject{icon}}
	d.paint = func() {
		icon.Resource = tinted(theme.MenuDropDownIcon(), darkroom.ColorNameQuiet)
		icon.Refresh()
	}
	d.place = func(size fyne.Size) {
		put(icon, (size.Width-iconSize)/2, (size.Height-iconSize)/2, iconSize, iconSize)
	}
	d.min = func() fyne.Size { return fyne.NewSize(iconSize+darkroom.Space8, iconSize) }
	return newDrawing(d)
}
