package keybindings

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lookbook/app/ui/actions"
	"lookbook/app/ui/uitest"
	"lookbook/widgets/darkroom"
)

func TestMain(m *testing.M) { uitest.Main(m) }

func newPanel(t *testing.T) (*Panel, *actions.Table, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	table := actions.New("linux", []actions.Action{
		{ID: "menu.find", Menu: "menu.edit", Keys: actions.On("Ctrl+F"), Run: func() {}},
		{ID: "menu.sync", Menu: "menu.edit", Keys: actions.On("F5", "Ctrl+R"), Run: func() {}},
		{ID: "shortcut.weight", Fixed: actions.On("Ctrl+Up")},
		{ID: "menu.again", Menu: "menu.job", Run: func() {}},
	})
	p := New(table)
	w := test.NewTempWindow(t, p.Object())
	w.Resize(fyne.NewSize(560, 400))
	return p, table, w
}

// line returns the line of an action.
func (p *Panel) line(id string) *line {
	for _, l := range p.lines {
		if l.action.ID == id {
			return l
		}
	}
	return nil
}

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func TestKeysAreChosenByPressingThem(t *testing.T) {
	p, table, w := newPanel(t)
	find := p.line("menu.find")
	if w.Canvas().FocusNext(); w.Canvas().Focused() == fyne.Focusable(p.catch) {
		t.Error("Tab leads to what can't be seen")
	}
	w.Canvas().Unfocus()
	if len(p.lines) != 3 || find.keys.Text() != "Ctrl+F" || p.line("menu.again").keys.Text() != "None" || find.reset.Visible() || !p.all.Disabled() {
		t.Fatalf("%d lines, %q", len(p.lines), find.keys.Text())
	}
	find.keys.Tapped(nil)
	if find.keys.Text() != "Press the keys…" {
		t.Errorf("while keys are chosen: %q", find.keys.Text())
	}
	w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(ctrl(fyne.KeyP))
	if find.keys.Text() != "Ctrl+P" || table.Text() != "menu.find=Ctrl+P" || !find.reset.Visible() || p.all.Disabled() {
		t.Errorf("%q, stored %q", find.keys.Text(), table.Text())
	}
	if w.Canvas().Focused() != nil {
		t.Error("keys are still taken")
	}
	find.reset.Tapped(nil)
	if find.keys.Text() != "Ctrl+F" || table.Text() != "" || !p.all.Disabled() {
		t.Errorf("default keys again: %q, %q", find.keys.Text(), table.Text())
	}
	p.line("menu.sync").none.Tapped(nil)
	if got := p.line("menu.sync"); got.keys.Text() != "None" || table.Text() != "menu.sync=" {
		t.Errorf("without keys: %q, %q", got.keys.Text(), table.Text())
	}
	p.all.Tapped(nil)
	if got := p.line("menu.sync"); got.keys.Text() != "F5, Ctrl+R" {
		t.Errorf("all reset: %q", got.keys.Text())
	}
}

// The main menu has keys before what has the focus: it gives them to the table.
func TestKeysThatMeanSomethingCanBeChosen(t *testing.T) {
	p, table, _ := newPanel(t)
	again := p.line("menu.again")
	again.keys.Tapped(nil)
	c, err := actions.Parse("Ctrl+F")
	if err != nil {
		t.Fatal(err)
	}
	table.Press(c)
	for id, rival := range map[string]string{"menu.again": "“Find pictures”", "menu.find": "“Generate the selected job again”"} {
		l := p.line(id)
		if l.keys.Text() != "Ctrl+F" || !strings.Contains(l.rivals.Text(), rival) || !l.rivals.Visible() {
			t.Errorf("%s: %q, %q", id, l.keys.Text(), l.rivals.Text())
		}
	}
	again.keys.Tapped(nil)
	w := fyne.CurrentApp().Driver().CanvasForObject(p.catch)
	w.Focused().(fyne.Shortcutable).TypedShortcut(ctrl(fyne.KeyUp))
	if !strings.Contains(again.rivals.Text(), "weight") {
		t.Errorf("keys of the panel: %q", again.rivals.Text())
	}
}

func TestActionsAreFound(t *testing.T) {
	p, _, _ := newPanel(t)
	shown := func() (ids []string) {
		for _, l := range p.lines {
			if l.content.Visible() {
				ids = append(ids, l.action.ID)
			}
		}
		return ids
	}
	for text, want := range map[string]string{"find": "menu.find", "ctrl+r": "menu.sync", "sync edit": "menu.sync", "xyz": "", "": "menu.find menu.sync menu.again"} {
		if any := p.Find(strings.Fields(text)); any != (want != "") || strings.Join(shown(), " ") != want {
			t.Errorf("%q: %v, %q", text, any, shown())
		}
		if p.heads["menu.job"].Visible() != strings.Contains(want, "again") {
			t.Errorf("%q: the heading of no action", text)
		}
	}
}

func TestKeysOfTextsAreRefused(t *testing.T) {
	p, table, w := newPanel(t)
	find := p.line("menu.find")
	find.keys.Tapped(nil)
	catch := w.Canvas().Focused()
	catch.TypedKey(&fyne.KeyEvent{Name: fyne.KeyA})
	if !strings.Contains(find.rivals.Text(), "hold Ctrl") {
		t.Errorf("a letter: %q", find.rivals.Text())
	}
	catch.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{})
	if !strings.Contains(find.rivals.Text(), "Texts") || find.keys.Text() != "Press the keys…" {
		t.Errorf("Ctrl+C: %q, %q", find.rivals.Text(), find.keys.Text())
	}
	catch.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF7})
	if find.keys.Text() != "F7" || find.rivals.Visible() {
		t.Errorf("F7: %q, %q", find.keys.Text(), find.rivals.Text())
	}
	find.keys.Tapped(nil)
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if find.keys.Text() != "F7" || table.Text() != "menu.find=F7" {
		t.Errorf("Escape: %q, %q", find.keys.Text(), table.Text())
	}
	find.keys.Tapped(nil)
	w.Canvas().Unfocus()
	if find.keys.Text() != "F7" {
		t.Errorf("after the focus went: %q", find.keys.Text())
	}
}
