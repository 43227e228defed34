package widgets

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func newSelectText(t *testing.T, text string, width float32) *SelectText {
	prepare(t)
	s := NewSelectText(text)
	stage(t, s, width, 400)
	return s
}

// place returns the point before the byte at an offset of the text.
func (s *SelectText) place(offset int) fyne.Position {
	for i, line := range s.laid().all {
		if offset <= line.end() {
			return fyne.NewPos(s.lines.measure(line.text[:offset-line.start])+0.1, (float32(i)+0.5)*s.laid().height())
		}
	}
	return fyne.NewPos(s.Size().Width, s.Size().Height)
}

func (s *SelectText) drag(from, to int) {
	s.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: s.place(from)}, Button: desktop.MouseButtonPrimary})
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: s.place(to)}})
	s.DragEnd()
}

func TestSelectTextFindsWhereItsLinesBegin(t *testing.T) {
	s := newSelectText(t, "", 120)
	rapid.Check(t, func(rt *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"word", " ", "  ", "\n", "\r\n", "\t", "a,b", "👩‍👩‍👧‍👦", "größer", "שלום", strings.Repeat("x", 60), "\r"}), 0, 40)
		text := strings.Join(parts.Draw(rt, "parts"), "")
		s.SetText(text)
		s.lines.lay(s.text, rapid.Float32Range(20, 300).Draw(rt, "width"), 14)
		at := 0
		for _, line := range s.lines.all {
			if line.start < at || strings.TrimRight(text[at:line.start], " \t\r\n") != "" {
				rt.Fatalf("between the lines of %q %q is left out", text, text[at:line.start])
			}
			if drawn := strings.NewReplacer("\t", " ", "\r", " ").Replace(text[line.start:line.end()]); drawn != line.text {
				rt.Fatalf("%q is drawn, and stands for %q", line.text, drawn)
			}
			at = line.end()
		}
		if rest := strings.Trim(text[at:], " \t\r\n"); rest != "" {
			rt.Fatalf("the end %q of %q is left out", rest, text)
		}
	})
}

func TestSelectTextIsSelectedByDragging(t *testing.T) {
	const text = "portrait of a woman\nby the sea, golden hour, 👩‍👩‍👧‍👦 and then some more of it"
	s := newSelectText(t, text, 150)
	for _, c := range []struct{ from, to int }{{0, 8}, {8, 0}, {9, 25}, {0, len(text)}, {len(text), 31}, {4, 4}} {
		s.drag(c.from, c.to)
		if want := text[min(c.from, c.to):max(c.from, c.to)]; s.SelectedText() != want {
			t.Errorf("from %d to %d: %q, want %q", c.from, c.to, s.SelectedText(), want)
		}
	}
	s.drag(0, 8)
	s.MouseDown(&desktop.MouseEvent{
		PointEvent: fyne.PointEvent{Position: s.place(11)}, Button: desktop.MouseButtonPrimary, Modifier: fyne.KeyModifierShift,
	})
	if s.SelectedText() != text[:11] {
		t.Errorf("with Shift: %q", s.SelectedText())
	}
}

func TestSelectTextSelectsWordsAndEverything(t *testing.T) {
	const text = "portrait, golden hour"
	s := newSelectText(t, text, 400)
	now := time.Unix(0, 0)
	s.now = func() time.Time { return now }
	at := fyne.PointEvent{Position: s.place(12)}
	s.DoubleTapped(&at)
	if s.SelectedText() != "golden" {
		t.Errorf("a double click selects %q", s.SelectedText())
	}
	third := &desktop.MouseEvent{PointEvent: at, Button: desktop.MouseButtonPrimary}
	s.MouseDown(third)
	if s.SelectedText() != text {
		t.Errorf("a third click selects %q", s.SelectedText())
	}
	now = now.Add(time.Minute)
	s.MouseDown(third)
	if s.SelectedText() != "" {
		t.Errorf("a click selects %q", s.SelectedText())
	}
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
	if s.SelectedText() != text {
		t.Errorf("Ctrl+A selects %q", s.SelectedText())
	}
	s.SetText(text)
	if s.SelectedText() != text {
		t.Error("the same text again takes the selection away")
	}
	s.SetText("other")
	if s.SelectedText() != "" {
		t.Errorf("of another text %q is selected", s.SelectedText())
	}
}

func TestSelectTextIsCopied(t *testing.T) {
	const text = "a\r\nlong prompt"
	s := newSelectText(t, text, 400)
	s.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != text {
		t.Errorf("with nothing selected %q is copied", got)
	}
	s.drag(3, 7)
	s.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "long" {
		t.Errorf("copied %q", got)
	}
}

func TestSelectTextLeavesKeysToTheWindow(t *testing.T) {
	s := newSelectText(t, "some words", 400)
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	var passed []fyne.KeyName
	c.SetOnTypedKey(func(key *fyne.KeyEvent) { passed = append(passed, key.Name) })
	s.drag(0, 4)
	if c.Focused() != fyne.Focusable(s) {
		t.Fatal("a click does not give the focus")
	}
	for _, key := range []fyne.KeyName{fyne.KeyRight, fyne.KeyEscape, fyne.KeyEscape} {
		s.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if len(passed) != 2 || passed[0] != fyne.KeyRight || passed[1] != fyne.KeyEscape || s.SelectedText() != "" {
		t.Errorf("the window got %v, %q is still selected", passed, s.SelectedText())
	}
	var shortcut string
	takeShortcuts(t).AddShortcut(&fyne.ShortcutUndo{}, func(s fyne.Shortcut) { shortcut = s.ShortcutName() })
	s.TypedShortcut(&fyne.ShortcutUndo{})
	if shortcut != "Undo" {
		t.Errorf("the window got the shortcut %q", shortcut)
	}
}

func TestSelectTextIsAsHighAsItsLines(t *testing.T) {
	s := newSelectText(t, strings.Repeat("word ", 50), 100)
	narrow := s.MinSize().Height
	s.Resize(fyne.NewSize(400, 10))
	if wide := s.MinSize().Height; wide >= narrow || wide < s.laid().height() {
		t.Errorf("%v high at 400, %v at 100", wide, narrow)
	}
	s.SetText("")
	if s.MinSize().Height != s.laid().height() || len(s.laid().all) != 0 {
		t.Errorf("empty it is %v high", s.MinSize().Height)
	}
	s.SelectAll()
	s.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(5, 5)})
	if s.SelectedText() != "" {
		t.Errorf("of nothing %q is selected", s.SelectedText())
	}
}

func TestSelectTextSight(t *testing.T) {
	prepare(t)
	s := NewSelectText("")
	s.SetText("portrait of an old man, golden hour, 35mm", Span{12, 19}, Span{24, 41})
	c := stage(t, s, 160, 100)
	s.drag(0, 8)
	test.AssertRendersToMarkup(t, "selecttext.xml", c)
}
