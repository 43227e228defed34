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

// boxInset is what Fyne leaves around a check box.
const boxInset = 6

// buildTold is what new pictures say of themselves to other programs.
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

// check is a box of this group, on or off at first.
func (v *View) check(words string, on bool, set func(s *settings.Values, on bool)) *widget.Check {
	box := widget.NewCheck(words, nil)
	box.SetChecked(on)
	box.OnChanged = func(on bool) {
		v.update(func(s *settings.Values) { set(s, on) })
	}
	return box
}

// keepWriter takes a name once it is typed, without a key that was pasted with it.
func (v *View) keepWriter() {
	clean := redact.Text(v.writer.Text)
	if clean != v.writer.Text {
		v.writer.SetText(clean)
	}
	if clean != v.values.PromptWriter {
		v.update(func(s *settings.Values) { s.PromptWriter = clean })
	}
}
