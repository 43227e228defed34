package preferences

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/secrets"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/keyform"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func (v *View) buildKey() fyne.CanvasObject {
	v.keyLine = widgets.NewLabel("")
	v.keyLine.SetMinWidth(0)
	v.keyWhere = paragraph("")
	v.keyProblem = paragraph("")
	v.keyProblem.SetTone(widgets.ToneFailed)

	v.replace = widgets.NewQuietButton("Replace …", func() { v.showForm(true) })
	v.remove = widgets.NewQuietButton("Remove …", func() { v.askToRemove(true) })
	v.keyButtons = arrange.Line(darkroom.Space8, v.keyLine, v.replace, v.remove)

	v.confirmYes = widgets.NewQuietButton("Remove the key", v.removeKey)
	no := widgets.NewQuietButton("Keep it", func() { v.askToRemove(false) })
	v.confirm = arrange.Stack(darkroom.Space8,
		paragraph("Without a key nothing new can be generated and running jobs are no longer followed. Pictures that are saved stay."),
		container.NewHBox(v.confirmYes, no))

	v.form = keyform.New(keyform.Params{
		Run: v.params.Run, Use: v.params.OnKey, OnOpen: v.params.OnOpen, Button: "Use this key",
		OnDone: func() { v.showForm(false) }, OnCancel: func() { v.showForm(false) },
	})
	return group("API key", v.keyButtons, v.keyWhere, v.confirm, v.form.Object(), v.keyProblem)
}

// SetKey shows another key.
func (v *View) SetKey(key Key) {
	v.key = key
	line, button := key.Masked, "Replace …"
	if line == "" {
		line, button = "No key", "Add a key …"
	}
	v.keyLine.SetText(line)
	v.replace.SetText(button)
	v.keyWhere.SetText(whereWords(key))
	v.keyProblem.Hide()
	v.showForm(false)
}

// whereWords says where a key is kept and what that means.
func whereWords(key Key) string {
	switch key.Where.Place {
	case secrets.Keychain:
		return "Kept in your system's keychain. It is sent to api.dreamlook.ai and to nobody else."
	case secrets.Environment:
		return "Taken from the environment variable " + secrets.Variable + " for this run. It is not stored; to change it, change the variable."
	case secrets.Session:
		if key.Where.Why == "" {
			return "Kept for this session only: it is gone when Lookbook ends."
		}
		return "Kept for this session only, because " + key.Where.Why + ". It is gone when Lookbook ends."
	}
	return "A key is needed to generate; looking at pictures needs none."
}

func (v *View) showForm(open bool) {
	v.form.Clear()
	v.askToRemove(false)
	show(v.form.Object(), open)
	show(v.keyButtons, !open)
	if open {
		v.form.Focus(fyne.CurrentApp().Driver().CanvasForObject(v.content))
	}
}

func (v *View) askToRemove(ask bool) {
	show(v.confirm, ask)
	show(v.keyButtons, !ask)
	// A key from the environment is not ours to remove or replace.
	ours := v.key.Where.Place != secrets.Environment
	show(v.remove, ours && v.key.Masked != "")
	show(v.replace, ours)
}

func (v *View) removeKey() {
	v.confirmYes.Disable()
	background.Try(v.params.Run, v.params.OnRemoveKey, func(err error) {
		v.confirmYes.Enable()
		if err != nil {
			v.keyProblem.SetText("The key could not be removed: " + err.Error())
			v.keyProblem.Show()
			return
		}
		v.askToRemove(false)
	})
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
