package searchbar

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/widgets"
)

func TestValuesAreSuggested(t *testing.T) {
	for text, want := range map[string][]string{
		"tag:":         {"sunset", "sun hat", "red dress"},
		"red tag:su":   {"sunset"}, // of what is left
		"tag:ha":       {"sun hat"},
		`tag="sun h`:   {"sun hat"},
		"-tag:su":      {"sunset", "sun hat"},
		"model:dog":    {"My dog"},
		"model:ckp":    {"My dog"},
		"state:sa":     {"Saved", "Not saved yet"},
		"state:trash":  {"In the trash"},
		"state:gone,u": {"Not saved yet"},
		"size:7":       {"768 × 1024"},
		"-state:sa":    {"Saved", "Not saved yet"},
		"tag":          nil,
		"tag:su ":      nil,
		"foo:su":       nil,
		"tag:nothing":  nil,
		"tag=sunset r": nil,
	} {
		t.Run(text, func(t *testing.T) {
			s := newStage(t, 1000)
			s.Focus(s.canvas)
			s.typing(text)
			s.drain()
			same(t, "suggested", s.offerTexts(), want...)
		})
	}
}

func TestASuggestionIsTaken(t *testing.T) {
	for _, test := range []struct{ text, looks, chip string }{
		{"red tag:su", `red tag="sunset"`, "Tag: sunset"},
		{"-tag:su", `-tag="sunset"`, "Not: sunset"},
		{"-model:my", `-model="ckp_1"`, "Not: My dog"},
		{"red state:sa", "red state:saved", "Saved"},
		{"red -state:sa", "red -state:saved", "Not: Saved"},
		{`model="my`, `model="ckp_1"`, "My dog"},
	} {
		t.Run(test.text, func(t *testing.T) {
			s := newStage(t, 1000)
			s.Focus(s.canvas)
			s.typing(test.text)
			s.drain()
			s.press(fyne.KeyDown)
			if _, ok := s.canvas.Focused().(*widgets.FilterChip); !ok {
				t.Fatal("Down does not go to what is suggested")
			}
			s.press(fyne.KeySpace)
			if got := s.Query().String(); got != test.looks {
				t.Errorf("looks for %q, want %q", got, test.looks)
			}
			if test.chip != "" {
				same(t, "chips", s.chipTexts(), test.chip)
			}
			same(t, "suggested after", s.offerTexts())
			if !s.current.field.Focused() {
				t.Error("the keyboard is not in the field")
			}
		})
	}
}

// Space chooses a suggestion. The character that follows the key event must not
// get into the field.
func TestTheSpaceThatChoosesIsNotWritten(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.typing("tag:su")
	s.drain()
	s.press(fyne.KeyDown)
	s.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.canvas.Focused().TypedRune(' ')
	s.drain()
	if s.current.field.Text() != "" || !s.current.field.Focused() {
		t.Errorf("the field holds %q", s.current.field.Text())
	}
}

func TestKeysAmongSuggestions(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.typing("tag:")
	s.drain()
	s.press(fyne.KeyDown, fyne.KeyRight)
	if at := s.canvas.Focused().(*widgets.FilterChip); at.Text() != "sun hat" {
		t.Fatalf("the keyboard is at %q", at.Text())
	}
	// New counts leave the focus where it is.
	s.completion.asked = false
	s.show()
	s.drain()
	if at, ok := s.canvas.Focused().(*widgets.FilterChip); !ok || at.Text() != "sun hat" || at != s.completion.flow.box.Objects[1] {
		t.Fatal("new counts took the keyboard away")
	}
	s.press(fyne.KeyUp)
	if !s.current.field.Focused() {
		t.Error("Up does not go back to the field")
	}
	s.press(fyne.KeyDown, fyne.KeyEscape)
	if !s.current.field.Focused() || s.current.field.Text() != "tag:" {
		t.Error("Escape does not go back to the field")
	}
	s.canvas.Unfocus()
	s.drain()
	same(t, "suggested when the bar is left", s.offerTexts())
}

// A press moves the focus to the suggestion before the click is complete.
func TestAnExactTagIsNotTakenFromUnderAClick(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.typing("tag=sun")
	s.drain()
	chip := s.completion.flow.box.Objects[1].(*widgets.FilterChip)
	s.canvas.Focus(chip)
	s.drain()
	same(t, "suggested", s.offerTexts(), "sunset", "sun hat")
	chip.Tapped(nil)
	s.drain()
	same(t, "chips", s.chipTexts(), "Tag: sun hat")
}

func TestSuggestionsAreCountedOnceForEachSearch(t *testing.T) {
	s := newStage(t, 1000)
	asked := 0
	p := *s.current.p
	run := p.Run
	s.Focus(s.canvas)
	s.drain()
	s.typing("red ")
	s.drain()
	p.Run = func(work func(context.Context) func()) { asked++; run(work) }
	s.completion.counts.p = &p
	s.typing("tag:suns")
	s.drain()
	if asked != 1 {
		t.Errorf("counted %d times while one tag was typed", asked)
	}
}
