package widgets

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// inputMethod guesses which keys an input method takes. Under X11 and on a Mac, GLFW reports a key before the input
// method has seen it, and nothing says whether it was taken. But a key of a character whose character doesn't follow is
// part of a text that is being composed. Then Enter accepts that text, Backspace shortens it and the arrows choose
// words: they mean nothing to the entry.
type inputMethod struct {
	keys int            // of characters that haven't arrived
	left *fyne.KeyEvent // the last key, if it was left to the input method
	at   int            // keys before it
}

// takes reports whether a key is the input method's.
func (m *inputMethod) takes(key *fyne.KeyEvent) bool {
	m.left = nil
	if m.keys == 0 || len(key.Name) < 2 || key.Name == fyne.KeySpace {
		return false
	}
	m.left, m.at = key, m.keys
	switch key.Name {
	case fyne.KeyBackspace:
		m.keys--
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
		m.keys = 0
	}
	return true
}

// typed counts the keys of characters. Digits and the point only go on: they are also the names of the keypad's arrows and
// Delete, which type nothing.
func (m *inputMethod) typed(key *fyne.KeyEvent) {
	if len(key.Name) == 1 && (m.keys > 0 || !strings.Contains("0123456789.", string(key.Name))) {
		m.keys++
	}
}

// arrived ends the composing. It returns a key that wasn't the input method's after all: a character of a single key was
// only late, and Hangul is accepted by the next key, which then does its own work too.
func (m *inputMethod) arrived(r rune) *fyne.KeyEvent {
	key := m.left
	if !unicode.Is(unicode.Hangul, r) && (m.at > 1 || r > unicode.MaxASCII) {
		key = nil
	}
	*m = inputMethod{}
	return key
}

// InputMethodTakes reports whether a key belongs to a text that is being composed. A TypedKey that does something before
// the entry's asks it first.
func (e *Entry) InputMethodTakes(key *fyne.KeyEvent) bool { return e.method.takes(key) }

// TypedKey is Fyne's.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	if e.method.takes(key) {
		return
	}
	e.method.typed(key)
	e.Entry.TypedKey(key)
}

// TypedRune is Fyne's.
func (e *Entry) TypedRune(r rune) {
	e.Entry.TypedRune(r)
	e.arrived(r)
}

func (e *Entry) arrived(r rune) {
	key := e.method.arrived(r)
	switch {
	case key == nil:
	case key.Name == fyne.KeyTab:
		if c := fyne.CurrentApp().Driver().CanvasForObject(e.self); c != nil {
			c.FocusNext()
		}
	default:
		e.self.(fyne.Focusable).TypedKey(key)
	}
}

// AcceptsTab is Fyne's: Tab chooses words while a text is being composed.
func (e *Entry) AcceptsTab() bool { return e.method.keys > 0 || e.Entry.AcceptsTab() }
