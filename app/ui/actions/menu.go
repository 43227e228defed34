package actions

import (
	"math"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/ui/message"
)

// Offer is an action on something that was pointed at: an item of a context
// menu. Its keys are those of the table's action with the same ID.
type Offer struct {
	ID       string // of the action
	Words    string
	Apart    bool // a line is before it
	Disabled bool
	Checked  bool
	Run      func()
	Items    []Offer // a menu beside it
}

// ContextMenu is the menu of offers, with the keys of their actions.
func (t *Table) ContextMenu(offers []Offer) *fyne.Menu {
	menu := fyne.NewMenu("", t.items(offers)...)
	t.align(menu)
	return menu
}

func (t *Table) items(offers []Offer) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, o := range offers {
		if o.Apart && len(items) > 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		item := fyne.NewMenuItem(o.Words, o.Run)
		item.Disabled, item.Checked = o.Disabled, o.Checked
		if a := t.Action(o.ID); a != nil {
			t.label(item, a)
		}
		if len(o.Items) > 0 {
			item.ChildMenu = fyne.NewMenu("", t.items(o.Items)...)
			t.align(item.ChildMenu)
		}
		items = append(items, item)
	}
	return items
}

// MainMenu is the main menu: these menus, by the keys of their words, with the
// actions that belong to them.
func (t *Table) MainMenu(menus ...string) *fyne.MainMenu {
	main := fyne.NewMainMenu()
	for _, words := range menus {
		menu := fyne.NewMenu(message.T(words))
		if t.goos == mac && words == helpMenu {
			menu.Label = "Help" // the toolkit puts it last by this label
		}
		for _, a := range t.list {
			if a.Menu != words {
				continue
			}
			if a.Apart && len(menu.Items) > 0 {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			menu.Items = append(menu.Items, t.item(a))
		}
		t.align(menu)
		main.Items = append(main.Items, menu)
	}
	return main
}

// helpMenu is the key of the words of the help menu.
const helpMenu = "menu.help"

// item is an action in the main menu.
func (t *Table) item(a *Action) *fyne.MenuItem {
	item := fyne.NewMenuItem(a.Words(), a.Run)
	item.IsQuit = a.Quits
	if t.goos == mac && a.Special != "" {
		item.Label = a.Special
	}
	if chord, ok := t.menuChord(a); ok {
		item.Action = func() {
			if t.listen == nil || !t.listen(chord) {
				a.Run()
			}
		}
		item.Shortcut = t.obeyed(chord)
	}
	if a.Items != nil {
		item.Action = nil
		item.ChildMenu = fyne.NewMenu("", t.items(a.Items())...)
		t.align(item.ChildMenu)
	}
	t.label(item, a)
	return item
}

// menuChord is the chord by which the main menu runs an action: its first one
// that a text doesn't need, and on a Mac, where the menu gets all of them, its
// first.
func (t *Table) menuChord(a *Action) (Chord, bool) {
	for _, c := range t.Chords(a.ID) {
		if t.goos == mac || !c.plain() && c.text(t.goos) == nil {
			return c, true
		}
	}
	return Chord{}, false
}

// Beside are the chords of a system that the main menu doesn't handle, with
// their actions: each goes to the window's canvas. Chords that come as typed
// keys are not among them; give those to Press.
func (t *Table) Beside(visit func(shortcut fyne.Shortcut, run func())) {
	for _, a := range t.list {
		first, ok := t.menuChord(a)
		for _, c := range t.Chords(a.ID) {
			if a.Run == nil || c.plain() && c.text(t.goos) == nil || ok && a.Menu != "" && c == first {
				continue
			}
			visit(c.Shortcut(t.goos), func() { t.Press(c) })
		}
	}
}

// obeyed is the shortcut of an item. Everywhere but on a Mac, which draws it by
// itself, it has no keys to be drawn: the toolkit draws them with the
// foreground at a fifth of its opacity, a contrast of 1.2:1. They are in the
// item's label instead.
func (t *Table) obeyed(c Chord) fyne.Shortcut {
	if t.goos == mac {
		return c.Shortcut(t.goos)
	}
	return name(c.Shortcut(t.goos).ShortcutName())
}

// name is a shortcut that only has its name.
type name string

// ShortcutName is Fyne's.
func (n name) ShortcutName() string { return string(n) }

// label writes the keys of an action after its words. align puts them in a
// column.
func (t *Table) label(item *fyne.MenuItem, a *Action) {
	if keys := t.menuKeys(a); keys != "" && t.goos != mac {
		item.Label += "\t" + keys
	}
}

// Words returns the words of an item without its keys.
func Words(item *fyne.MenuItem) string {
	words, _ := apart(item)
	return words
}

// apart returns the words and the keys of an item. They are parted by tabs, or by blanks.
func apart(item *fyne.MenuItem) (words, keys string) {
	words, keys, ok := strings.Cut(item.Label, "\t")
	if !ok {
		words, keys, _ = strings.Cut(item.Label, blank)
	}
	return strings.TrimRight(words, " "), strings.Trim(keys, "\t "+blank)
}

// oneFont says whether words are drawn in a single font. The toolkit loses letters of a text of several if
// there is a tab behind the first.
func oneFont(words string) bool {
	return !strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

const (
	// stop is the distance of the toolkit's tab stops, in its pixels.
	stop = 40
	// gap is the least room between words and keys.
	gap = 20
	// near is how close to a tab stop words may end: drawn at another scale they
	// could end behind it.
	near = 2
	// blank is a space that doesn't end a line, which no words have.
	blank = "\u00a0"
)

// align puts the keys of a menu's items in a column.
func (t *Table) align(menu *fyne.Menu) {
	size := fyne.CurrentApp().Settings().Theme().Size(theme.SizeNameText)
	measure := func(words string) float64 {
		return float64(fyne.MeasureText(words, size, fyne.TextStyle{}).Width)
	}
	column := 0.0
	for _, item := range menu.Items {
		column = max(column, measure(Words(item))+gap)
	}
	column = math.Ceil(column / stop)
	for _, item := range menu.Items {
		words, keys := apart(item)
		if keys == "" {
			continue
		}
		keys += " " // the toolkit leaves less room at the right than at the left
		if !oneFont(words) {
			short, long := measure(words+blank+keys), measure(words+strings.Repeat(blank, 11)+keys) // the font of a blank is that of its words
			blanks := 1 + math.Round((column*stop+measure(keys)-short)/(long-short)*10)
			item.Label = words + strings.Repeat(blank, max(1, int(blanks))) + keys
			continue
		}
		for width := math.Mod(measure(words), stop); width < near || width > stop-near; width = math.Mod(measure(words), stop) {
			words += " "
		}
		tabs := column - math.Floor(measure(words)/stop)
		item.Label = words + strings.Repeat("\t", max(1, int(tabs))) + keys
	}
}
