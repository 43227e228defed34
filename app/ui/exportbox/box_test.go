package exportbox

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

func TestTheChoiceIsHandedOn(t *testing.T) {
	uitest.App(t)
	var asked []string
	b := New(Params{
		Title: "Export 3 pictures", Button: "Export 3", Folder: "/pictures", Bare: true,
		Export: func(folder string, bare bool) { asked = append(asked, fmt.Sprint(folder, " ", bare)) },
	})
	window := test.NewTempWindow(t, b.Object())
	without := b.note.Text()
	window.Canvas().Focus(b.Begin())
	enter := func() { b.Begin().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	enter()
	b.what.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if b.note.Text() == without {
		t.Error("both choices are explained in the same words")
	}
	b.field.SetError("That folder is full.")
	b.SetFolder("/copies")
	if b.field.Error() != "" {
		t.Errorf("another folder has the fault of the first: %q", b.field.Error())
	}
	enter()
	if want := []string{"/pictures true", "/copies false"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}
