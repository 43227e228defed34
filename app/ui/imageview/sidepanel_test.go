package imageview

import (
	"testing"

	"fyne.io/fyne/v2/container"
)

func TestThePanelIsRememberedForTheWindowAndTheFullScreen(t *testing.T) {
	filled := 0
	s := sidePanel{shown: func() { filled++ }}
	panel := container.NewWithoutLayout()
	s.put(container.NewWithoutLayout(), panel)
	for _, step := range []struct {
		do   func()
		seen bool
	}{
		{func() {}, true},
		{func() { s.setFull(true) }, false},
		{s.toggle, true},
		{func() { s.setFull(false) }, true},
		{s.toggle, false},
		{func() { s.setFull(true) }, true},
		{func() { s.setFull(false) }, false},
	} {
		step.do()
		if panel.Visible() != step.seen {
			t.Fatalf("full %v: in sight %v", s.full, panel.Visible())
		}
	}
	if filled != 3 {
		t.Errorf("filled %d times", filled)
	}
}
