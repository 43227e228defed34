package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/request/presets"
)

func TestTheWinnerOfADuelBecomesAPreset(t *testing.T) {
	b := withPictures(t, 3)
	b.choose("Blind duel") // nothing is selected: between all that is shown
	b.until("the duel", func() bool { return b.main.views.Duel.Opened() && b.says("pairs left") })
	b.until("the order", func() bool {
		if b.says("The order is clear") {
			return b.says("Place 1 of 3")
		}
		b.keys(fyne.KeyDown) // equal; nothing, until both are in sight
		return false
	})
	b.until("it to be kept", func() bool {
		stored, err := b.session.Edit.Duels.Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(stored) > 0
	})
	winner := b.main.views.Duel.Shown()
	b.keys(fyne.KeyP)
	b.until("the question", func() bool { return b.Window.window.Canvas().Overlays().Top() != nil })
	b.typed("Winner")
	b.enter()
	var kept presets.Preset
	b.until("the preset", func() bool {
		list, err := b.session.Edit.Presets.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 1 {
			kept = list[0]
		}
		return len(list) == 1 && b.says("Saved as the preset")
	})
	state, _ := stateOfPreset(kept, b.main.params.State())
	if kept.Name != "Winner" || state.Config.Prompt != "a lighthouse" || state.Parent != originOf(winner) {
		t.Errorf("kept %+v", state)
	}
	if !b.main.views.Duel.Opened() || b.main.presets.used != "" {
		t.Error("the duel is gone, or the panel claims to show the preset")
	}
}
