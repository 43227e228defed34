package preferences

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/secrets"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/keyform"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func (v *View) buildKey() fyne.CanvasObject {
	v.keyLine = widgets.NewLabel("")
	v.keyLine.SetMinWidth(0)
	v.keyWhere = paragraph("")
	v.keyProblem = paragraph("")
	v.keyProblem.SetTone(widgets.ToneFailed)

	v.replace = widgets.NewQuietButton(message.T("preferences.key.replace"), func() { v.showForm(true) })
	v.remove = widgets.NewQuietButton(message.T("preferences.key.remove"), func() { v.askToRemove(true) })
	v.keyButtons = arrange.Line(darkroom.Space8, v.keyLine, v.replace, v.remove)

	v.confirmYes = widgets.NewQuietButton(message.T("preferences.key.remove.yes"), v.removeKey)
	no := widgets.NewQuietButton(message.T("preferences.key.remove.no"), func() { v.askToRemove(false) })
	v.confirm = arrange.Stack(darkroom.Space8,
		paragraph(message.T("preferences.key.remove.ask")),
		container.NewHBox(v.confirmYes, no))

	v.form = keyform.New(keyform.Params{
		Run: v.params.Run, Use: v.params.OnKey, OnOpen: v.params.OnOpen, Button: message.T("preferences.key.use"),
		OnDone: func() { v.showForm(false) }, OnCancel: func() { v.showForm(false) },
	})
	return group(message.T("preferences.key"), v.keyButtons, v.keyWhere, v.confirm, v.form.Object(), v.keyProblem)
}

// SetKey shows another key.
func (v *View) SetKey(key Key) {
	v.key = key
	line, button := key.Masked, message.T("preferences.key.replace")
	if line == "" {
		line, button = message.T("preferences.key.none"), message.T("preferences.key.add")
	}
	v.keyLine.SetText(line)
	v.replace.SetText(button)
	v.keyWhere.SetText(whereWords(key))
	v.keyProblem.Hide()
	v.showForm(false)
}

// whereWords says where a key is stored and what that means.
func whereWords(key Key) string {
	switch key.Where.Place {
	case secrets.Keychain:
		return message.T("preferences.key.keychain")
	case secrets.Environment:
		return message.T("preferences.key.environment", message.With{"Variable": secrets.Variable})
	case secrets.Session:
		if key.Where.Why.IsZero() {
			return message.T("preferences.key.session")
		}
		return message.T("preferences.key.session.because", message.With{"Why": message.Cause(key.Where.Why)})
	}
	return message.T("preferences.key.none.note")
}

func (v *View) showForm(open bool) {
	v.form.Clear()
	v.askToRemove(false)
	arrange.Show(v.form.Object(), open)
	arrange.Show(v.keyButtons, !open)
	if open {
		v.form.Focus(fyne.CurrentApp().Driver().CanvasForObject(v.content))
	}
}

func (v *View) askToRemove(ask bool) {
	arrange.Show(v.confirm, ask)
	arrange.Show(v.keyButtons, !ask)
	// A key from the environment is not ours to remove or replace.
	ours := v.key.Where.Place != secrets.Environment
	arrange.Show(v.remove, ours && v.key.Masked != "")
	arrange.Show(v.replace, ours)
}

func (v *View) removeKey() {
	v.confirmYes.Disable()
	background.Try(v.params.Run, v.params.OnRemoveKey, func(err error) {
		v.confirmYes.Enable()
		if err != nil {
			v.keyProblem.SetText(message.T("preferences.key.remove.failed", message.With{"Why": message.Error(err)}))
			v.keyProblem.Show()
			return
		}
		v.askToRemove(false)
	})
}
