package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/library"
	"lookbook/app/settings"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/keybindings"
)

// chord presses keys, as they are shown.
func (b *bench) chord(text string) {
	b.world.t.Helper()
	c, err := actions.Parse(text)
	if err != nil {
		b.world.t.Fatal(err)
	}
	if !b.actions.Press(c) {
		b.world.t.Fatalf("nothing has the keys %s", text)
	}
}

// page opens a window with the panes.
func page(t *testing.T) (*world, *bench) {
	t.Helper()
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	return w, b
}

func (b *bench) paletteOpen() bool { return b.Window.window.Canvas().Overlays().Top() != nil }

func TestThePaletteRunsAnAction(t *testing.T) {
	_, b := page(t)
	b.chord("Ctrl+K")
	if !b.paletteOpen() || !b.says("Generate") || !b.says("Ctrl+Enter") {
		t.Fatalf("the palette doesn't show actions with their keys: %q", b.words())
	}
	b.chord("Ctrl+K") // once more changes nothing
	if n := len(b.Window.window.Canvas().Overlays().List()); n != 1 {
		t.Fatalf("%d palettes are open", n)
	}
	b.typed("fulsc")
	b.keys(fyne.KeyReturn) // before the answer
	b.until("the full screen", b.Window.window.FullScreen)
	if b.paletteOpen() {
		t.Error("the palette stays open")
	}
	b.chord("Ctrl+K")
	b.keys(fyne.KeyEscape)
	if b.paletteOpen() || !b.promptFocused() {
		t.Error("Escape doesn't lead back to where one was")
	}
}

func TestTheKeysThatCloseCloseThePreferencesFirst(t *testing.T) {
	_, b := page(t)
	b.chord("Ctrl+,")
	if !b.preferences.opened() || !b.says("Search the preferences") {
		t.Fatalf("the preferences don't open: %q", b.words())
	}
	b.chord("Ctrl+W")
	if b.preferences.opened() || b.closing {
		t.Fatal("the preferences stay, or the window went with them")
	}
	b.chord("Ctrl+W")
	b.until("the end", func() bool { return b.quits == 1 })
}

func TestThePreferencesFindTheKeysOfAnAction(t *testing.T) {
	_, b := page(t)
	b.choose("Change the keys…")
	if !b.says("Click on the keys of an action") || !b.says("Slideshow") {
		t.Fatalf("the keys aren't shown: %q", b.words())
	}
	b.typed("slides")
	if !b.says("Ctrl+Shift+S") || b.says("Export copies") || b.says("Appearance") {
		t.Errorf("finds %q", b.words())
	}
}

func TestThePaletteOffersWhatCanBeDone(t *testing.T) {
	_, b := page(t)
	b.chord("Ctrl+K")
	b.typed("trash")
	b.until("that there is nothing", func() bool { return b.says("Nothing has such a name.") })
	b.keys(fyne.KeyEscape)

	_, b = picturesSelected(t)
	b.chord("Ctrl+K")
	b.typed("rate ★★★")
	b.until("the rating", func() bool { return b.says("Rate ★★★") })
	b.keys(fyne.KeyReturn)
	b.until("three stars", func() bool { return b.all(func(m library.Marks) bool { return m.Rating == 3 }) })
}

func TestThePaletteFindsPresetsSearchesAndPrompts(t *testing.T) {
	_, b := picturesSelected(t)
	if _, err := b.session.Edit.Searches.Save(t.Context(), "Best of all", "rating:>=4"); err != nil {
		t.Fatal(err)
	}
	state := b.main.params.State()
	state.Config.Prompt = "an oak"
	preset, err := presetOf("Oak study", state)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.session.Edit.Presets.Save(t.Context(), preset); err != nil {
		t.Fatal(err)
	}
	b.main.presets.load(nil)
	b.until("the preset", func() bool { return len(b.main.presets.list) == 1 })

	choose := func(text, shown string) {
		t.Helper()
		b.chord("Ctrl+K")
		b.typed(text)
		b.until(shown, func() bool { return b.says(shown) })
		b.keys(fyne.KeyReturn)
	}
	choose("oakst", "Oak study Preset")
	b.until("the preset in the panel", func() bool { return b.main.params.State().Config.Prompt == "an oak" })
	choose("lighthouse", "a lighthouse Prompt")
	b.until("the prompt in the panel", func() bool { return b.main.params.State().Config.Prompt == "a lighthouse" })
	choose("best all", "Best of all Saved search")
	b.until("the search", func() bool { return b.main.gallery.Query().String() == "rating:>=4" })
}

func TestChosenKeysActAtOnceAndAfterARestart(t *testing.T) {
	w, b := page(t)
	panel := keybindings.New(b.actions)
	win := test.NewTempWindow(t, panel.Object())
	win.Resize(fyne.NewSize(600, 2400))
	_ = win
	c, err := actions.Parse("Ctrl+Shift+P")
	if err != nil {
		t.Fatal(err)
	}
	b.actions.Rebind("menu.palette", c)
	b.chord("Ctrl+Shift+P")
	if !b.paletteOpen() {
		t.Error("the new keys don't act")
	}
	b.keys(fyne.KeyEscape)
	found := false
	for _, menu := range b.Window.window.MainMenu().Items {
		for _, item := range menu.Items {
			if actions.Words(item) == "Find an action…" {
				found = strings.HasSuffix(strings.TrimSpace(item.Label), "Ctrl+Shift+P") && item.Shortcut.ShortcutName() == c.Shortcut("linux").ShortcutName()
			}
		}
	}
	if !found {
		t.Error("the menu has the old keys")
	}
	generate, err := actions.Parse("Ctrl+Shift+G")
	if err != nil {
		t.Fatal(err)
	}
	b.chord("Ctrl+,") // where keys are changed
	b.actions.Rebind("menu.generate", generate)
	b.preferences.close()
	if !b.says("Ctrl+Shift+G") || b.says("Ctrl+Enter") {
		t.Errorf("the button shows other keys: %q", b.words())
	}
	if err := w.store.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.end()
	if w.store, err = settings.Open(w.paths.Settings()); err != nil {
		t.Fatal(err)
	}
	again := w.window()
	again.until("the panes", again.onMain)
	again.chord("Ctrl+Shift+P")
	if !again.paletteOpen() {
		t.Error("after a restart the keys are the old ones")
	}
}

func TestWhatWasUndoneIsRedone(t *testing.T) {
	_, b := picturesSelected(t)
	b.runes("25")
	five := func() bool { return b.all(func(m library.Marks) bool { return m.Rating == 5 }) }
	two := func() bool { return b.all(func(m library.Marks) bool { return m.Rating == 2 }) }
	none := func() bool { return b.all(func(m library.Marks) bool { return m.Rating == 0 }) }
	b.until("five stars", five)
	for range 2 { // once more after everything was redone
		b.chord("Ctrl+Z")
		b.until("two stars", two)
		b.chord("Ctrl+Z")
		b.until("no stars", none)
		b.chord("Ctrl+Shift+Z")
		b.until("two stars again", two)
		b.chord("Ctrl+Y")
		b.until("five stars again", five)
	}
	b.chord("Ctrl+Y")
	b.until("that there is nothing", func() bool { return b.says("There is nothing to redo.") })

	b.chord("Ctrl+Z")
	b.until("two stars", two)
	b.runes("1") // something new: what was undone is gone
	b.until("one star", func() bool { return b.all(func(m library.Marks) bool { return m.Rating == 1 }) })
	b.chord("Ctrl+Y")
	b.until("that there is nothing", func() bool { return b.says("There is nothing to redo.") })
}
