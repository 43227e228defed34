package actions

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// Changed reports whether an action has other keys than its default ones.
func (t *Table) Changed(id string) bool {
	_, changed := t.chosen[id]
	return changed
}

// Rebind gives an action other keys. It doesn't ask whether they are taken; see
// Rivals and Unfit.
func (t *Table) Rebind(id string, chords ...Chord) {
	a := t.Action(id)
	if a == nil {
		return
	}
	if slices.Equal(chords, a.Keys.For(t.goos)) {
		delete(t.chosen, id)
	} else {
		t.chosen[id] = slices.Clone(chords)
	}
	t.tell()
}

// Reset gives an action its default keys.
func (t *Table) Reset(id string) {
	delete(t.chosen, id)
	t.tell()
}

// ResetAll gives all actions their default keys.
func (t *Table) ResetAll() {
	clear(t.chosen)
	t.tell()
}

func (t *Table) tell() {
	if t.OnChanged != nil {
		t.OnChanged()
	}
}

// separators in the text that is stored: between actions, and between the keys
// of one.
const betweenActions, betweenKeys = ";", " "

// Text is what a person chose, for the preferences file:
// "menu.find=Ctrl+F F3;undo=". What an earlier Take didn't know is kept.
func (t *Table) Text() string {
	parts := slices.Clone(t.foreign)
	for _, a := range t.list {
		chosen, ok := t.chosen[a.ID]
		if !ok {
			continue
		}
		var keys []string
		for _, c := range chosen {
			keys = append(keys, c.String())
		}
		parts = append(parts, a.ID+"="+strings.Join(keys, betweenKeys))
	}
	return strings.Join(parts, betweenActions)
}

// Take takes over a text that Text wrote, perhaps of another version or another
// system. It returns the parts that it can't use: actions that are unknown here,
// and keys that don't exist or that can't be given to an action. Text keeps
// them; the action then has its default keys.
func (t *Table) Take(text string) (unused []string) {
	clear(t.chosen)
	t.foreign = nil
	for part := range strings.SplitSeq(text, betweenActions) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		id, keys, _ := strings.Cut(strings.TrimSpace(part), "=")
		chords, ok := t.chords(keys)
		if a := t.Action(id); !ok || a == nil || a.Run == nil || !strings.Contains(part, "=") {
			t.foreign = append(t.foreign, part)
			continue
		}
		t.chosen[id] = chords
	}
	return t.foreign
}

// chords reads the keys of an action.
func (t *Table) chords(text string) ([]Chord, bool) {
	var list []Chord
	for _, word := range strings.Fields(text) {
		c, err := Parse(word)
		if err != nil || Unfit(t.goos, c) != "" {
			return nil, false
		}
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list, true
}

// Unfit is the key of the words that say why a chord can't be given to an
// action; "": it can.
func Unfit(goos string, c Chord) string {
	typed := c.Mod&(fyne.KeyModifierControl|fyne.KeyModifierSuper) == 0 && (c.Mod&fyne.KeyModifierAlt == 0 || goos == mac)
	words := command(goos) // moves by words in a text
	if goos == mac {
		words = fyne.KeyModifierAlt
	}
	mod := c.Mod &^ fyne.KeyModifierShift
	switch {
	case c.Key == "" || c.Key == fyne.KeyUnknown:
		return "keys.unfit.unknown"
	case c == Chord{fyne.KeyModifierShift, fyne.KeyF10}: // opens the context menu
		return "keys.unfit.system"
	case c.Key == fyne.KeyTab, c.Key == fyne.KeyEscape:
		return "keys.unfit.system"
	case goos == mac && mod == fyne.KeyModifierSuper && (c.Key == fyne.KeyH || c.Key == fyne.KeyM || c.Key == fyne.KeySpace),
		goos != mac && c == Chord{fyne.KeyModifierAlt, fyne.KeyF4}:
		return "keys.unfit.system"
	case typed && !functionKey(c.Key):
		return "keys.unfit.typed"
	case c.text(goos) != nil:
		return "keys.unfit.text"
	}
	switch c.Key {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		if mod == words {
			return "keys.unfit.text"
		}
	}
	return ""
}

// Foreign is what Take could not use.
func (t *Table) Foreign() []string { return slices.Clone(t.foreign) }
