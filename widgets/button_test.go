package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

type pressable interface {
	fyne.Widget
	fyne.Focusable
	fyne.Tappable
	fyne.Disableable
}

func buttons(tapped func()) map[string]pressable {
	chip := NewChip("Chip")
	chip.OnTapped = tapped
	return map[string]pressable{
		"quiet":   NewQuietButton("Quiet", tapped),
		"icon":    NewIconButton(theme.SearchIcon(), "Search", tapped),
		"link":    NewLinkButton("Link", tapped),
		"primary": NewPrimaryButton("Go", "Ctrl+Enter", tapped),
		"chip":    chip,
	}
}

func TestButtonsArePressedByPointerAndKeys(t *testing.T) {
	prepare(t)
	count := 0
	for name, b := range buttons(func() { count++ }) {
		t.Run(name, func(t *testing.T) {
			stage(t, b, 200, 60)
			count = 0
			test.Tap(b)
			press1(b, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyA)
			if count != 4 {
				t.Errorf("pressed %d times, want 4", count)
			}
			b.Disable()
			test.Tap(b)
			press1(b, fyne.KeySpace)
			if count != 4 {
				t.Error("a disabled button was pressed")
			}
		})
	}
}

func TestFocusCanBeSeen(t *testing.T) {
	prepare(t)
	for name, b := range buttons(func() {}) {
		t.Run(name, func(t *testing.T) {
			c := stage(t, b, 200, 60)
			before := test.RenderObjectToMarkup(b)
			stage(t, b, 200, 60)
			b.FocusGained()
			if test.RenderObjectToMarkup(b) == before {
				t.Error("looks the same with the focus")
			}
			b.FocusLost()
			if test.RenderObjectToMarkup(b) != before {
				t.Error("the ring stays when the focus goes")
			}
			_ = c
		})
	}
}

func TestTabGoesFromButtonToButton(t *testing.T) {
	prepare(t)
	first, off, last := NewQuietButton("1", nil), NewQuietButton("2", nil), NewIconButton(theme.SearchIcon(), "3", nil)
	off.Disable()
	word := NewChip("no button")
	c := stage(t, container.NewHBox(first, off, word, last), 400, 60)
	c.FocusNext()
	if c.Focused() != fyne.Focusable(first) {
		t.Fatalf("first is %T", c.Focused())
	}
	c.FocusNext()
	if c.Focused() != fyne.Focusable(last) {
		t.Errorf("then %T; disabled buttons and mere words are to be passed over", c.Focused())
	}
}

func TestHoverAndHoldShow(t *testing.T) {
	prepare(t)
	b := NewQuietButton("Press", nil)
	c := stage(t, container.NewWithoutLayout(b), 200, 60)
	b.Resize(b.MinSize())
	test.MoveMouse(c, fyne.NewPos(5, 5))
	if got := b.wash(); got != theme.ColorNameHover {
		t.Errorf("under the pointer: %q", got)
	}
	b.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	if got := b.wash(); got != theme.ColorNamePressed {
		t.Errorf("held: %q", got)
	}
	test.MoveMouse(c, fyne.NewPos(190, 50))
	if got := b.wash(); got != "" {
		t.Errorf("pointer gone: %q", got)
	}
}

func TestPrimaryButtonSaysWhyItIsDisabled(t *testing.T) {
	prepare(t)
	pressed := 0
	b := NewPrimaryButton("Generate 16", "Ctrl+Enter", func() { pressed++ })
	stage(t, b, 300, 200)
	height := b.MinSize().Height
	b.SetReason("Write a prompt first")
	test.Tap(b)
	if !b.Disabled() || pressed != 0 {
		t.Error("pressed in spite of a reason")
	}
	if !b.reason.Visible() || b.MinSize().Height <= height {
		t.Error("the reason has no place")
	}
	b.SetReason("")
	test.Tap(b)
	if b.Disabled() || pressed != 1 || b.MinSize().Height != height {
		t.Error("not as before without a reason")
	}
}

// Text and shortcut must not overlap at any width that the button can have.
func TestPrimaryButtonKeepsWordsAndShortcutApart(t *testing.T) {
	prepare(t)
	b := NewPrimaryButton("Generate 16 pictures", "Ctrl+Enter", nil)
	c := stage(t, b, 100, 40)
	for width := b.MinSize().Width; width < 600; width += 7 {
		b.Resize(fyne.NewSize(width, 36))
		if end := b.words.Position().X + b.words.Size().Width; end > b.shortcut.Position().X {
			t.Fatalf("at %v the words end at %v, the shortcut begins at %v", width, end, b.shortcut.Position().X)
		}
	}
	_ = c
}

func TestKeysWithoutUseReachTheWindow(t *testing.T) {
	prepare(t)
	number := NewNumberEntry(NumberSpec{})
	combo := NewComboEntry("", nil)
	grid := NewGrid(IDs{1}, func() fyne.CanvasObject { return NewThumb(nil) }, func(fyne.CanvasObject, int) {})
	targets := map[string]fyne.Focusable{
		"button": NewQuietButton("", nil), "number": number.FocusTarget(), "combo": combo.FocusTarget(),
		"prompt": NewPromptEntry(1, 2), "grid": grid, "zoom": NewZoomImage(),
	}
	for name, target := range targets {
		t.Run(name, func(t *testing.T) {
			c := stage(t, target.(fyne.CanvasObject), 200, 100)
			var got fyne.KeyName
			c.SetOnTypedKey(func(key *fyne.KeyEvent) { got = key.Name })
			press1(target, fyne.KeyF5)
			if got != fyne.KeyF5 {
				t.Error("F5 did not arrive")
			}
		})
	}
}

func TestShortcutsWithoutUseReachTheWindow(t *testing.T) {
	prepare(t)
	grid := NewGrid(IDs{1}, func() fyne.CanvasObject { return NewThumb(nil) }, func(fyne.CanvasObject, int) {})
	targets := map[string]fyne.Shortcutable{
		"number": NewNumberEntry(NumberSpec{}).entry, "combo": NewComboEntry("", nil).entry,
		"prompt": NewPromptEntry(1, 2), "grid": grid, "zoom": NewZoomImage(),
	}
	for name, target := range targets {
		t.Run(name, func(t *testing.T) {
			stage(t, target.(fyne.CanvasObject), 200, 100)
			window := takeShortcuts(t)
			came := false
			shortcut := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
			window.AddShortcut(shortcut, func(fyne.Shortcut) { came = true })
			target.TypedShortcut(shortcut)
			if !came {
				t.Error("Ctrl+Enter did not arrive")
			}
		})
	}
}

func TestSectionOpensAndCloses(t *testing.T) {
	prepare(t)
	inside := widget.NewLabel("inside")
	s := NewSection("Advanced", inside, false)
	var told []bool
	s.OnToggled = func(open bool) { told = append(told, open) }
	stage(t, s, 300, 200)
	closed := s.MinSize().Height
	test.Tap(s.head)
	if !s.Open() || !inside.Visible() || s.MinSize().Height <= closed {
		t.Error("a click did not open it")
	}
	press1(s.head, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyRight, fyne.KeySpace)
	if s.Open() || inside.Visible() || s.MinSize().Height != closed {
		t.Error("the keys did not close it")
	}
	if want := []bool{true, false, true, false}; len(told) != len(want) {
		t.Errorf("told %v, want %v", told, want)
	}
	s.SetOpen(true)
	if len(told) != 4 {
		t.Error("SetOpen told the caller what the caller did")
	}
}

func TestPrimaryButtonFindsRoomForItsWords(t *testing.T) {
	test.NewTempApp(t)
	const long, short = "Generate 12 jobs, 192 images", "Generate 12 jobs"
	b := NewPrimaryButton("", "Ctrl+Enter", nil)
	b.SetTexts(long, short)
	w := test.NewTempWindow(t, b)
	w.SetPadded(false)
	for _, c := range []struct {
		width    float32
		words    string
		shortcut bool
	}{{400, long, true}, {240, long, false}, {170, short, false}} {
		w.Resize(fyne.NewSize(c.width, 40))
		if b.words.text != c.words || b.shortcut.Visible() != c.shortcut || b.Text() != long {
			t.Errorf("%v wide: %q, shortcut %v", c.width, b.words.text, b.shortcut.Visible())
		}
		if x := b.words.Position().X; x < 0 || x+b.words.Size().Width > c.width {
			t.Errorf("%v wide: the words reach from %v to %v", c.width, x, x+b.words.Size().Width)
		}
	}
	b.SetText("Generate 4")
	if b.words.text != "Generate 4" || !b.shortcut.Visible() {
		t.Errorf("then %q, shortcut %v", b.words.text, b.shortcut.Visible())
	}
}
