package preferences

import (
	"reflect"

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

// keyRow shows the key, replaces it and removes it.
type keyRow struct {
	v       *View
	key     Key
	line    *widgets.Label
	where   *widgets.Label
	problem *widgets.Label
	buttons *fyne.Container
	replace *widgets.QuietButton
	remove  *widgets.QuietButton
	confirm *fyne.Container
	yes     *widgets.QuietButton
	form    *keyform.Form
}

func buildKey(v *View) control {
	k := &keyRow{v: v, line: widgets.NewLabel(""), where: paragraph(""), problem: paragraph("")}
	k.line.SetMinWidth(0)
	k.problem.SetTone(widgets.ToneFailed)
	k.replace = widgets.NewQuietButton(message.T("preferences.key.replace"), func() { k.showForm(true) })
	k.remove = widgets.NewQuietButton(message.T("preferences.key.remove"), func() { k.ask(true) })
	k.buttons = arrange.Line(darkroom.Space8, k.line, k.replace, k.remove)
	k.yes = widgets.NewQuietButton(message.T("preferences.key.remove.yes"), k.removeKey)
	no := widgets.NewQuietButton(message.T("preferences.key.remove.no"), func() { k.ask(false) })
	k.confirm = arrange.Stack(darkroom.Space8, paragraph(message.T("preferences.key.remove.ask")), container.NewHBox(k.yes, no))
	k.form = keyform.New(keyform.Params{
		Run: v.params.Run, Use: v.params.OnKey, OnOpen: v.params.OnOpen, Button: message.T("preferences.key.use"),
		OnDone: func() { k.showForm(false) }, OnCancel: func() { k.showForm(false) },
	})
	v.key = k
	k.show(Key{})
	return control{
		object: arrange.Stack(darkroom.Space12, k.buttons, k.where, k.confirm, k.form.Object(), k.problem), below: true, inputs: []fyne.Focusable{k.replace, k.remove},
		show: func(s State) {
			if !reflect.DeepEqual(s.Key, k.key) {
				k.show(s.Key)
			}
		},
	}
}

// show shows another key.
func (k *keyRow) show(key Key) {
	k.key = key
	line, button := key.Masked, message.T("preferences.key.replace")
	if line == "" {
		line, button = message.T("preferences.key.none"), message.T("preferences.key.add")
	}
	k.line.SetText(line)
	k.replace.SetText(button)
	k.where.SetText(whereWords(key))
	k.problem.Hide()
	k.showForm(false)
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

func (k *keyRow) showForm(open bool) {
	k.form.Clear()
	k.ask(false)
	arrange.Show(k.form.Object(), open)
	arrange.Show(k.buttons, !open)
	k.v.refit()
	if open {
		k.form.Focus(fyne.CurrentApp().Driver().CanvasForObject(k.v.content))
	}
}

func (k *keyRow) ask(ask bool) {
	arrange.Show(k.confirm, ask)
	arrange.Show(k.buttons, !ask)
	// A key from the environment is not ours to remove or replace.
	ours := k.key.Where.Place != secrets.Environment
	arrange.Show(k.remove, ours && k.key.Masked != "")
	arrange.Show(k.replace, ours)
	k.v.refit()
}

func (k *keyRow) removeKey() {
	k.yes.Disable()
	background.Try(k.v.params.Run, k.v.params.OnRemoveKey, func(err error) {
		k.yes.Enable()
		if err != nil {
			k.problem.SetText(message.T("preferences.key.remove.failed", message.With{"Why": message.Error(err)}))
			k.problem.Show()
			k.v.refit()
			return
		}
		k.ask(false)
	})
}
