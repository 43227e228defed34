package params

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/request"
)

// Whatever filled a prompt, a person goes on typing at its end: a draft, parameters, a preset, a used
// prompt, with the focus before or after, and whatever was selected in the text before.
func TestPeopleGoOnAtTheEndOfAFilledPrompt(t *testing.T) {
	other := request.Defaults()
	other.Prompt, other.NegativePrompt = "a harbour in the rain,\nby night", "blurry, grey"
	for name, fill := range map[string]func(b *bench){
		"the draft of the last run": func(*bench) {},
		"parameters":                func(b *bench) { b.SetState(StateOf(other)) },
		"parameters while the prompt has the focus": func(b *bench) {
			b.FocusPrompt()
			b.SetState(StateOf(other))
		},
		"parameters while words are selected": func(b *bench) {
			b.FocusPrompt()
			b.prompt.Replace(b.prompt.Text, 2, 7)
			b.negative.Replace("ugly, blurry", 0, 4)
			b.SetState(StateOf(other))
		},
		"parameters after something else had the focus": func(b *bench) {
			b.prompt.Replace(b.prompt.Text, 2, 7)
			b.window.Canvas().Focus(b.numberOf(request.Images).FocusTarget())
			b.SetState(StateOf(other))
		},
		"a used prompt": func(b *bench) { b.SetPrompt("an old one") },
	} {
		t.Run(name, func(t *testing.T) {
			b := readyBench(t)
			fill(b)
			for entry, focus := range map[fyne.Focusable]func(){b.prompt: b.FocusPrompt, b.negative: func() { b.window.Canvas().Focus(b.negative) }} {
				focus()
				test.Type(entry, " more")
			}
			want := map[string]string{"the draft of the last run": "a lighthouse", "a used prompt": "an old one"}[name]
			negative := ""
			if want == "" {
				want, negative = other.Prompt, other.NegativePrompt
			}
			if b.prompt.Text != want+" more" || b.negative.Text != negative+" more" {
				t.Errorf("it became %q, and the negative one %q", b.prompt.Text, b.negative.Text)
			}
		})
	}
}

// A draft is where the undo history begins: nothing takes it back.
func TestADraftIsNotTakenBack(t *testing.T) {
	b := readyBench(t)
	b.FocusPrompt()
	test.Type(b.prompt, "!")
	for range 3 {
		b.prompt.TypedShortcut(&fyne.ShortcutUndo{})
	}
	if b.prompt.Text != "a lighthouse" {
		t.Errorf("it became %q", b.prompt.Text)
	}
}
