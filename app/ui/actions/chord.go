package actions

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/ui/message"
)

// Chord is a key with the modifiers that are held with it.
type Chord struct {
	Mod fyne.KeyModifier
	Key fyne.KeyName
}

// mac is the GOOS of macOS.
const mac = "darwin"

// modifiers in the order in which they are written and, on a Mac, drawn.
var modifiers = []struct {
	mod    fyne.KeyModifier
	name   string // in the preferences file, and the key of its words after "keycap."
	symbol string // on a Mac
}{
	{fyne.KeyModifierControl, "ctrl", "⌃"},
	{fyne.KeyModifierAlt, "alt", "⌥"},
	{fyne.KeyModifierShift, "shift", "⇧"},
	{fyne.KeyModifierSuper, "cmd", "⌘"},
}

// named are the keys that aren't called by their character.
var named = []struct {
	key    fyne.KeyName
	name   string
	symbol string
}{
	{fyne.KeyReturn, "enter", "↩"},
	{fyne.KeyEnter, "keypad-enter", "⌤"},
	{fyne.KeyEscape, "esc", "⎋"},
	{fyne.KeyDelete, "delete", "⌦"},
	{fyne.KeyBackspace, "backspace", "⌫"},
	{fyne.KeyTab, "tab", "⇥"},
	{fyne.KeySpace, "space", "␣"},
	{fyne.KeyUp, "up", "↑"},
	{fyne.KeyDown, "down", "↓"},
	{fyne.KeyLeft, "left", "←"},
	{fyne.KeyRight, "right", "→"},
	{fyne.KeyHome, "home", "↖"},
	{fyne.KeyEnd, "end", "↘"},
	{fyne.KeyPageUp, "page-up", "⇞"},
	{fyne.KeyPageDown, "page-down", "⇟"},
	{fyne.KeyInsert, "insert", ""},
	{fyne.KeySemicolon, "semicolon", ""}, // separates actions in the preferences file
}

// Parse reads a chord in either notation: "Ctrl+Shift+O", "⇧⌘O". Case means
// nothing.
func Parse(text string) (Chord, error) {
	var c Chord
	rest := strings.TrimSpace(text)
	for again := true; again; {
		again = false
		for _, m := range modifiers {
			for _, prefix := range []string{m.name + "+", m.symbol} {
				if len(rest) > len(prefix) && strings.EqualFold(rest[:len(prefix)], prefix) {
					c.Mod, rest, again = c.Mod|m.mod, rest[len(prefix):], true
				}
			}
		}
	}
	for _, k := range named {
		if rest != "" && (strings.EqualFold(rest, k.name) || rest == k.symbol) {
			c.Key = k.key
			return c, nil
		}
	}
	upper := strings.ToUpper(rest)
	switch runes := []rune(upper); {
	case upper == "?": // as most keyboards have it
		c.Mod, c.Key = c.Mod|fyne.KeyModifierShift, fyne.KeySlash
	case len(runes) == 1 && runes[0] > ' ' && runes[0] < 0x7F, functionKey(fyne.KeyName(upper)):
		c.Key = fyne.KeyName(upper)
	default:
		return Chord{}, fmt.Errorf("read the keys %q: %w", text, errNoKey)
	}
	return c, nil
}

var errNoKey = fmt.Errorf("no such key")

// functionKey reports whether a key is F1 to F12.
func functionKey(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		return true
	}
	return false
}

// String is the chord as it is stored.
func (c Chord) String() string {
	var parts []string
	title := func(s string) { parts = append(parts, strings.ToUpper(s[:1])+s[1:]) }
	for _, m := range modifiers {
		if c.Mod&m.mod != 0 {
			title(m.name)
		}
	}
	for _, k := range named {
		if k.key == c.Key {
			title(k.name)
			return strings.Join(parts, "+")
		}
	}
	return strings.Join(append(parts, string(c.Key)), "+")
}

// Shown is the chord as a person reads it on a system: "Ctrl+Shift+O", "⇧⌘O".
func (c Chord) Shown(goos string) string {
	if c.Key == fyne.KeySlash && c.Mod&fyne.KeyModifierShift != 0 {
		c = Chord{c.Mod &^ fyne.KeyModifierShift, "?"}
	}
	var b strings.Builder
	for _, m := range modifiers {
		switch {
		case c.Mod&m.mod == 0:
		case goos == mac:
			b.WriteString(m.symbol)
		default:
			b.WriteString(message.T("keycap."+m.name) + "+")
		}
	}
	for _, k := range named {
		switch {
		case k.key != c.Key || k.key == fyne.KeySemicolon:
		case goos == mac && k.symbol != "":
			return b.String() + k.symbol
		default:
			return b.String() + message.T("keycap."+k.name)
		}
	}
	if c.Key == fyne.KeyMinus {
		return b.String() + "−"
	}
	return b.String() + string(c.Key)
}

// text returns the shortcut that the toolkit makes of a chord for texts: it is
// never a CustomShortcut. nil: it is none.
func (c Chord) text(goos string) fyne.Shortcut {
	switch c {
	case Chord{command(goos), fyne.KeyZ}:
		return &fyne.ShortcutUndo{}
	case Chord{command(goos), fyne.KeyY}:
		return &fyne.ShortcutRedo{}
	case Chord{command(goos), fyne.KeyV}, Chord{fyne.KeyModifierShift, fyne.KeyInsert}:
		return &fyne.ShortcutPaste{}
	case Chord{command(goos), fyne.KeyC}, Chord{command(goos), fyne.KeyInsert}:
		return &fyne.ShortcutCopy{}
	case Chord{command(goos), fyne.KeyX}, Chord{fyne.KeyModifierShift, fyne.KeyDelete}:
		return &fyne.ShortcutCut{}
	case Chord{command(goos), fyne.KeyA}:
		return &fyne.ShortcutSelectAll{}
	}
	return nil
}

// Shortcut is what the toolkit calls when the chord is pressed.
func (c Chord) Shortcut(goos string) fyne.Shortcut {
	if text := c.text(goos); text != nil {
		return text
	}
	return &desktop.CustomShortcut{KeyName: c.Key, Modifier: c.Mod}
}

// plain reports whether a chord comes as a typed key, not as a shortcut.
func (c Chord) plain() bool { return c.Mod&^fyne.KeyModifierShift == 0 }

// command is Ctrl, or ⌘ on a Mac.
func command(goos string) fyne.KeyModifier {
	if goos == mac {
		return fyne.KeyModifierSuper
	}
	return fyne.KeyModifierControl
}

// Keys are the default keys of an action on each system.
type Keys struct {
	others, mac []string
	own         bool // a Mac has its own, even if none
}

// On are keys; a Mac has ⌘ in the place of Ctrl.
func On(keys ...string) Keys { return Keys{others: keys} }

// Mac gives a Mac its own keys.
func (k Keys) Mac(keys ...string) Keys {
	k.mac, k.own = keys, true
	return k
}

// For returns the keys of a system. It panics if they can't be read: they are
// written in the table, and a test reads them for each system.
func (k Keys) For(goos string) []Chord {
	list := k.others
	if goos == mac && k.own {
		list = k.mac
	}
	var chords []Chord
	for _, text := range list {
		c, err := Parse(text)
		if err != nil {
			panic(err)
		}
		if goos == mac && !k.own && c.Mod&fyne.KeyModifierControl != 0 {
			c.Mod = c.Mod&^fyne.KeyModifierControl | fyne.KeyModifierSuper
		}
		chords = append(chords, c)
	}
	return chords
}
