package params

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/ui/arrange"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// keptLine tells of fields that this program does not know and sends as they
// were, and leaves them out when asked.
type keptLine struct {
	form  *form
	label *widgets.Label
	line  *fyne.Container
}

func newKeptLine(f *form) *keptLine {
	k := &keptLine{form: f, label: widgets.NewQuietLabel("")}
	k.label.SetLines(0)
	k.line = arrange.Line(darkroom.Space8, k.label, widgets.NewLinkButton("Leave out", k.leaveOut))
	return k
}

func (k *keptLine) leaveOut() {
	k.form.edit(k.form.draft.DropKept)
	k.fill()
}

func (k *keptLine) fill() {
	names := k.form.draft.Kept()
	if len(names) > 0 {
		k.label.SetText(keptWords(names))
	}
	show(k.line, len(names) > 0)
}

func keptWords(names []string) string {
	const named = 6
	list := strings.Join(names[:min(len(names), named)], ", ")
	if more := len(names) - named; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	if len(names) == 1 {
		return "1 more field is sent as it was: " + list
	}
	return fmt.Sprintf("%d more fields are sent as they were: %s", len(names), list)
}
