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

// Span is a part of a text: from the byte Start up to, not including, the byte End.
type Span struct{ Start, End int }

// SelectText is text to read that can be selected and copied: by dragging, word by word with a double click, as a whole with a
// third one or Ctrl+A. Ctrl+C copies what is selected, or everything. Keys that it has no
// use for go to the window. Parts of it can be marked.
//
// It wraps at the width that it is given and is as high as that makes it. Of a text that is longer than anyone reads only the
// beginning is drawn, and beneath it how much is left out; Copy takes all of it.
type SelectText struct {
	widget.BaseWidget
	// OnSecondaryTapped is called for a right click.
	OnSecondaryTapped func(event *fyne.PointEvent)

	text   string
	marks  []Span
	size   fyne.ThemeSizeName
	color  fyne.ThemeColorName
	lines  placedLines
	anchor int // where the selection began and where it ends: bytes of the text
	caret  int

	focused bool
	doubled time.Time // when a word was selected: the next click selects everything
	now     func() time.Time
}

// NewSelectText is body text, 14.
func NewSelectText(text string) *SelectText {
	s := &SelectText{text: text, size: theme.SizeNameText, color: darkroom.ColorNameText, now: time.Now}
	s.ExtendBaseWidget(s)
	return s
}

// NewQuietSelectText is 12 and quiet.
func NewQuietSelectText(text string) *SelectText {
	s := NewSelectText(text)
	s.size, s.color = darkroom.SizeNameQuietText, darkroom.ColorNameQuiet
	return s
}

// Text is the whole text.
func (s *SelectText) Text() string { return s.text }

// SetText changes the text, and the parts of it that are marked. Nothing is selected then, unless everything is the same.
func (s *SelectText) SetText(text string, marks ...Span) {
	if text == s.text && slices.Equal(marks, s.marks) {
		return
	}
	s.text, s.marks = text, marks
	s.anchor, s.caret = 0, 0
	s.Refresh()
}

// SelectedText is what is selected, "" when nothing is.
func (s *SelectText) SelectedText() string {
	from, to := s.selection()
	return s.text[from:to]
}

// SelectAll selects everything.
func (s *SelectText) SelectAll() { s.choose(0, len(s.text)) }

// Copy puts what is selected into the clipboard, or everything.
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

// laid are the lines of the text in the width that there is.
func (s *SelectText) laid() *placedLines {
	s.lines.lay(s.text, s.Size().Width, sizeOf(s, s.size))
	return &s.lines
}

// Refresh is Fyne's.
func (s *SelectText) Refresh() {
	s.lines.forget()
	s.BaseWidget.Refresh()
}

// MouseDown begins a selection; with Shift it extends one.
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
}

// FocusLost is Fyne's. What is selected stays so and is not shown: two selections at once would be one too many.
func (s *SelectText) FocusLost() {
	s.focused = false
	s.BaseWidget.Refresh()
}

// TypedRune is Fyne's.
func (s *SelectText) TypedRune(rune) {}

// TypedKey ends a selection with Escape and leaves every other key to the window.
func (s *SelectText) TypedKey(key *fyne.KeyEvent) {
	if from, to := s.selection(); key.Name == fyne.KeyEscape && to > from {
		s.choose(s.caret, s.caret)
		return
	}
	passKey(s, key)
}

// TypedShortcut copies and selects; the rest goes to the window.
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
