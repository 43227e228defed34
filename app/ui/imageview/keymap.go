package imageview

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/ui/contextmenu"
	"lookbook/widgets"
)

// keymap runs the commands of a view by their keys.
type keymap struct {
	commands []bound
	keyboard func() keyboard // returns the widget that gets the keys
	typed    rune            // the last character
	menu     func()          // opens the context menu; nil: none
}

// hear directs the keys of a widget here.
func (m *keymap) hear(k *widgets.Keyboard) {
	k.OnKey, k.OnRune, k.OnShortcut = m.heardKey, m.char, m.shortcut
}

// typedKey handles a key that no focused widget took, for example while a tool has the focus; true: used.
func (m *keymap) typedKey(event *fyne.KeyEvent) bool {
	if r, ok := m.charOf(event.Name); ok {
		return m.char(unicode.ToLower(r)) // names of keys are upper case
	}
	return m.key(event)
}

// heardKey handles a key while the image has the focus. If the key also produces a character with a command, that event
// follows.
func (m *keymap) heardKey(event *fyne.KeyEvent) bool {
	_, ok := m.charOf(event.Name)
	return ok || m.key(event)
}

// charOf returns the character of a key whose command depends on the character.
func (m *keymap) charOf(name fyne.KeyName) (r rune, ok bool) {
	chars := []rune(name)
	return append(chars, 0)[0], len(chars) == 1 && slices.ContainsFunc(m.commands, func(c bound) bool {
		return strings.ContainsRune(c.chars, chars[0])
	})
}

func (m *keymap) char(r rune) bool {
	m.typed = r
	return m.first(func(c bound) bool { return strings.ContainsRune(c.chars, r) })
}

func (m *keymap) key(event *fyne.KeyEvent) bool {
	if m.menu != nil && contextmenu.Asked(event) {
		m.menu()
		return true
	}
	for _, c := range m.commands {
		if slices.Contains(c.keys, event.Name) {
			return m.run(c)
		}
	}
	return m.keyboard().Repeated()
}

// shortcut handles keys with Ctrl, or ⌘.
func (m *keymap) shortcut(shortcut fyne.Shortcut) bool {
	name := fyne.KeyName("")
	switch shortcut := shortcut.(type) {
	case *fyne.ShortcutCopy:
		name = fyne.KeyC
	case *fyne.ShortcutUndo:
		name = fyne.KeyZ
	case *desktop.CustomShortcut:
		if shortcut.Modifier == fyne.KeyModifierShortcutDefault {
			name = shortcut.KeyName
		}
	}
	return m.first(func(c bound) bool { return name != "" && c.ctrl == name })
}

// first runs the first matching command; false: there is none.
func (m *keymap) first(meant func(bound) bool) bool {
	at := slices.IndexFunc(m.commands, meant)
	return at >= 0 && m.run(m.commands[at])
}

// run runs a command; false: in this state the key belongs to the image.
func (m *keymap) run(c bound) bool {
	keyboard := m.keyboard()
	if c.fitted && !keyboard.(*widgets.ZoomImage).Fitted() {
		return false
	}
	if !c.once || !keyboard.Repeated() {
		c.run()
	}
	return true
}
