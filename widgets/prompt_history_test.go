package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func writing(t *testing.T) *PromptEntry {
	t.Helper()
	test.NewTempApp(t)
	p := NewPromptEntry(2, 6)
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(240, 200))
	w.Canvas().Focus(p)
	return p
}

func undo(p *PromptEntry) { p.TypedShortcut(&fyne.ShortcutUndo{}) }
func redo(p *PromptEntry) { p.TypedShortcut(&fyne.ShortcutRedo{}) }
func redoToo(p *PromptEntry) { // Ctrl+Shift+Z
	p.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
}

func TestAPromptIsTakenBackWordByWord(t *testing.T) {
	p := writing(t)
	test.Type(p, "a red coat")
	for _, want := range []string{"a red ", "a red", "a ", "a", "", ""} {
		undo(p)
		if p.Text != want {
			t.Fatalf("undone to %q, want %q", p.Text, want)
		}
	}
	for range 3 {
		redo(p)
	}
	redoToo(p)
	if p.Text != "a red " {
		t.Errorf("redone to %q", p.Text)
	}
	test.Type(p, "hat")
	redo(p)
	if p.Text != "a red hat" {
		t.Errorf("a new branch ends in %q", p.Text)
	}
}

func TestWhatTheProgramWroteIsTakenBackToo(t *testing.T) {
	p := writing(t)
	var told []string
	p.OnChanged = func(text string) { told = append(told, text) }
	test.Type(p, "mine")
	p.SetText("a preset")
	p.Replace("a (preset:1.1)", 3, 9)
	if got := p.SelectedText(); got != "preset" {
		t.Errorf("selected is %q", got)
	}
	for _, want := range []string{"a preset", "mine"} {
		undo(p)
		if p.Text != want {
			t.Fatalf("undone to %q, want %q", p.Text, want)
		}
	}
	if got := told[len(told)-1]; got != "mine" {
		t.Errorf("the last told is %q", got)
	}
	redo(p)
	redo(p)
	if p.Text != "a (preset:1.1)" {
		t.Errorf("redone to %q", p.Text)
	}
}

func TestASelectionIsReplacedInOneStep(t *testing.T) {
	p := writing(t)
	p.SetText("a red coat")
	p.choose(2, 5)
	p.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &pasted{"blue"}})
	if p.Text != "a blue coat" {
		t.Fatalf("pasted: %q", p.Text)
	}
	undo(p)
	if p.Text != "a red coat" {
		t.Errorf("undone to %q", p.Text)
	}
}

func TestSelectionInWrappedLines(t *testing.T) {
	p := writing(t)
	text := strings.Repeat("größe 猫 👩‍👩‍👧‍👦 word ", 8) + "\nlast line"
	p.SetText(text)
	runes := []rune(text)
	for _, at := range [][2]int{{0, 5}, {6, 7}, {30, 90}, {len(runes) - 4, len(runes)}, {17, 17}} {
		p.choose(at[0], at[1])
		start, end := p.Selection()
		if start != at[0] || end != at[1] || p.SelectedText() != string(runes[at[0]:at[1]]) {
			t.Errorf("chose %v, got %d to %d, %q", at, start, end, p.SelectedText())
		}
	}
}

func TestTheHistoryIsBounded(t *testing.T) {
	var h history
	for i := range 1000 {
		h.note(moment{text: strings.Repeat("x", i)}, false)
	}
	if len(h.moments) != maxMoments || h.moments[h.at].text != strings.Repeat("x", 999) {
		t.Errorf("%d moments, at %d", len(h.moments), h.at)
	}
	h = history{}
	for i := range 10 {
		h.note(moment{text: strings.Repeat("x", maxMomentBytes/4+i)}, false)
	}
	if len(h.moments) > 4 || len(h.moments[h.at].text) != maxMomentBytes/4+9 {
		t.Errorf("%d moments, at %d", len(h.moments), h.at)
	}
}

// TestWhatIsTypedStaysInOrder: wherever a line becomes full, typed or pasted in parts.
func TestWhatIsTypedStaysInOrder(t *testing.T) {
	p := writing(t)
	for n := range 60 {
		text := "aa bb " + strings.Repeat("x", n) + " next  word, and on "
		p.SetText("")
		p.setCursor(0)
		test.Type(p, text)
		if p.Text != text {
			t.Errorf("typed %q, got %q", text, p.Text)
		}
		p.SetText("")
		p.setCursor(0)
		for _, piece := range strings.SplitAfter(text, " ") {
			p.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &pasted{piece}})
		}
		if p.Text != text {
			t.Errorf("pasted %q, got %q", text, p.Text)
		}
		for range 3 {
			p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
		}
		if want := text[:len(text)-3]; p.Text != want {
			t.Errorf("rubbed out to %q, want %q", p.Text, want)
		}
	}
}

// TestPeopleGoOnWhereTheTextEnds: also if the lines are wrapped only after the entry got the focus.
func TestPeopleGoOnWhereTheTextEnds(t *testing.T) {
	test.NewTempApp(t)
	p := NewPromptEntry(2, 6)
	text := strings.Repeat("größe 猫 word ", 12)
	p.SetText(text)
	w := test.NewTempWindow(t, p)
	w.Canvas().Focus(p)
	w.Resize(fyne.NewSize(240, 200))
	w.Resize(fyne.NewSize(300, 200))
	test.Type(p, "more")
	if p.Text != text+"more" {
		t.Errorf("it became %q", p.Text)
	}
	p.choose(0, 0)
	w.Canvas().Unfocus()
	w.Canvas().Focus(p)
	test.Type(p, "A ")
	if p.Text != "A "+text+"more" {
		t.Errorf("a place that was chosen is left: %q", p.Text)
	}
}

func TestAPasteThatIsTooLongIsNotTaken(t *testing.T) {
	p := writing(t)
	p.MaxRunes = 100
	var refused []int
	p.OnTooLong = func(runes int) { refused = append(refused, runes) }
	test.Type(p, "mine")
	p.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &pasted{strings.Repeat("é", 97)}})
	if p.Text != "mine" || len(refused) != 1 || refused[0] != 97 {
		t.Errorf("the text is %q, refused %v", p.Text, refused)
	}
	p.TypedShortcut(&fyne.ShortcutSelectAll{})
	p.TypedShortcut(&fyne.ShortcutPaste{Clipboard: &pasted{strings.Repeat("é", 100)}})
	if p.Text != strings.Repeat("é", 100) || len(refused) != 1 {
		t.Errorf("in place of all: %q, refused %v", p.Text, refused)
	}
}
