package ui

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"lookbook/app/request"
	"lookbook/app/request/presets"
	"lookbook/app/ui/params"
)

// preset chooses an item of the presets menu.
func (b *bench) preset(label string) {
	b.world.t.Helper()
	var labels []string
	for _, item := range b.main.presets.menu().Items {
		if item.Label == label {
			item.Action()
			return
		}
		labels = append(labels, item.Label)
	}
	b.world.t.Fatalf("the menu has no %q: %q", label, labels)
}

// presetNames lists the presets in the menu.
func (b *bench) presetNames() []string {
	var names []string
	for _, item := range b.main.presets.menu().Items {
		if item.IsSeparator || strings.HasSuffix(item.Label, "…") {
			break
		}
		names = append(names, item.Label)
	}
	return names
}

func (b *bench) enter() {
	b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

// saveAs saves the panel's content under a name.
func (b *bench) saveAs(name string) {
	b.world.t.Helper()
	b.preset("Save as a preset…")
	b.typed(name)
	b.enter()
	b.until("the preset "+name, func() bool { return b.says("Saved as the preset “" + name + "”.") })
}

func TestAPresetsLife(t *testing.T) {
	w, b := opened(t)
	state := params.State{Config: smallRequest("a {red|blue} coat", 3), Sweeps: map[request.Field]string{request.Steps: "20, 30"}, Locked: true}
	b.main.params.SetState(state)
	b.saveAs("Coats, größer 👩‍👩‍👧‍👦")
	b.main.params.SetState(params.StateOf(smallRequest("mine", 1)))
	b.preset("Coats, größer 👩‍👩‍👧‍👦")
	if diff := cmp.Diff(state, b.main.params.State()); diff != "" {
		t.Errorf("-saved +used:\n%s", diff)
	}
	b.press("Undo")
	if got := b.main.params.State().Config.Prompt; got != "mine" {
		t.Errorf("undone to %q", got)
	}

	b.preset("Coats, größer 👩‍👩‍👧‍👦")
	b.main.params.SetPrompt("a green coat")
	b.preset("Update “Coats, größer 👩‍👩‍👧‍👦”")
	b.until("the update", func() bool { return b.says("was updated.") })
	b.preset("Rename “Coats, größer 👩‍👩‍👧‍👦”…")
	b.typed("Hats") // the old name is selected
	b.enter()
	b.until("the new name", func() bool { return b.says("is now called “Hats”.") })
	if got := b.main.params.State().Config.Prompt; got != "a green coat" {
		t.Errorf("the panel shows %q", got)
	}
	b.end()

	b = w.window()
	b.until("the presets after a restart", func() bool { return b.onMain() && cmp.Equal(b.presetNames(), []string{"Hats"}) })
	b.preset("Hats")
	if got := b.main.params.State(); got.Config.Prompt != "a green coat" || got.Sweeps[request.Steps] != "20, 30" {
		t.Errorf("it holds %+v", got)
	}
	b.preset("Delete “Hats”")
	b.until("the end of it", func() bool { return b.says("was deleted.") && len(b.presetNames()) == 0 })
	b.press("Undo")
	b.until("it to be back", func() bool { return cmp.Equal(b.presetNames(), []string{"Hats"}) })
}

func TestATakenNameIsAskedAbout(t *testing.T) {
	_, b := opened(t)
	b.main.params.SetState(params.StateOf(smallRequest("one", 1)))
	b.saveAs("Mine")
	b.main.params.SetState(params.StateOf(smallRequest("two", 1)))
	b.preset("Save as a preset…")
	b.typed("MINE")
	b.enter()
	b.until("the question", func() bool { return b.says("Replace the preset?") })
	b.press("Replace it")
	b.until("it to be replaced", func() bool { return b.says("was replaced.") })
	if got := b.main.presets.list; len(got) != 1 || got[0].Config.Prompt != "two" {
		t.Errorf("there are %+v", got)
	}
	b.saveAs("Other")
	b.preset("Rename “Other”…")
	b.typed("mine")
	b.enter()
	b.until("why not", func() bool {
		return b.says("Your presets are as they were: there already is a preset called “mine”.")
	})
	b.preset("Save as a preset…")
	b.typed("  ")
	b.enter()
	b.until("why not", func() bool { return b.says("Your presets are as they were: a preset needs a name.") })
}

func TestAPresetWithoutAPromptKeepsYours(t *testing.T) {
	_, b := opened(t)
	b.main.params.SetState(params.StateOf(smallRequest("", 7)))
	b.saveAs("Seven")
	b.main.params.SetState(params.StateOf(smallRequest("mine", 1)))
	b.preset("Seven")
	if got := b.main.params.State().Config; got.Prompt != "mine" || got.NumSamples != 7 || !b.says("yours stays") {
		t.Errorf("the panel shows %+v", got)
	}
}

func TestPresetsTravelAsFiles(t *testing.T) {
	w, b := opened(t)
	b.write("a {red|blue} coat", map[request.Field]string{request.Seed: "1..4"})
	b.saveAs("Coats")
	var file bytes.Buffer
	if err := presets.Export(&file, presets.File{Presets: b.main.presets.list}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "no name says what.txt")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	b.drop(path)
	b.until("a second one", func() bool { return cmp.Equal(b.presetNames(), []string{"Coats", "Coats (2)"}) })
	if !b.says("1 preset was added: “Coats (2)”.") {
		t.Errorf("the window says %q", b.words())
	}
	b.preset("Coats (2)")
	if got := b.main.params.State(); got.Sweeps[request.Seed] != "1..4" || got.Config.Prompt != "a {red|blue} coat" {
		t.Errorf("it holds %+v", got)
	}
	for words, content := range map[string]string{
		"written by a newer Lookbook":  strings.Replace(file.String(), `"version": 1`, `"version": 99`, 1),
		"preset 1 in this file cannot": strings.Replace(file.String(), `"config": {`, `"config": 7, "was": {`, 1),
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		b.drop(path)
		b.until(words, func() bool { return b.says(words) })
	}
	if n := len(b.presetNames()); n != 2 || strings.Contains(w.log.String(), "red|blue") {
		t.Errorf("%d presets", n)
	}
}

func TestAPresetsStrangeFieldsStay(t *testing.T) {
	p := presets.Preset{Name: "x", Config: smallRequest("x", 1), Unknown: map[string]json.RawMessage{
		presetSweeps: json.RawMessage(`"no list"`), presetLocked: json.RawMessage(`7`), "colour": json.RawMessage(`"red"`),
	}}
	state, _ := stateOfPreset(p, params.State{})
	if state.Sweeps != nil || state.Locked || state.Config.Prompt != "x" {
		t.Errorf("it shows %+v", state)
	}
}
