package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// NumberEntry is a field for one number: label above, unit beside, the range in the placeholder, problems below. Up and
// Down, and the wheel while it has the focus, change it by a step. Problems are shown when the field loses the focus or
// at Enter, not on the way from 1 to 1024; OnChanged is called at once.
type NumberEntry struct {
	Field
	// OnChanged is called for every change by the user; ok is false while the text is not a valid number.
	OnChanged func(value Number, ok bool)
	// OnSubmitted is called for Enter on a valid number.
	OnSubmitted func(value Number)
	// OnLeft is called when the field has lost the focus.
	OnLeft func()

	spec  NumberSpec
	entry *numberText
	unit  *textBlock
	told  string // problem set by SetError
}

// NewNumberEntry returns an empty field.
func NewNumberEntry(spec NumberSpec) *NumberEntry {
	e := &NumberEntry{spec: spec, unit: quietText(spec.Unit)}
	e.entry = newNumberText(e)
	e.setUp(e, spec.Label, &numberLine{e: e})
	e.content.(*numberLine).ExtendBaseWidget(e.content.(*numberLine))
	e.entry.SetPlaceHolder(spec.hint())
	return e
}

// Value returns the number; ok: it is valid. An empty optional field is Number{} and valid.
func (e *NumberEntry) Value() (n Number, ok bool) {
	n, problem := e.spec.parse(e.entry.Text)
	return n, problem == NumberFine
}

// SetValue sets a value without calling OnChanged.
func (e *NumberEntry) SetValue(n Number) { e.SetText(e.spec.format(n)) }

// Text returns the field's text, whether it is a number or not.
func (e *NumberEntry) Text() string { return e.entry.Text }

// SetRange changes the usual range.
func (e *NumberEntry) SetRange(least, most, step float64) {
	if e.spec.Min != least || e.spec.Max != most || e.spec.Step != step {
		e.spec.Min, e.spec.Max, e.spec.Step = least, most, step
		e.entry.SetPlaceHolder(e.spec.hint())
	}
}

// SetText sets any text without calling OnChanged, and shows what is wrong with it.
func (e *NumberEntry) SetText(text string) {
	if text != e.entry.Text {
		e.told = ""
	}
	e.entry.quiet = true
	e.entry.SetText(text)
	e.entry.quiet = false
	e.judge()
}

// Enable is Fyne's.
func (e *NumberEntry) Enable() { e.entry.Enable() }

// Disable is Fyne's.
func (e *NumberEntry) Disable() { e.entry.Disable() }

// Disabled is Fyne's.
func (e *NumberEntry) Disabled() bool { return e.entry.Disabled() }

// FocusTarget returns what to pass to Canvas.Focus.
func (e *NumberEntry) FocusTarget() fyne.Focusable { return e.entry }

// TakeWheel changes the number by a step while the field has the focus; otherwise the wheel scrolls the panel.
func (e *NumberEntry) TakeWheel(event *fyne.ScrollEvent) bool {
	if !e.entry.focused || e.Disabled() || event.Scrolled.DY == 0 {
		return e.entry.focused
	}
	e.step(event.Scrolled.DY > 0)
	return true
}

func (e *NumberEntry) step(up bool) {
	by := 1.0
	if shiftHeld() {
		by = 10
	}
	if !up {
		by = -by
	}
	n, _ := e.spec.parse(e.entry.Text)
	e.entry.SetText(e.spec.format(e.spec.stepped(n, by)))
	e.entry.CursorColumn = len([]rune(e.entry.Text))
	e.entry.Refresh()
}

// changed handles a change of the text by the user.
func (e *NumberEntry) changed() {
	e.told = ""
	n, problem := e.spec.parse(e.entry.Text)
	if problem == NumberFine || e.Error() != "" || problem == NumberNone {
		e.Field.SetError(e.spec.explain(problem))
	}
	if e.OnChanged != nil {
		e.OnChanged(n, problem == NumberFine)
	}
}

// judge shows what is wrong: with the text, otherwise what SetError said.
func (e *NumberEntry) judge() {
	_, problem := e.spec.parse(e.entry.Text)
	words := e.spec.explain(problem)
	if words == "" {
		words = e.told
	}
	e.Field.SetError(words)
}

// SetError shows another problem of the present number. It stays until the text changes.
func (e *NumberEntry) SetError(words string) {
	e.told = words
	e.Field.SetError(words)
}

// CreateRenderer is Fyne's.
func (e *NumberEntry) CreateRenderer() fyne.WidgetRenderer { return newDrawing(e.drawing(e)) }

// numberLine is the entry with its unit.
type numberLine struct {
	widget.BaseWidget
	e *NumberEntry
}

func (l *numberLine) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{owner: l, objects: []fyne.CanvasObject{l.e.entry, l.e.unit}}
	d.paint = func() { l.e.unit.Refresh() }
	width := func() float32 {
		if l.e.unit.text == "" {
			return 0
		}
		return l.e.unit.MinSize().Width + darkroom.Space8
	}
	d.place = func(size fyne.Size) {
		put(l.e.entry, 0, 0, size.Width-width(), size.Height)
		putMiddle(l.e.unit, size.Width-width()+darkroom.Space8, size.Height)
	}
	d.min = func() fyne.Size { return fyne.NewSize(56+width(), l.e.entry.MinSize().Height) }
	return newDrawing(d)
}

const numberRunes = 24 // longer text is no number, and a paste must not flood the field

// numberText is the entry of a NumberEntry.
type numberText struct {
	Entry
	e       *NumberEntry
	quiet   bool // set while the program changes the text
	focused bool
}

func newNumberText(e *NumberEntry) *numberText {
	t := &numberText{e: e}
	t.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	t.ExtendBaseWidget(t)
	t.Entry.OnChanged = func(string) {
		if !t.quiet {
			e.changed()
		}
	}
	t.Entry.OnSubmitted = func(string) {
		e.judge()
		if n, ok := e.Value(); ok && e.OnSubmitted != nil {
			e.OnSubmitted(n)
		}
	}
	return t
}

func (t *numberText) TypedKey(key *fyne.KeyEvent) {
	if t.InputMethodTakes(key) {
		return
	}
	switch key.Name {
	case fyne.KeyUp, fyne.KeyDown:
		if !t.Disabled() {
			t.e.step(key.Name == fyne.KeyUp)
		}
	default:
		if belongsToWindow(key.Name) {
			passKey(t, key)
			return
		}
		t.Entry.TypedKey(key)
	}
}

func (t *numberText) TypedRune(r rune) {
	if len([]rune(t.Text)) < numberRunes || t.SelectedText() != "" {
		t.Entry.TypedRune(r)
	} else {
		t.arrived(r)
	}
}

func (t *numberText) FocusGained() {
	t.focused = true
	t.Entry.FocusGained()
}

func (t *numberText) FocusLost() {
	t.focused = false
	t.Entry.FocusLost()
	t.e.judge()
	if t.e.OnLeft != nil {
		t.e.OnLeft()
	}
}

// TypedShortcut cleans pasted text and passes on what the entry doesn't know.
func (t *numberText) TypedShortcut(shortcut fyne.Shortcut) {
	if paste, ok := shortcut.(*fyne.ShortcutPaste); ok {
		text := []rune(strings.Join(strings.Fields(paste.Clipboard.Content()), " "))
		shortcut = &fyne.ShortcutPaste{Clipboard: &pasted{string(text[:min(len(text), numberRunes)])}, Secondary: paste.Secondary}
	}
	if entryKnows(shortcut) {
		t.Entry.TypedShortcut(shortcut)
		return
	}
	passShortcut(t, shortcut)
}

// pasted is a clipboard with cleaned text.
type pasted struct{ text string }

func (p *pasted) Content() string        { return p.text }
func (p *pasted) SetContent(text string) { p.text = text }
