package ui

import (
	"encoding/json"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
)

// A request that is filled in from a picture says so in the library, after a
// restart and from a preset too, until its prompt is emptied.
func TestWhatIsMadeFromAPictureKnowsIt(t *testing.T) {
	b := withPictures(t, 2)
	w := b.world
	parent := mustAt(t, b, 1)
	b.main.views.Viewer.Open(1)
	b.press("Use these parameters")
	b.until("the panel", func() bool { return b.says("Filled in") })
	want := library.Origin{JobID: parent.JobID, ImageID: parent.Generated.GeneratedImageID}
	if got := b.main.params.State().Parent; got != want || got.ImageID == "" {
		t.Fatalf("the panel knows %+v, want %+v", got, want)
	}
	b.saveAs("Lighthouse")
	b.main.params.SetPrompt("a red lighthouse")
	if err := b.session.Edit.Draft.Store(t.Context()); err != nil { // as every second
		t.Fatal(err)
	}
	b.end()

	b = w.window() // the next day
	b.until("the panes and the key", b.keyed)
	if got := b.main.params.State(); got.Parent != want || got.Config.Prompt != "a red lighthouse" {
		t.Fatalf("after a restart it knows %+v", got)
	}
	b.main.params.Generate()
	b.until("the pictures", func() bool { return b.main.gallery.Pictures.Len() == 2 && b.entries()[0].Parent == want })
	child := b.entries()[0]
	b.until("the first of them", func() bool {
		img, ok := b.main.gallery.Pictures.At(0)
		return ok && img.EntryID == child.ID && img.State == library.ImageSaved
	})
	b.main.views.Viewer.Open(0)
	b.until("where it came from", func() bool { return b.says("Where it came from") && b.says("Prompt: + red") })
	b.keys(fyne.KeyO)
	b.until("the picture it was made from", func() bool { return b.main.views.Viewer.Shown().ID == parent.ID })
	b.until("what was made from it", func() bool { return b.says("Made from it") })

	b.main.views.Close()
	b.main.params.SetPrompt("")
	if got := b.main.params.State().Parent; got != (library.Origin{}) {
		t.Errorf("an empty prompt comes from %+v", got)
	}
	b.preset("Lighthouse")
	if got := b.main.params.State().Parent; got != want {
		t.Errorf("the preset comes from %+v", got)
	}
}

// The state of an earlier version has no parent, and one of another program may
// have anything there.
func TestAPresetWithAnotherParent(t *testing.T) {
	_, b := opened(t)
	p, err := presetOf("one", b.main.params.State())
	if err != nil {
		t.Fatal(err)
	}
	p.Unknown[presetParent] = json.RawMessage(`["ig_1"]`)
	if state, _ := stateOfPreset(p, b.main.params.State()); state.Parent != (library.Origin{}) {
		t.Errorf("%+v", state.Parent)
	}
}
