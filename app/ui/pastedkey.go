package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/api"
	"lookbook/app/secrets"
	"lookbook/app/ui/background"
	"lookbook/app/ui/keyform"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// pastedKey asks about keys that came where none belongs: in a command, or
// pasted into a text.
type pastedKey struct {
	panel   *params.Pane
	window  fyne.Window
	run     background.Run
	current func() secrets.Secret                       // the key in use
	use     func(ctx context.Context, key string) error // checks a key and keeps it
}

// take asks about a key that was pasted where none belongs.
func (k *pastedKey) take(text string) {
	key, err := api.CleanKey(text)
	switch {
	case err != nil:
		k.panel.Say(widgets.BannerFailed, sentence(err))
	case key == k.current().Reveal():
		k.panel.Say(widgets.BannerInfo, "This is the key in use.")
	default:
		k.ask(key)
	}
}

// ask asks whether a key that came with a request is to be stored. Without
// a yes it is forgotten.
func (k *pastedKey) ask(key string) {
	if key == "" || key == k.current().Reveal() {
		return
	}
	words := "The command has an API key in it, " + api.MaskKey(key) + ". "
	if k.current().Empty() {
		words += "Lookbook can check it and keep it in your keychain."
	} else {
		words += "Lookbook can check it and keep it in your keychain, in place of the one in use."
	}
	ask := dialog.NewConfirm("Store this key?", words, func(yes bool) {
		if yes {
			k.store(key)
		}
	}, k.window)
	ask.SetConfirmText("Store the key")
	ask.SetDismissText("Don’t store it")
	ask.Show()
}

func (k *pastedKey) store(key string) {
	k.run(func(ctx context.Context) func() {
		err := k.use(ctx, key)
		return func() {
			if err != nil {
				k.panel.Say(widgets.BannerFailed, "The key was not stored. "+keyform.Explain(err))
				return
			}
			k.panel.Say(widgets.BannerInfo, "The key "+api.MaskKey(key)+" is in use.")
		}
	})
}
