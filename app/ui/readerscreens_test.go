package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/platform/accessibility"
	"lookbook/app/ui/accessible"
)

// On every screen, whatever can be pressed, typed into or moved has a name for a screen reader.
func TestScreenReadersHearEveryScreen(t *testing.T) {
	b := withPictures(t, 3)
	b.Window.window.Resize(fyne.NewSize(1440, 900))
	b.dialogs.run = func(func(context.Context) func()) {} // those of files are the system's
	s := &screen{b: b, faults: map[string]string{}}
	walker, controls := accessible.New(b.Window.window, "press"), 0
	var hear func(n *accessibility.Node, within string, row bool)
	hear = func(n *accessibility.Node, within string, row bool) {
		if n.Press != "" || n.Range != nil || n.State&accessibility.Focusable != 0 {
			controls++
			if ofRow := row && n.Role == accessibility.Progress; n.Name == "" && !ofRow { // the row's name tells it
				s.note("role %v has no name, within %q", n.Role, within)
			}
		}
		if n.Name != "" {
			within = n.Name
		}
		for _, child := range n.Children {
			hear(child, within, row || n.Role == accessibility.ListItem)
		}
	}
	s.each = func() { hear(walker.Snapshot(), "", false) }
	s.settle()
	s.look("the page")
	s.everything()
	if controls < 1000 {
		t.Errorf("only %d controls", controls)
	}
	s.report(t)
}
