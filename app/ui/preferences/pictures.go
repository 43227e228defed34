package preferences

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/api/redact"
	"lookbook/app/media/naming"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func (v *View) buildPictures() fyne.CanvasObject {
	v.folder = widgets.NewLabel("")
	v.folder.SetMinWidth(0)
	choose := widgets.NewQuietButton(message.T("preferences.folder.choose"), v.params.ChooseFolder)
	show := widgets.NewQuietButton(message.T("preferences.folder.show"), v.params.ShowFolder)
	v.folderField = widgets.NewField(message.T("preferences.folder"), arrange.Line(darkroom.Space8, v.folder, choose, show))

	v.template = newTemplateEntry(v.keepTemplate)
	v.template.OnChanged = v.templateTyped
	v.templateField = widgets.NewField(message.T("preferences.names"), v.template)
	v.preview = widgets.NewQuietLabel("")
	v.preview.SetMinWidth(0)
	words := paragraph(message.T("preferences.names.note", message.With{"Words": inBraces(strings.Join(v.params.Words, "} {"))}))
	return group(message.T("preferences.pictures"), v.folderField, arrange.Stack(darkroom.Space4, v.templateField, v.preview, words))
}

// SetFolder shows the pictures folder, and why nothing can be saved there.
func (v *View) SetFolder(folder, why string) {
	v.folder.SetText(folder)
	v.folderField.SetError(why)
}

func (v *View) setTemplate(template string) {
	v.filling = true
	v.template.SetText(template)
	v.filling = false
	v.kept = template
	v.showPreview(template)
}

func (v *View) templateTyped(template string) {
	if v.filling {
		return
	}
	if clean := redact.Text(template); clean != template { // it would become part of every file name
		v.template.SetText(clean)
		return
	}
	if v.showPreview(template) && template != v.kept {
		v.preview.SetText(message.T("preferences.names.pending", message.With{"Name": v.preview.Text()}))
	}
}

// keepTemplate stores a valid template after it was typed. Half a template is
// often valid, and pictures that arrive meanwhile would get its names.
func (v *View) keepTemplate() {
	template := v.template.Text
	if template == v.kept || !v.showPreview(template) {
		return
	}
	v.kept = template
	v.update(func(s *settings.Values) { s.Template = template })
}

// Close stores what was typed last. It is called when the window closes.
func (v *View) Close() {
	v.keepTemplate()
	v.keepWriter()
}

// templateEntry reports the end of typing: Enter, or loss of the focus.
type templateEntry struct {
	widgets.Entry
	over func()
}

func newTemplateEntry(over func()) *templateEntry {
	e := &templateEntry{over: over}
	e.OnSubmitted = func(string) { over() }
	e.ExtendBaseWidget(e)
	return e
}

// FocusLost is Fyne's.
func (e *templateEntry) FocusLost() {
	e.Entry.FocusLost()
	e.over()
}

// showPreview reports whether the template is valid.
func (v *View) showPreview(template string) bool {
	name, err := v.params.PreviewName(template)
	if err != nil {
		v.templateField.SetError(v.templateWords(err))
		v.preview.Hide()
		return false
	}
	v.templateField.SetError("")
	v.preview.SetText(name)
	v.preview.Show()
	return true
}

// templateWords says what is wrong with a template, and where.
func (v *View) templateWords(err error) string {
	wrong, ok := errors.AsType[*naming.TemplateError](err)
	if !ok {
		return message.T("preferences.names.failed", message.With{"Why": message.Error(err)})
	}
	why := message.T("preferences.names.fault."+string(wrong.Fault), message.With{
		"What": wrong.What, "Word": inBraces(wrong.What), "Words": inBraces(strings.Join(v.params.Words, "}, {")),
	})
	return message.T("preferences.names.wrong", message.With{"Why": why, "Column": wrong.Column()})
}

func inBraces(words string) string { return "{" + words + "}" }
