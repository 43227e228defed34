package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestPromptGrowsAndStops(t *testing.T) {
	prepare(t)
	p := NewPromptEntry(2, 5)
	stage(t, container.NewVBox(p), 300, 400)
	two := p.MinSize().Height
	p.SetText("one line")
	if got := p.MinSize().Height; got != two {
		t.Errorf("one line: %v, want %v", got, two)
	}
	p.SetText("1\n2\n3\n4")
	p.Resize(fyne.NewSize(300, p.MinSize().Height))
	four := p.MinSize().Height
	line := (four - two) / 2
	if line < 10 || line > 30 {
		t.Errorf("two lines more are %v higher", four-two)
	}
	p.SetText(strings.Repeat("long words that wrap in the entry ", 100))
	p.Resize(fyne.NewSize(300, p.MinSize().Height))
	if got, want := p.MinSize().Height, two+3*line; got < want-1 || got > want+1 {
		t.Errorf("very long: %v, want five lines, %v", got, want)
	}
	p.SetText("")
	if got := p.MinSize().Height; got != two {
		t.Errorf("empty again: %v, want %v", got, two)
	}
}

func TestPromptWithALine(t *testing.T) {
	prepare(t)
	p := NewPromptEntry(1, 4)
	c := stage(t, container.NewVBox(p, NewQuietButton("next", nil)), 300, 200)
	c.Focus(p)
	if p.AcceptsTab() {
		t.Error("Tab would be text")
	}
	test.Type(p, "a")
	press1(p, fyne.KeyReturn)
	test.Type(p, "b")
	if p.Text != "a\nb" {
		t.Errorf("text is %q", p.Text)
	}
}

func TestPromptTakesTheWheelOnlyWhenItOverflows(t *testing.T) {
	prepare(t)
	p := NewPromptEntry(2, 3)
	stage(t, container.NewVBox(p), 300, 400)
	wheel := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -20)}
	p.SetText("short")
	if p.TakeWheel(wheel) {
		t.Error("takes the wheel with nothing to scroll")
	}
	p.SetText(strings.Repeat("many lines\n", 30))
	p.Resize(fyne.NewSize(300, p.MinSize().Height))
	p.scroll.ScrollToTop()
	if !p.TakeWheel(wheel) || p.scroll.Offset.Y == 0 {
		t.Error("does not scroll its own text")
	}
}

func TestEditingShortcutsStayInTheEntry(t *testing.T) {
	prepare(t)
	p := NewPromptEntry(1, 3)
	stage(t, p, 300, 100)
	window := takeShortcuts(t)
	stolen := false
	for _, shortcut := range []fyne.Shortcut{&fyne.ShortcutSelectAll{}, &fyne.ShortcutCopy{}, &fyne.ShortcutUndo{}} {
		window.AddShortcut(shortcut, func(fyne.Shortcut) { stolen = true })
	}
	p.SetText("all of this")
	p.TypedShortcut(&fyne.ShortcutSelectAll{})
	if p.SelectedText() != "all of this" || stolen {
		t.Errorf("selected %q, window got it %v", p.SelectedText(), stolen)
	}
	clipboard := fyne.CurrentApp().Clipboard()
	p.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
	if clipboard.Content() != "all of this" || stolen {
		t.Error("copying does not work")
	}
	word := &desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierShortcutDefault}
	if !entryKnows(word) && !entryKnows(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierAlt}) {
		t.Error("moving by words is taken from the entry")
	}
}

// Fyne's entry must still handle the keys that entryKnows leaves to it.
func TestEntryKnowsWhatFyneDoes(t *testing.T) {
	prepare(t)
	e := widget.NewEntry()
	stage(t, e, 300, 40)
	e.SetText("two words")
	e.CursorColumn = 9
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyBackspace, Modifier: fyne.KeyModifierShortcutDefault})
	if e.Text == "two words" {
		e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyBackspace, Modifier: fyne.KeyModifierAlt}) // macOS
	}
	if e.Text != "two " {
		t.Errorf("deleting a word left %q", e.Text)
	}
}

func TestComboOffersAndTakesAnything(t *testing.T) {
	prepare(t)
	combo := NewComboEntry("Model", []string{"ckp_15f9", "sdxl"})
	c := stage(t, container.NewVBox(combo), 300, 300)
	var told []string
	combo.OnChanged = func(text string) { told = append(told, text) }
	combo.SetText("own")
	if len(told) != 0 {
		t.Error("told of what the program wrote")
	}
	press1(combo.FocusTarget(), fyne.KeyDown)
	if c.Overlays().Top() == nil {
		t.Fatal("Down opens no list")
	}
	c.Overlays().Remove(c.Overlays().Top())
	test.Type(combo.FocusTarget(), "x")
	if combo.Text() != "xown" && combo.Text() != "ownx" {
		t.Errorf("text is %q", combo.Text())
	}
	if len(told) != 1 {
		t.Errorf("told %v", told)
	}
	arrow := combo.entry.ActionItem.(fyne.Tappable)
	test.Tap(arrow)
	if c.Overlays().Top() == nil {
		t.Fatal("the arrow opens no list")
	}
	combo.SetOptions(nil)
	c.Overlays().Remove(c.Overlays().Top())
	test.Tap(arrow)
	if c.Overlays().Top() != nil {
		t.Error("opens an empty list")
	}
}

func TestWheelScrollsThePanelOverItsFields(t *testing.T) {
	prepare(t)
	number, prompt := NewNumberEntry(NumberSpec{Label: "Steps", Min: 1, Max: 9}), NewPromptEntry(2, 3)
	tall := NewSurface("", nil)
	pane := NewScrollPane(container.NewVBox(number, prompt, container.NewGridWrap(fyne.NewSize(100, 2000), tall)), number, prompt)
	c := stage(t, pane, 200, 200)
	number.SetValue(set(5))
	over := func(o fyne.CanvasObject) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(10, o.Size().Height-8)
	}
	test.Scroll(c, over(number), 0, -30)
	if pane.scroll.Offset.Y != 30 || number.Text() != "5" {
		t.Errorf("over a field without the focus: offset %v, number %s", pane.scroll.Offset.Y, number.Text())
	}
	pane.ScrollToTop()
	number.FocusTarget().FocusGained()
	if at := over(number); contains(number, at) {
		pane.scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}, Scrolled: fyne.NewDelta(0, -30)})
	}
	if pane.scroll.Offset.Y != 0 || number.Text() != "4" {
		t.Errorf("over a field with the focus: offset %v, number %s", pane.scroll.Offset.Y, number.Text())
	}
	pane.ScrollTo(tall)
	if pane.scroll.Offset.Y == 0 {
		t.Error("did not scroll to what is below")
	}
}

func TestClicksGoThroughTheWheelCatcher(t *testing.T) {
	prepare(t)
	pressed := 0
	pane := NewScrollPane(container.NewVBox(NewQuietButton("Press", func() { pressed++ })))
	c := stage(t, pane, 200, 200)
	test.TapCanvas(c, fyne.NewPos(20, 15))
	if pressed != 1 {
		t.Error("the click was lost")
	}
}
