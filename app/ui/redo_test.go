package ui

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/ui/params"
)

// Everything that undo takes back of presets and of the panel, redo does again, in the same order.
func TestRedoOfPresetsAndThePanel(t *testing.T) {
	_, b := opened(t)
	names := func(want ...string) {
		t.Helper()
		b.until("the presets", func() bool { return slices.Equal(b.presetNames(), want) })
	}
	promptOf := func(name string) string {
		p, _ := b.main.presets.named(name)
		return p.Config.Prompt
	}
	b.main.params.SetState(params.StateOf(smallRequest("first", 1)))
	b.saveAs("Coats")
	b.main.params.SetPrompt("second")
	b.preset("Update “Coats”")
	b.until("the update", func() bool { return promptOf("Coats") == "second" })
	b.preset("Rename “Coats”…")
	b.typed("Hats")
	b.enter()
	names("Hats")
	b.preset("Delete “Hats”")
	names()

	b.main.undoer.undo()
	names("Hats")
	b.main.undoer.undo()
	names("Coats")
	b.main.undoer.undo()
	b.until("the first prompt", func() bool { return promptOf("Coats") == "first" })
	b.main.undoer.undo()
	names()
	b.main.undoer.redo()
	names("Coats")
	b.until("the first prompt again", func() bool { return promptOf("Coats") == "first" })
	b.main.undoer.redo()
	b.until("the second prompt again", func() bool { return promptOf("Coats") == "second" })
	b.main.undoer.redo()
	names("Hats")
	b.main.undoer.redo()
	names()
	b.main.undoer.redo()
	b.until("that there is nothing", func() bool { return b.says("There is nothing to redo.") })
}

// Filling the panel is taken back and done again, also by the button beside its words.
func TestRedoOfFillingThePanel(t *testing.T) {
	_, b := opened(t)
	b.main.params.SetState(params.StateOf(smallRequest("of the preset", 7)))
	b.saveAs("Seven")
	preset := b.main.params.State()
	b.main.params.SetState(params.StateOf(smallRequest("mine", 1)))
	mine := b.main.params.State()
	b.preset("Seven")
	is := func(want params.State) func() bool {
		return func() bool { return cmp.Equal(b.main.params.State(), want) }
	}
	b.until("the preset", is(preset))
	for range 2 {
		b.main.undoer.undo()
		b.until("what was there before", is(mine))
		b.main.undoer.redo()
		b.until("the preset again", is(preset))
	}
	b.press("Undo")
	b.until("what was there before", is(mine))
	b.main.undoer.redo()
	b.until("the preset once more", is(preset))
}
