package widgets

import (
	"os"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lookbook/widgets/darkroom"
	_ "lookbook/widgets/rendertest"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8") // Fyne reports an error without a locale
	SetWords(Words{
		NumberMissing: "Needs a number", NumberTooLarge: "Too large a number",
		NumberNotWhole: "A whole number", NumberUnread: "Not a number",
		NumberRange:    func(least, most string) string { return "From " + least + " to " + most },
		NumberDecimals: func(most int) string { return "At most " + strconv.Itoa(most) + " decimals" },
		ShowAll: func(size string) string {
			if size == "" {
				return "Show all"
			}
			return "Show all (" + size + ")"
		},
		CopyAll: "Copy all",
		LeftOut: func(size string) string { return "… " + size + " more are not shown; Copy takes all of it." },
	})
	os.Exit(m.Run())
}

// stage shows an object in a window of this size, in the dark theme.
func stage(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Canvas {
	t.Helper()
	return stageIn(t, darkroom.Dark, o, width, height)
}

func stageIn(t *testing.T, mode darkroom.Mode, o fyne.CanvasObject, width, height float32) fyne.Canvas {
	t.Helper()
	test.ApplyTheme(t, darkroom.New(mode))
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w.Canvas()
}

// prepare starts a test app, which widgets need.
func prepare(t *testing.T) {
	t.Helper()
	test.NewTempApp(t)
	test.ApplyTheme(t, darkroom.New(darkroom.Dark))
}

func press1(w fyne.Focusable, names ...fyne.KeyName) {
	for _, name := range names {
		w.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// click sends all events of a click as the driver does.
func click(o fyne.CanvasObject, at fyne.Position, button desktop.MouseButton, modifier fyne.KeyModifier) {
	event := &desktop.MouseEvent{Button: button, Modifier: modifier}
	event.Position = at
	event.AbsolutePosition = fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Add(at)
	if m, ok := o.(desktop.Mouseable); ok {
		m.MouseDown(event)
		m.MouseUp(event)
	}
	if s, ok := o.(fyne.SecondaryTappable); ok && button == desktop.MouseButtonSecondary {
		s.TappedSecondary(&event.PointEvent)
	}
	if tap, ok := o.(fyne.Tappable); ok && button == desktop.MouseButtonPrimary {
		tap.Tapped(&event.PointEvent)
	}
}

// takeShortcuts gives the app a window that handles shortcuts, as real windows do and the test driver's don't.
func takeShortcuts(t *testing.T) *shortcutCanvas {
	t.Helper()
	real := fyne.CurrentApp()
	windows := real.Driver().AllWindows()
	c := &shortcutCanvas{Canvas: windows[len(windows)-1].Canvas()}
	fyne.SetCurrentApp(shortcutApp{real, shortcutDriver{real.Driver(), c}})
	t.Cleanup(func() { fyne.SetCurrentApp(real) })
	return c
}

type shortcutCanvas struct {
	fyne.Canvas
	shortcuts fyne.ShortcutHandler
}

func (c *shortcutCanvas) AddShortcut(s fyne.Shortcut, f func(fyne.Shortcut)) {
	c.shortcuts.AddShortcut(s, f)
}
func (c *shortcutCanvas) TypedShortcut(s fyne.Shortcut) { c.shortcuts.TypedShortcut(s) }

type shortcutDriver struct {
	fyne.Driver
	c fyne.Canvas
}

func (d shortcutDriver) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return d.c }

type shortcutApp struct {
	fyne.App
	driver fyne.Driver
}

func (a shortcutApp) Driver() fyne.Driver { return a.driver }
