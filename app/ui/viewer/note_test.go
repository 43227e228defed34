package viewer

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// Only of a file that is not there the note offers to look for it.
func TestTheNoteOffersToLookForAFile(t *testing.T) {
	test.NewTempApp(t)
	n := newNote(func() {})
	n.sayGone()
	if !n.box.Visible() || !n.rescan.Visible() {
		t.Error("nothing is offered for a file that is gone")
	}
	n.say("This picture is being saved.")
	if !n.box.Visible() || n.rescan.Visible() {
		t.Error("a file that is to come is offered to be looked for")
	}
	n.say("")
	if n.box.Visible() {
		t.Error("a note without words is shown")
	}
	newNote(nil).sayGone()
}
