package widgets

import (
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// Span is a part of a text: from the byte Start up to, not including, the byte End.
type Span struct{ Start, End int }

// SelectText is text to read that can be selected and copied: by dragging, word by word with a double click, as a whole with a
// third one or Ctrl+A. Ctrl+C copies what is selected, or everything. Fyne's own label that can be selected keeps every key to
// itself once it was clicked; this one passes those on that it has no use for. Parts of it can be marked.
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
	min    float32
	lines  []placedLine
	laid   float32
	anchor int // where the selection began and where it ends: bytes of the text
	caret  int

	focused bool
	doubled time.Time // when a word was selected: the next click selects everything
	now     func() time.Time
}

// placedLine is a line as it is drawn, and where in the text it begins.
type placedLine struct {
	text  string
	start int
	note  bool // about the text, no part of it
}

func (l placedLine) end() int {
	if l.note {
		return l.start
	}
	return l.start + len(l.text)
}

// NewSelectText is body text, 14.
func NewSelectText(text string) *SelectText {
	s := &SelectText{text: text, size: theme.SizeNameText, color: darkroom.ColorNameText, laid: -1, now: time.Now}
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
	if text == s.text && equalSpans(marks, s.marks) {
		return
	}
	s.text, s.marks = text, marks
	s.anchor, s.caret = 0, 0
	s.Refresh()
}

func equalSpans(a, b []Span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// SelectedText is what is selected, "" when nothing is.
func (s *SelectText) SelectedText() string {
	from, to := s.selection()
	return s.text[from:to]
}

// SelectAll selects everything.
func (s *SelectText) SelectAll() { s.choose(0, len(s.text)) }

// SetMinWidth is the narrowest that it may be, 0 by itself.
func (s *SelectText) SetMinWidth(width float32) {
	s.min = width
	s.Refresh()
}

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

// Refresh is Fyne's.
func (s *SelectText) Refresh() {
	s.laid = -1
	s.BaseWidget.Refresh()
}

func (s *SelectText) measure(text string) float32 {
	return fyne.MeasureText(cutMeasured(text), sizeOf(s, s.size), fyne.TextStyle{}).Width
}

func (s *SelectText) lineHeight() float32 {
	return fyne.MeasureText("Ág", sizeOf(s, s.size), fyne.TextStyle{}).Height
}

// lay breaks the text into lines and finds where each begins.
func (s *SelectText) lay(width float32) {
	if width == s.laid {
		return
	}
	s.laid, s.lines = width, nil
	if width <= 0 || s.text == "" {
		return
	}
	// As many bytes as before, so that places stay what they are.
	head := cutRunes(s.text, mostShown)
	plain := strings.NewReplacer("\r\n", " \n", "\r", "\n", "\t", " ").Replace(head)
	cutter := breaker{width: width + 0.5, measure: s.measure}
	broken, _ := cutter.lines(plain)
	at := 0
	for _, line := range broken {
		if !strings.HasPrefix(plain[at:], line) {
			at += max(strings.Index(plain[at:], line), 0)
		}
		s.lines = append(s.lines, placedLine{text: line, start: at})
		at += len(line)
		for at < len(plain) && plain[at] == ' ' {
			at++
		}
		if at < len(plain) && plain[at] == '\n' {
			at++
		}
	}
	if rest := len(s.text) - len(head); rest > 0 {
		s.lines = append(s.lines, placedLine{text: leftOut(rest), start: len(head), note: true})
	}
}

// offset is the place in the text nearest to a point of the widget.
func (s *SelectText) offset(at fyne.Position) int {
	s.lay(s.Size().Width)
	if len(s.lines) == 0 || at.Y < 0 {
		return 0
	}
	row := int(at.Y / s.lineHeight())
	if row >= len(s.lines) {
		return len(s.text)
	}
	line := s.lines[row]
	if line.note {
		return line.start
	}
	ends := graphemeEnds(line.text)
	low, high := 0, len(ends)
	for low < high { // the first grapheme whose middle is behind the point
		middle := (low + high) / 2
		begin := 0
		if middle > 0 {
			begin = ends[middle-1]
		}
		if (s.measure(line.text[:begin])+s.measure(line.text[:ends[middle]]))/2 > at.X {
			high = middle
		} else {
			low = middle + 1
		}
	}
	if low == 0 {
		return line.start
	}
	return line.start + ends[low-1]
}

// word is the word around a place.
func (s *SelectText) word(at int) (from, to int) {
	rest, state := s.text, -1
	for rest != "" {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if to += len(word); at < to || rest == "" {
			return to - len(word), to
		}
	}
	return 0, 0
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
	at := s.offset(event.Position)
	if event.Modifier&fyne.KeyModifierShift != 0 {
		s.choose(s.anchor, at)
		return
	}
	s.choose(at, at)
}

// MouseUp is Fyne's.
func (s *SelectText) MouseUp(*desktop.MouseEvent) {}

// Dragged selects up to the pointer.
func (s *SelectText) Dragged(event *fyne.DragEvent) { s.choose(s.anchor, s.offset(event.Position)) }

// DragEnd is Fyne's.
func (s *SelectText) DragEnd() {}

// DoubleTapped selects a word.
func (s *SelectText) DoubleTapped(event *fyne.PointEvent) {
	s.doubled = s.now()
	s.choose(s.word(s.offset(event.Position)))
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
