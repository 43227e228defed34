package preferences

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/api/redact"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// boxInset is Fyne's margin around a check box.
const boxInset = 6

// buildTold makes the choices about what new pictures tell other programs.
func (v *View) buildTold() fyne.CanvasObject {
	v.source = v.check(message.T("preferences.told.source"), v.values.TellSource, func(s *settings.Values, on bool) { s.TellSource = on })
	v.prompt = v.check(message.T("preferences.told.prompt"), v.values.TellPrompt, func(s *settings.Values, on bool) { s.TellPrompt = on })
	v.marks = v.check(message.T("preferences.told.marks"), v.values.WriteMarks, func(s *settings.Values, on bool) { s.WriteMarks = on })
	v.writer = newTemplateEntry(v.keepWriter)
	v.writer.SetText(v.values.PromptWriter)
	v.writer.SetPlaceHolder(message.T("preferences.told.writer.none"))
	checks := arrange.Inset(-boxInset, -boxInset, -boxInset, arrange.Stack(0, v.source, v.prompt, v.marks))
	return group(message.T("preferences.told"), checks, widgets.NewField(message.T("preferences.told.writer"), v.writer),
		arrange.Stack(darkroom.Space4, paragraph(message.T("preferences.told.note"))))
}

// check makes a check box of this group.
func (v *View) check(words string, on bool, set func(s *settings.Values, on bool)) *widget.Check {
	box := widget.NewCheck(words, nil)
	box.SetChecked(on)
	box.OnChanged = func(on bool) {
		v.update(func(s *settings.Values) { set(s, on) })
	}
	return box
}

// keepWriter stores a name after it was typed, without a pasted key.
func (v *View) keepWriter() {
	clean := redact.Text(v.writer.Text)
	if clean != v.writer.Text {
		v.writer.SetText(clean)
	}
	if clean != v.values.PromptWriter {
		v.update(func(s *settings.Values) { s.PromptWriter = clean })
	}
}
