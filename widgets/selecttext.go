package widgets

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// Span is the part of a text from byte Start up to, but not including, byte End.
type Span struct{ Start, End int }

// SelectText is text that can be selected and copied: by dragging, a word with a double click, everything with a third
// click or Ctrl+A. Ctrl+C copies the selection, or everything. Unused keys go to the window. Parts of it can be marked.
//
// It wraps at its width, which gives its height. Of a very long text only the start is drawn, and below it how much is
// left out; Copy copies all of it.
type SelectText struct {
	widget.BaseWidget
	// OnFocused is called when the text gets the focus.
	OnFocused func()
	// OnSecondaryTapped is called for a right click.
	OnSecondaryTapped func(event *fyne.PointEvent)

	text   string
	marks  []Span
	size   fyne.ThemeSizeName
	color  fyne.ThemeColorName
	lines  placedLines
	anchor int // the ends of the selection, as bytes of the text
	caret  int

	focused bool
	doubled time.Time // time of a double click: the next click selects everything
	now     func() time.Time
}

// NewSelectText returns body text, size 14.
func NewSelectText(text string) *SelectText {
	s := &SelectText{text: text, size: theme.SizeNameText, color: darkroom.ColorNameText, now: time.Now}
	s.ExtendBaseWidget(s)
	return s
}

// NewQuietSelectText returns text in size 12 and the quiet colour.
func NewQuietSelectText(text string) *SelectText {
	s := NewSelectText(text)
	s.size, s.color = darkroom.SizeNameQuietText, darkroom.ColorNameQuiet
	return s
}

// Text returns the whole text.
func (s *SelectText) Text() string { return s.text }

// SetText changes the text and its marked parts. It clears the selection, unless nothing changes.
func (s *SelectText) SetText(text string, marks ...Span) {
	if text == s.text && slices.Equal(marks, s.marks) {
		return
	}
	s.text, s.marks = text, marks
	s.anchor, s.caret = 0, 0
	s.Refresh()
}

// SelectedText returns the selected text; "": none.
func (s *SelectText) SelectedText() string {
	from, to := s.selection()
	return s.text[from:to]
}

// SelectAll selects everything.
func (s *SelectText) SelectAll() { s.choose(0, len(s.text)) }

// Copy copies the selection to the clipboard, or everything.
func (s *SelectText) Copy() {
	words := s.SelectedText()
	if words == "" {
		words = s.text
	}
	fyne.CurrentApp().Clipboard().SetContent(words)
}

func (s *SelectText) selection() (from, to int) {
	return min(s.anchor, s.caret), max(s.anchor, s.caret)
}

func (s *SelectText) choose(anchor, caret int) {
	if anchor == s.anchor && caret == s.caret {
		return
	}
	s.anchor, s.caret = anchor, caret
	s.BaseWidget.Refresh()
}

// laid returns the lines of the text at the present width.
func (s *SelectText) laid() *placedLines {
	s.lines.lay(s.text, s.Size().Width, sizeOf(s, s.size))
	return &s.lines
}

// Refresh is Fyne's.
func (s *SelectText) Refresh() {
	s.lines.forget()
	s.BaseWidget.Refresh()
}

// MouseDown starts a selection; with Shift it extends one.
func (s *SelectText) MouseDown(event *desktop.MouseEvent) {
	focusOn(s)
	if event.Button != desktop.MouseButtonPrimary {
		return
	}
	if s.now().Sub(s.doubled) < fyne.CurrentApp().Driver().DoubleTapDelay() {
		s.SelectAll()
		return
	}
	at := s.laid().offset(event.Position)
	if event.Modifier&fyne.KeyModifierShift != 0 {
		s.choose(s.anchor, at)
		return
	}
	s.choose(at, at)
}

// MouseUp is Fyne's.
func (s *SelectText) MouseUp(*desktop.MouseEvent) {}

// Dragged selects up to the pointer.
func (s *SelectText) Dragged(event *fyne.DragEvent) {
	s.choose(s.anchor, s.laid().offset(event.Position))
}

// DragEnd is Fyne's.
func (s *SelectText) DragEnd() {}

// DoubleTapped selects a word.
func (s *SelectText) DoubleTapped(event *fyne.PointEvent) {
	s.doubled = s.now()
	s.choose(wordAt(s.text, s.laid().offset(event.Position)))
}

// TappedSecondary is Fyne's.
func (s *SelectText) TappedSecondary(event *fyne.PointEvent) {
	if s.OnSecondaryTapped != nil {
		s.OnSecondaryTapped(event)
	}
}

// Cursor is Fyne's.
func (s *SelectText) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained is Fyne's.
func (s *SelectText) FocusGained() {
	s.focused = true
	s.BaseWidget.Refresh()
	if s.OnFocused != nil {
		s.OnFocused()
	}
}

// FocusLost is Fyne's. The selection stays but is hidden, because two visible selections would be confusing.
func (s *SelectText) FocusLost() {
	s.focused = false
	s.BaseWidget.Refresh()
}

// TypedRune is Fyne's.
func (s *SelectText) TypedRune(rune) {}

// TypedKey ends a selection with Escape and passes every other key to the window.
func (s *SelectText) TypedKey(key *fyne.KeyEvent) {
	if from, to := s.selection(); key.Name == fyne.KeyEscape && to > from {
		s.choose(s.caret, s.caret)
		return
	}
	passKey(s, key)
}

// TypedShortcut copies and selects; other shortcuts go to the window.
func (s *SelectText) TypedShortcut(shortcut fyne.Shortcut) {
	switch shortcut.(type) {
	case *fyne.ShortcutCopy:
		s.Copy()
	case *fyne.ShortcutSelectAll:
		s.SelectAll()
	default:
		passShortcut(s, shortcut)
	}
}
