package ui

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"lookbook/app/ui/actions"
	"lookbook/app/ui/message"
)

// systems are those that have keys of their own.
var systems = []string{"linux", "windows", "darwin"}

// tableOf is the table of a system, without a window.
func tableOf(goos string) *actions.Table {
	nothing := func() {}
	return actions.New(goos, (&menuBar{preferences: nothing, close: nothing, quit: nothing, check: nothing, support: nothing, changeKeys: nothing, pause: nothing}).rows())
}

func TestNoTwoActionsHaveTheSameKeys(t *testing.T) {
	for _, s := range systems {
		for _, c := range tableOf(s).Conflicts() {
			var names []string
			for _, a := range c.Actions {
				names = append(names, a.ID)
			}
			t.Errorf("%s: %s means %q", s, c.Chord.Shown(s), names)
		}
	}
}

func TestEveryActionIsWhole(t *testing.T) {
	for _, s := range systems {
		table, seen := tableOf(s), map[string]bool{}
		for _, a := range table.All() {
			if seen[a.ID] {
				t.Errorf("%s: %q is there twice", s, a.ID)
			}
			seen[a.ID] = true
			if !message.Known(a.ID) {
				t.Errorf("%q has no words", a.ID)
			}
			if a.Menu != "" && !slices.Contains(menus, a.Menu) {
				t.Errorf("%q is in a menu that isn't there: %q", a.ID, a.Menu)
			}
			if a.Run != nil && a.Menu == "" && a.Topic == "" {
				t.Errorf("%q has neither a menu nor a topic", a.ID)
			}
			if a.Run == nil && a.Items == nil && len(a.Fixed.For(s)) == 0 && a.FixedWords == "" {
				t.Errorf("%q does nothing and has no keys", a.ID)
			}
			if len(a.Keys.For(s)) > 0 && a.Sheet == "" {
				t.Errorf("%q has keys and isn't on the sheet of shortcuts", a.ID)
			}
			if strings.ContainsAny(a.ID, "=; ") {
				t.Errorf("%q can't be stored", a.ID)
			}
			if s == "darwin" && a.Special != "" && !slices.Contains([]string{"About", "Settings…"}, a.Special) {
				t.Errorf("the toolkit doesn't know %q", a.Special)
			}
		}
	}
}

// Keys that people of each system have in their fingers.
func TestKeysFollowTheHabitsOfTheSystem(t *testing.T) {
	others := map[string]string{
		"menu.open": "Ctrl+O", "menu.folder.open": "Ctrl+Shift+O", "menu.close": "Ctrl+W", "redo": "Ctrl+Shift+Z, Ctrl+Y", "undo": "Ctrl+Z",
		"menu.shortcuts": "F1, Ctrl+?", "menu.palette": "Ctrl+K", "menu.full": "F11", "menu.preferences": "Ctrl+,", "menu.quit": "Ctrl+Q",
		"menu.use": "Ctrl+E", "menu.all": "Ctrl+G", "menu.find": "Ctrl+F", "menu.generate": "Ctrl+Enter", "picture.trash": "Delete",
	}
	want := map[string]map[string]string{
		"linux": others, "windows": others,
		"darwin": {
			"menu.open": "⌘O", "menu.folder.open": "⇧⌘O", "menu.close": "⌘W", "redo": "⇧⌘Z", "undo": "⌘Z", "menu.shortcuts": "⌘/, ⌘?", "menu.palette": "⌘K",
			"menu.full": "⌃⌘F", "menu.preferences": "⌘,", "menu.quit": "⌘Q", "menu.generate": "⌘↩", "menu.recent": "⇧⌘H", "picture.trash": "⌘⌫, ⌦",
		},
	}
	for s, keys := range want {
		table := tableOf(s)
		for id, shown := range keys {
			if got := table.ShownKeys(id); got != shown {
				t.Errorf("%s: %q has the keys %q, want %q", s, id, got, shown)
			}
		}
	}
	// ⌘E means "use the selection for find", ⌘G "find next"; the others belong to the system.
	for _, text := range []string{"⌘E", "⌘G", "⇧⌘G", "⌘H", "⌥⌘H", "⌘M", "F11", "⌥⌘⎋", "⌘␣"} {
		c, err := actions.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if a := tableOf("darwin").At(c); a != nil {
			t.Errorf("%s means something else on a Mac than %q", text, a.ID)
		}
	}
}

// A Mac's own menu has about and settings in every language. Its quit closes the
// window, which may hide it: ours ends the program.
func TestTheMenuOfAMac(t *testing.T) {
	file := tableOf("darwin").MainMenu(menus...).Items[0]
	var labels []string
	for _, item := range file.Items {
		labels = append(labels, item.Label)
	}
	if !slices.Contains(labels, "Settings…") || !slices.Contains(labels, message.T("menu.quit")) {
		t.Errorf("%q", labels)
	}
	all := tableOf("darwin").MainMenu(menus...).Items
	help := all[len(all)-1]
	if about := help.Items[len(help.Items)-1]; help.Label != "Help" || about.Label != "About" {
		t.Errorf("%q has %q", help.Label, about.Label)
	}
}

// The README's table of keys is made of the table: UPDATE_KEYS=1 writes it anew.
func TestTheReadmeHasTheKeys(t *testing.T) {
	const (
		path  = "../../README.md"
		begin = "<!-- UPDATE_KEYS=1 go test ./app/ui -run TestTheReadmeHasTheKeys writes from here -->\n"
		end   = "<!-- to here -->"
	)
	linux, mac := tableOf("linux"), tableOf("darwin")
	var b strings.Builder
	b.WriteString("| Keys | On a Mac | What happens |\n|---|---|---|\n")
	for _, column := range actions.Sheets() {
		for _, group := range column {
			for _, s := range shortcutsOf(linux, group) {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", s.keys, mac.ShownKeys(s.id), s.does)
			}
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), begin)
	present, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("the README has no place for the table of keys")
	}
	if present == b.String() {
		return
	}
	if os.Getenv("UPDATE_KEYS") == "" {
		t.Fatal("the README's table of keys is not that of the program: run this test with UPDATE_KEYS=1")
	}
	if err := os.WriteFile(path, []byte(before+begin+b.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
