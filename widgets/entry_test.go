package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestACursorBlinksAndRests(t *testing.T) {
	prepare(t)
	e := NewEntry()
	c := stage(t, e, 300, 60)
	c.Focus(e)
	if e.blink.cursor == nil {
		t.Fatal("the cursor was not found in what Fyne's entry draws")
	}
	shown := func() bool { return e.blink.cursor.FillColor != noColor }
	changes := func(steps int) (n int) {
		for range steps {
			before := shown()
			e.blink.step()
			if shown() != before {
				n++
			}
		}
		return n
	}
	e.Refresh()
	if !shown() {
		t.Error("the cursor is not shown after a change")
	}
	if n := changes(8); n != 4 {
		t.Errorf("in two seconds it changed %d times, want 4", n)
	}
	changes(blinkSteps)
	if n := changes(blinkSteps); n != 0 || !shown() {
		t.Errorf("at rest it changed %d times, shown: %v", n, shown())
	}
	test.Type(e, "a")
	if n := changes(8); n != 4 {
		t.Errorf("after a letter it changed %d times, want 4", n)
	}
	changes(1)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if !shown() {
		t.Error("the cursor is not shown after it has moved")
	}
	c.Unfocus()
	if e.blink.timer != nil {
		t.Error("it blinks on without the focus")
	}
}

// The key that stops Fyne's cursor animation still has no other effect.
func TestBlinkingLeavesTextAndSelection(t *testing.T) {
	prepare(t)
	prompt := NewPromptEntry(2, 4)
	stage(t, prompt, 300, 100).Focus(prompt)
	prompt.SetText("two\nlines")
	prompt.TypedShortcut(&fyne.ShortcutSelectAll{})
	changed := 0
	prompt.OnChanged = func(string) { changed++ }
	for range blinkSteps {
		prompt.blink.step()
	}
	if prompt.Text != "two\nlines" || prompt.SelectedText() != "two\nlines" || changed != 0 {
		t.Errorf("text %q, selected %q, %d changes", prompt.Text, prompt.SelectedText(), changed)
	}
}
