package ui

import (
	"testing"
)

// Fyne's dialogs are shown where the desktop's can't start.
func TestTheToolkitsFileDialogsAreShown(t *testing.T) {
	_, b := opened(t)
	overlays := b.Window.window.Canvas().Overlays()
	b.dialogs.browseFyne(t.TempDir(), func(string) {})
	if overlays.Top() == nil {
		t.Fatal("no folder can be chosen")
	}
	overlays.Remove(overlays.Top())
	b.dialogs.chooseFile("t", "t", []string{"png"}, func(string) {})
	b.until("the dialog", func() bool { return overlays.Top() != nil })
}
