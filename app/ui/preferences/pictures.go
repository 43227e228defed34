package preferences

import (
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/api/redact"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// buildFolder makes the row of the pictures folder. Where it lies is decided elsewhere, because it
// has to be tried first.
func buildFolder(v *View) control {
	path := widgets.NewLabel("")
	path.SetMinWidth(0)
	choose := widgets.NewQuietButton(message.T("preferences.folder.choose"), v.params.ChooseFolder)
	shows := widgets.NewQuietButton(message.T("preferences.folder.show"), v.params.ShowFolder)
	field := widgets.NewField("", arrange.Stack(darkroom.Space8, path, arrange.Line(darkroom.Space8, widgets.NewLabel(""), choose, shows)))
	return control{
		object: field, below: true, inputs: []fyne.Focusable{choose, shows},
		show: func(s State) {
			path.SetText(s.Folder)
			field.SetError(s.FolderWhy)
		},
		changed: func(s State) bool { return s.Values.Folder != "" && !s.Demo },
		reset:   v.params.UsualFolder,
	}
}

// buildWildcards makes the row of the folder of wildcards.
func buildWildcards(v *View) control {
	path := widgets.NewLabel("")
	path.SetMinWidth(0)
	choose := widgets.NewQuietButton(message.T("wildcards.choose"), v.params.ChooseWildcards)
	field := widgets.NewField("", arrange.Stack(darkroom.Space8, path, arrange.Line(darkroom.Space8, widgets.NewLabel(""), choose)))
	place := at[string](func(s *settings.Values) *string { return &s.Wildcards })
	return control{
		object: field, below: true, inputs: []fyne.Focusable{choose},
		show: func(s State) {
			path.SetText(s.Values.Wildcards)
			if s.Values.Wildcards == "" {
				path.SetText(message.T("wildcards.none"))
			}
			field.SetError(s.WildcardsWhy)
		},
		copy: place.copy,
	}
}

// template is the row of the file names.
type template struct {
	v       *View
	entry   *widgets.LineEntry
	field   *widgets.Field
	preview *widgets.Label
	kept    string // the stored template
	filling bool
}

func buildNames(v *View) control {
	t := &template{v: v, entry: widgets.NewLineEntry(nil), preview: widgets.NewQuietLabel("")}
	t.entry.OnDone, t.entry.OnChanged = t.keep, t.typed
	t.field = widgets.NewField("", t.entry)
	t.preview.SetMinWidth(0)
	words := paragraph(message.T("preferences.names.note", message.With{"Words": "{" + strings.Join(v.params.Words, "} {") + "}"}))
	place := at[string](func(s *settings.Values) *string { return &s.Template })
	v.template = t
	return control{
		object: arrange.Stack(darkroom.Space4, t.field, t.preview, words), below: true, inputs: []fyne.Focusable{t.entry}, end: t.keep,
		show: func(s State) { t.show(s.Values.Template) }, copy: place.copy,
	}
}

// show shows the stored template. What is being typed stays.
func (t *template) show(stored string) {
	if stored == t.kept {
		return
	}
	t.filling = true
	t.entry.SetText(stored)
	t.filling = false
	t.kept = stored
	t.showPreview(stored)
}

func (t *template) typed(text string) {
	if t.filling {
		return
	}
	if clean := redact.Text(text); clean != text { // it would become part of every file name
		t.entry.SetText(clean)
		return
	}
	if t.showPreview(text) && text != t.kept {
		t.preview.SetText(message.T("preferences.names.pending", message.With{"Name": t.preview.Text()}))
	}
}

// keep stores a valid template after it was typed. Half a template is often valid, and pictures
// that arrive meanwhile would get its names.
func (t *template) keep() {
	text := t.entry.Text
	if text == t.kept || !t.showPreview(text) {
		return
	}
	t.kept = text
	t.v.update(func(s *settings.Values) { s.Template = text })
}

// showPreview reports whether the template is valid.
func (t *template) showPreview(text string) bool {
	defer t.v.refit()
	name, err := t.v.params.PreviewName(text)
	if err != nil {
		t.field.SetError(message.Template(err, t.v.params.Words))
		t.preview.Hide()
		return false
	}
	t.field.SetError("")
	t.preview.SetText(name)
	t.preview.Show()
	return true
}
