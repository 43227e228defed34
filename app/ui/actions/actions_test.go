package actions_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/app/ui/actions"
)

var systems = []string{"linux", "darwin", "windows"}

func TestChordsAreReadInBothNotations(t *testing.T) {
	for text, want := range map[string]struct{ stored, shown, mac string }{
		"Ctrl+Shift+O":     {"Ctrl+Shift+O", "Ctrl+Shift+O", "⌃⇧O"},
		"ctrl+alt+c":       {"Ctrl+Alt+C", "Ctrl+Alt+C", "⌃⌥C"},
		"⌃⌘F":              {"Ctrl+Cmd+F", "Ctrl+Super+F", "⌃⌘F"},
		"⌥⌘a":              {"Alt+Cmd+A", "Alt+Super+A", "⌥⌘A"},
		"⌘⌫":               {"Cmd+Backspace", "Super+Backspace", "⌘⌫"},
		"Ctrl++":           {"Ctrl++", "Ctrl++", "⌃+"},
		"Ctrl+-":           {"Ctrl+-", "Ctrl+−", "⌃−"},
		"Ctrl+?":           {"Ctrl+Shift+/", "Ctrl+?", "⌃?"},
		"Ctrl+;":           {"Ctrl+Semicolon", "Ctrl+;", "⌃;"},
		"Ctrl+Enter":       {"Ctrl+Enter", "Ctrl+Enter", "⌃↩"},
		"f5":               {"F5", "F5", "F5"},
		"Shift+Ctrl+F12":   {"Ctrl+Shift+F12", "Ctrl+Shift+F12", "⌃⇧F12"},
		" Delete ":         {"Delete", "Delete", "⌦"},
		"Ctrl+page-down":   {"Ctrl+Page-down", "Ctrl+Page Down", "⌃⇟"},
		"Ctrl+Alt+Shift+=": {"Ctrl+Alt+Shift+=", "Ctrl+Alt+Shift+=", "⌃⌥⇧="},
	} {
		c, err := actions.Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if c.String() != want.stored || c.Shown("linux") != want.shown || c.Shown("darwin") != want.mac {
			t.Errorf("%q: stored %q, shown %q and %q", text, c, c.Shown("linux"), c.Shown("darwin"))
		}
		if again, err := actions.Parse(c.String()); err != nil || again != c {
			t.Errorf("%q comes back as %v, %v", c, again, err)
		}
	}
	for _, text := range []string{"", "Ctrl+", "Ctrl", "Hyper+X", "Ctrl+F13", "Ctrl+two", "Ctrl+é", "Ctrl + O"} {
		if c, err := actions.Parse(text); err == nil {
			t.Errorf("%q is read as %v", text, c)
		}
	}
}

func TestAnyTextIsReadOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := actions.Parse(rapid.String().Draw(t, "text"))
		if err != nil {
			return
		}
		if again, err := actions.Parse(c.String()); err != nil || again != c {
			t.Fatalf("%v comes back as %v, %v", c, again, err)
		}
	})
}

func TestKeysThatTypingNeedsAreUnfit(t *testing.T) {
	for _, s := range systems {
		for _, text := range []string{"A", "Shift+A", "5", ".", "Space", "Enter", "Delete", "Left", "Tab", "Ctrl+Tab", "Shift+F10", "Esc"} {
			c, err := actions.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if actions.Unfit(s, c) == "" {
				t.Errorf("%s: %s can be given to an action", s, text)
			}
		}
		for _, text := range []string{"C", "V", "X", "A", "Z"} {
			for _, c := range actions.On("Ctrl+" + text).For(s) {
				if actions.Unfit(s, c) == "" {
					t.Errorf("%s: %s can be given to an action", s, c)
				}
			}
		}
		for _, text := range []string{"Ctrl+P", "Ctrl+Shift+Z", "F2", "Ctrl+Alt+Left", "Shift+F3"} {
			for _, c := range actions.On(text).For(s) {
				if why := actions.Unfit(s, c); why != "" {
					t.Errorf("%s: %s can't be given to an action: %s", s, c, why)
				}
			}
		}
	}
}

// rows is a small table.
func rows(done *[]string) []actions.Action {
	run := func(what string) func() { return func() { *done = append(*done, what) } }
	return []actions.Action{
		{ID: "menu.find", Menu: "menu.edit", Keys: actions.On("Ctrl+F"), Run: run("find")},
		{ID: "menu.sync", Menu: "menu.edit", Keys: actions.On("F5", "Ctrl+R"), Run: run("sync")},
		{ID: "undo", Menu: "menu.edit", Keys: actions.On("Ctrl+Z"), Run: run("undo")},
		{ID: "menu.copy.cmd", Menu: "menu.edit", GOOS: "windows", Run: run("cmd")},
		{ID: "about", Menu: "menu.help", Special: "About", Run: run("about")},
		{ID: "picture.tag", Run: run("tag")},
	}
}

func chord(t *testing.T, text string) actions.Chord {
	t.Helper()
	c, err := actions.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestChosenKeysReplaceTheDefaultOnes(t *testing.T) {
	var done []string
	table := actions.New("linux", rows(&done))
	changes := 0
	table.OnChanged = func() { changes++ }
	table.Rebind("menu.find", chord(t, "Ctrl+P"), chord(t, "F3"))
	if table.Press(chord(t, "Ctrl+F")) || !table.Press(chord(t, "Ctrl+P")) || !table.Press(chord(t, "F3")) {
		t.Errorf("the old keys act, or the new ones don't: %q", done)
	}
	if got := table.ShownKeys("menu.find"); got != "Ctrl+P, F3" {
		t.Errorf("shown: %q", got)
	}
	table.Rebind("menu.sync")
	if got := table.Text(); got != "menu.find=Ctrl+P F3;menu.sync=" {
		t.Errorf("stored as %q", got)
	}

	again := actions.New("linux", rows(&done))
	if unused := again.Take(table.Text()); len(unused) > 0 {
		t.Errorf("not understood: %q", unused)
	}
	if again.Text() != table.Text() || again.ShownKeys("menu.sync") != "" {
		t.Errorf("read again: %q", again.Text())
	}
	table.Reset("menu.find")
	if !table.Changed("menu.sync") || table.Changed("menu.find") || !table.Press(chord(t, "Ctrl+F")) {
		t.Error("resetting one action reset another, or not that one")
	}
	table.ResetAll()
	if table.Text() != "" || changes != 4 {
		t.Errorf("after all were reset: %q, told %d times", table.Text(), changes)
	}
	table.Rebind("menu.find", chord(t, "Ctrl+F"))
	if table.Changed("menu.find") {
		t.Error("the default keys count as chosen")
	}
}

// A person's file may be of a newer version, another system, or broken.
func TestWhatIsNotUnderstoodIsKept(t *testing.T) {
	var done []string
	table := actions.New("linux", rows(&done))
	text := "menu.find=Ctrl+P;later.action=Ctrl+9;menu.sync=Ctrl+Blurb;undo=A;menu.copy.cmd=Ctrl+B;nonsense"
	unused := table.Take(text)
	if diff := cmp.Diff([]string{"later.action=Ctrl+9", "menu.sync=Ctrl+Blurb", "undo=A", "menu.copy.cmd=Ctrl+B", "nonsense"}, unused); diff != "" {
		t.Error(diff)
	}
	if table.ShownKeys("menu.sync") != "F5, Ctrl+R" || table.ShownKeys("menu.find") != "Ctrl+P" {
		t.Errorf("%q, %q", table.ShownKeys("menu.sync"), table.ShownKeys("menu.find"))
	}
	table.Rebind("picture.tag", chord(t, "Ctrl+9"))
	stored := strings.Split(table.Text(), ";")
	for _, part := range append(unused, "menu.find=Ctrl+P", "picture.tag=Ctrl+9") {
		if !slices.Contains(stored, part) {
			t.Errorf("%q is lost: %q", part, stored)
		}
	}
}

func TestConflictsAreNamed(t *testing.T) {
	var done []string
	table := actions.New("linux", rows(&done))
	if got := table.Conflicts(); len(got) > 0 {
		t.Fatalf("%+v", got)
	}
	table.Rebind("picture.tag", chord(t, "Ctrl+R"))
	got := table.Conflicts()
	if len(got) != 1 || got[0].Chord != chord(t, "Ctrl+R") || got[0].Actions[0].ID != "menu.sync" || got[0].Actions[1].ID != "picture.tag" {
		t.Fatalf("%+v", got)
	}
	if rivals := table.Rivals("menu.sync"); len(rivals) != 1 || rivals[0].ID != "picture.tag" {
		t.Errorf("%+v", rivals)
	}
	table.Press(chord(t, "Ctrl+R"))
	if !slices.Equal(done, []string{"sync"}) {
		t.Errorf("both did something: %q", done)
	}
}

func TestKeysCanBeListenedToBeforeTheyAct(t *testing.T) {
	var done []string
	table := actions.New("linux", rows(&done))
	var heard []actions.Chord
	table.Listen(func(c actions.Chord) bool {
		heard = append(heard, c)
		return true
	})
	table.Press(chord(t, "Ctrl+F"))
	for _, item := range table.MainMenu("menu.edit").Items[0].Items {
		item.Action()
	}
	if len(done) > 0 && !slices.Equal(done, []string{"undo"}) {
		t.Errorf("%q acted", done)
	}
	table.Listen(nil)
	done = nil
	table.Press(chord(t, "Ctrl+F"))
	if len(heard) != 3 || !slices.Equal(done, []string{"find"}) {
		t.Errorf("heard %v, did %q", heard, done)
	}
}

func TestMenusOfEachSystem(t *testing.T) {
	var done []string
	for _, s := range systems {
		table := actions.New(s, rows(&done))
		menu := table.MainMenu("menu.edit", "menu.help")
		var words []string
		for _, item := range menu.Items[0].Items {
			words = append(words, actions.Words(item))
			_, drawn := item.Shortcut.(fyne.KeyboardShortcut)
			if drawn && s != "darwin" {
				t.Errorf("%s: the toolkit draws the keys of %q, and nobody can read them", s, item.Label)
			}
			if item.Shortcut != nil && !drawn && s == "darwin" {
				t.Errorf("%q has no keys in the native menu", item.Label)
			}
		}
		want := []string{"Find pictures", "Sync now", "Undo"}
		if s == "windows" {
			want = append(want, "Copy as API request for cmd")
		}
		if diff := cmp.Diff(want, words); diff != "" {
			t.Errorf("%s: %s", s, diff)
		}
		if about := menu.Items[1].Items[0]; (about.Label == "About") != (s == "darwin") {
			t.Errorf("%s: %q", s, about.Label)
		}
		// Every key that a menu doesn't handle is the canvas's.
		beside := map[string]bool{}
		table.Beside(func(shortcut fyne.Shortcut, _ func()) { beside[shortcut.ShortcutName()] = true })
		if s == "linux" && (!beside["Undo"] || len(beside) != 1) {
			t.Errorf("beside the menu: %v", beside)
		}
	}
}
