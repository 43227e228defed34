package actions

import (
	"slices"
	"strings"

	"lookbook/app/ui/message"
)

// Groups of the sheet of shortcuts, by the keys of their titles.
const (
	SheetRequest  = "shortcut.request"
	SheetWindow   = "shortcut.window"
	SheetPictures = "shortcut.pictures"
	SheetOne      = "shortcut.one" // a picture that is viewed
)

// Sheets are these groups, in the two columns of the sheet.
func Sheets() [2][]string { return [2][]string{{SheetRequest, SheetWindow}, {SheetPictures, SheetOne}} }

// Action is a row of the table.
type Action struct {
	// ID names the action in the preferences file, and is the key of its words.
	ID string
	// Keys are its default keys, which a person may change.
	Keys Keys
	// Fixed are keys that a part of the window handles itself, such as those of
	// single pictures. FixedWords is the key of words to show in their place,
	// such as "0 to 5".
	Fixed      Keys
	FixedWords string

	// Menu is the key of the menu's words in the main menu; "": it is in none.
	// Apart puts a line before it.
	Menu  string
	Apart bool
	// Topic is the key of the menu's words that it would be in, for the palette.
	Topic string
	// Special is the label by which a Mac moves the item into the program's own
	// menu, in every language.
	Special string
	// Quits marks the item that ends the program.
	Quits bool
	// Items makes a menu that opens beside the item; nil: Run is called.
	Items func() []Offer

	// Sheet is the key of the group on the sheet of shortcuts.
	Sheet string
	// GOOS is the only system that has it; "": all.
	GOOS string
	// Unlisted leaves it out of the palette.
	Unlisted bool

	// Enabled reports whether it can do something now; nil: always.
	Enabled func() bool
	// Run does it; nil: there are only keys to be shown.
	Run func()
}

// Words are the words for the action.
func (a *Action) Words() string { return message.T(a.ID) }

// Able reports whether the action can be run now.
func (a *Action) Able() bool { return a.Run != nil && (a.Enabled == nil || a.Enabled()) }

// Table is all actions of the window on one system, with the keys that a person
// chose.
type Table struct {
	// OnChanged is called after keys were changed; nil: nothing is.
	OnChanged func()

	goos    string
	list    []*Action
	chosen  map[string][]Chord // keys in the place of the default ones, by ID
	foreign []string           // of the preferences file: nothing that is known
	listen  func(Chord) bool
}

// New makes the table of a system from its rows.
func New(goos string, rows []Action) *Table {
	t := &Table{goos: goos, chosen: map[string][]Chord{}}
	for i := range rows {
		if rows[i].GOOS == "" || rows[i].GOOS == goos {
			t.list = append(t.list, &rows[i])
		}
	}
	return t
}

// All are the actions in their order.
func (t *Table) All() []*Action { return t.list }

// Action returns the action with an ID; nil: there is none.
func (t *Table) Action(id string) *Action {
	at := slices.IndexFunc(t.list, func(a *Action) bool { return a.ID == id })
	if at < 0 {
		return nil
	}
	return t.list[at]
}

// Chords are the present keys of an action that can be changed, the first of
// which is shown in menus.
func (t *Table) Chords(id string) []Chord {
	if chosen, ok := t.chosen[id]; ok {
		return chosen
	}
	if a := t.Action(id); a != nil {
		return a.Keys.For(t.goos)
	}
	return nil
}

// Shown is a chord as a person reads it here.
func (t *Table) Shown(c Chord) string { return c.Shown(t.goos) }

// ShownKeys are all keys of an action as a person reads them; "": none.
func (t *Table) ShownKeys(id string) string {
	a := t.Action(id)
	if a == nil {
		return ""
	}
	var parts []string
	for _, c := range t.Chords(id) {
		parts = append(parts, c.Shown(t.goos))
	}
	if a.FixedWords != "" {
		parts = append(parts, message.T(a.FixedWords))
	} else {
		for _, c := range a.Fixed.For(t.goos) {
			parts = append(parts, c.Shown(t.goos))
		}
	}
	return strings.Join(parts, between)
}

// FirstKeys are the keys of an action where there is room for one chord; "": none.
func (t *Table) FirstKeys(id string) string {
	if a := t.Action(id); a != nil {
		return t.menuKeys(a)
	}
	return ""
}

func (t *Table) menuKeys(a *Action) string {
	if chords := t.Chords(a.ID); len(chords) > 0 {
		return chords[0].Shown(t.goos)
	}
	if a.FixedWords != "" {
		return message.T(a.FixedWords)
	}
	if fixed := a.Fixed.For(t.goos); len(fixed) > 0 {
		return fixed[0].Shown(t.goos)
	}
	return ""
}

// between is what is between several keys.
const between = ", "

// At returns the action of a chord; nil: there is none.
func (t *Table) At(c Chord) *Action {
	for _, a := range t.list {
		if a.Run != nil && slices.Contains(t.Chords(a.ID), c) {
			return a
		}
	}
	return nil
}

// Press runs the action of a chord that was pressed; false: there is none.
func (t *Table) Press(c Chord) bool {
	if t.listen != nil && t.listen(c) {
		return true
	}
	a := t.At(c)
	if a != nil {
		a.Run()
	}
	return a != nil
}

// Listen gives each pressed chord to a function first, which returns whether it
// used it, until Listen is called with nil: so that keys can be chosen that have
// a meaning now.
func (t *Table) Listen(listen func(Chord) bool) { t.listen = listen }

// Conflict is a chord of several actions: only the first of them gets it.
type Conflict struct {
	Chord   Chord
	Actions []*Action
}

// Conflicts lists the chords that several actions have.
func (t *Table) Conflicts() []Conflict {
	var order []Chord
	owners := map[Chord][]*Action{}
	for _, a := range t.list {
		for _, c := range slices.Concat(t.Chords(a.ID), a.Fixed.For(t.goos)) {
			if c.plain() && !functionKey(c.Key) {
				continue // it means something else in each part of the window
			}
			if owners[c] == nil {
				order = append(order, c)
			}
			if !slices.Contains(owners[c], a) {
				owners[c] = append(owners[c], a)
			}
		}
	}
	var found []Conflict
	for _, c := range order {
		if len(owners[c]) > 1 {
			found = append(found, Conflict{c, owners[c]})
		}
	}
	return found
}

// Rivals are the other actions that have a key of an action, or would have it
// with the given one.
func (t *Table) Rivals(id string, with ...Chord) []*Action {
	var rivals []*Action
	for _, c := range slices.Concat(t.Chords(id), with) {
		for _, a := range t.list {
			taken := slices.Contains(t.Chords(a.ID), c) || slices.Contains(a.Fixed.For(t.goos), c)
			if a.ID != id && taken && !slices.Contains(rivals, a) {
				rivals = append(rivals, a)
			}
		}
	}
	return rivals
}
