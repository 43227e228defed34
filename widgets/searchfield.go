package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// SearchField is a line of text with a magnifier before it and, if there is text, a clear button after it. Escape
// clears it too, and on an empty field calls OnEscape; Down and Enter call OnLeft.
type SearchField struct {
	widget.BaseWidget
	// OnChanged is called for every change by the user.
	OnChanged func(text string)
	// OnLeft is called for Down and Enter, to go to the results.
	OnLeft func()
	// OnEscape is called for Escape on an empty field; nil: the window gets Escape.
	OnEscape func()
	// OnKey is called first for every key except those that write letters; true: used.
	OnKey func(key *fyne.KeyEvent) bool
	// OnFocused is called when the field gets or loses the focus.
	OnFocused func(focused bool)
	// OnPaste returns the part of a pasted text to accept; nil: all of it.
	OnPaste func(text string) string

	entry *searchText
	clear *clearCross
}

// NewSearchField returns an empty field.
func NewSearchField(placeholder string) *SearchField {
	s := &SearchField{}
	s.clear = newClearCross(s)
	s.entry = newSearchText(s)
	s.entry.SetPlaceHolder(placeholder)
	s.ExtendBaseWidget(s)
	return s
}

// Text returns the field's text.
func (s *SearchField) Text() string { return s.entry.Text }

// SetText sets the text without calling OnChanged; the cursor goes to the end.
func (s *SearchField) SetText(text string) {
	s.entry.quiet = true
	s.entry.SetText(text)
	s.entry.quiet = false
	s.entry.CursorColumn = len([]rune(text))
	s.entry.Refresh()
	s.showCross()
}

// SetClearTip sets the tip of the clear button.
func (s *SearchField) SetClearTip(tip string) { s.clear.say = tip }

// SelectAll selects the whole text, so that typing replaces it.
func (s *SearchField) SelectAll() { s.entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// Focused reports whether the field has the focus.
func (s *SearchField) Focused() bool { return s.entry.focused }

// FocusTarget returns what to pass to Canvas.Focus.
func (s *SearchField) FocusTarget() fyne.Focusable { return s.entry }

// CreateRenderer is Fyne's.
func (s *SearchField) CreateRenderer() fyne.WidgetRenderer {
	glass := canvas.NewImageFromResource(nil)
	s.showCross()
	return newDrawing(drawing{
		owner: s, objects: []fyne.CanvasObject{s.entry, glass, s.clear},
		paint: func() {
			glass.Resource = tinted(theme.SearchIcon(), darkroom.ColorNameQuiet)
			glass.Refresh()
		},
		place: func(size fyne.Size) {
			put(s.entry, 0, 0, size.Width, size.Height)
			put(glass, darkroom.Space8, (size.Height-iconSize)/2, iconSize, iconSize)
			put(s.clear, size.Width-size.Height, 0, size.Height, size.Height)
		},
		min: func() fyne.Size { return fyne.NewSize(120, s.entry.MinSize().Height) },
	})
}

// wipe clears the field like a user.
func (s *SearchField) wipe() {
	s.entry.SetText("")
	focusOn(s.entry)
}

func (s *SearchField) showCross() { show(s.clear, s.entry.Text != "") }

func (s *SearchField) changed() {
	s.showCross()
	if !s.entry.quiet && s.OnChanged != nil {
		s.OnChanged(s.entry.Text)
	}
}

// searchText is the entry of a SearchField.
type searchText struct {
	Entry
	s       *SearchField
	quiet   bool // set while the program changes the text
	focused bool
}

func newSearchText(s *SearchField) *searchText {
	t := &searchText{s: s}
	t.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	t.Icon = noIcon()
	t.ActionItem = newCrossRoom()
	t.ExtendBaseWidget(t)
	t.Entry.OnChanged = func(string) { s.changed() }
	return t
}

func (t *searchText) TypedKey(key *fyne.KeyEvent) {
	switch {
	case t.InputMethodTakes(key):
	case t.s.OnKey != nil && t.s.OnKey(key):
	case key.Name == fyne.KeyEscape && t.Text != "":
		t.SetText("")
	case key.Name == fyne.KeyEscape && t.s.OnEscape != nil:
		t.s.OnEscape()
	case key.Name == fyne.KeyDown || key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter:
		if t.s.OnLeft != nil {
			t.s.OnLeft()
		}
	case belongsToWindow(key.Name):
		passKey(t, key)
	default:
		t.Entry.TypedKey(key)
	}
}

func (t *searchText) TypedShortcut(shortcut fyne.Shortcut) {
	if entryKnows(shortcut) {
		if shortcut = pasting(shortcut, t.s.OnPaste); shortcut != nil {
			t.Entry.TypedShortcut(shortcut)
		}
		return
	}
	passShortcut(t, shortcut)
}

func (t *searchText) FocusGained() {
	t.focused = true
	t.Entry.FocusGained()
	t.tellFocus()
}

func (t *searchText) FocusLost() {
	t.focused = false
	t.Entry.FocusLost()
	t.tellFocus()
}

func (t *searchText) tellFocus() {
	if t.s.OnFocused != nil {
		t.s.OnFocused(t.focused)
	}
}

// crossRoom keeps the text away from the clear button, which lies over the entry: Fyne's Entry doesn't notice that its
// action item is hidden.
type crossRoom struct{ widget.BaseWidget }

func newCrossRoom() *crossRoom {
	r := &crossRoom{}
	r.ExtendBaseWidget(r)
	return r
}

func (r *crossRoom) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(drawing{
		owner: r, paint: func() {}, place: func(fyne.Size) {},
		min: func() fyne.Size { return fyne.NewSize(iconSize+darkroom.Space8, iconSize) },
	})
}

// noIcon makes Fyne's Entry reserve room for an icon. Its own icon would be neither centred nor
// quiet.
func noIcon() fyne.Resource {
	return fyne.NewStaticResource("none.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>`))
}

// clearCross clears the field. It takes no focus, because Escape does the same from the text.
type clearCross struct {
	CornerButton
}

func newClearCross(s *SearchField) *clearCross {
	c := &clearCross{}
	c.icon, c.OnTapped = theme.CancelIcon(), s.wipe
	c.ExtendBaseWidget(c)
	return c
}

func (c *clearCross) Cursor() desktop.Cursor { return desktop.DefaultCursor }

func (c *clearCross) CreateRenderer() fyne.WidgetRenderer {
	icon := canvas.NewImageFromResource(nil)
	d := drawing{owner: c, objects: []fyne.CanvasObject{icon}}
	d.paint = func() {
		ink := darkroom.ColorNameQuiet
		if c.hovered {
			ink = darkroom.ColorNameText
		}
		icon.Resource = tinted(c.icon, ink)
		icon.Refresh()
	}
	d.place = func(size fyne.Size) {
		const edge = iconSize - 2
		put(icon, (size.Width-edge)/2, (size.Height-edge)/2, edge, edge)
	}
	d.min = func() fyne.Size { return fyne.NewSquareSize(iconSize) }
	return newDrawing(d)
}
