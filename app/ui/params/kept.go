package params

import (
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// keptLine shows which unknown fields are sent unchanged, and removes them on
// request.
type keptLine struct {
	form  *form
	label *widgets.Label
	line  *fyne.Container
}

func newKeptLine(f *form) *keptLine {
	k := &keptLine{form: f, label: widgets.NewQuietLabel("")}
	k.label.SetLines(0)
	k.line = arrange.Line(darkroom.Space8, k.label, widgets.NewLinkButton(message.T("params.kept.drop"), k.leaveOut))
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
		list = message.N("params.kept.more", more, message.With{"Names": list})
	}
	return message.N("params.kept", len(names), message.With{"Names": list})
}
