package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/secrets"
	"lookbook/app/ui/background"
	"lookbook/app/ui/keyform"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// pastedKey asks about keys that were pasted in the wrong place: in a command,
// or into a text.
type pastedKey struct {
	panel   *params.Pane
	window  fyne.Window
	run     background.Run
	current func() secrets.Secret                       // key in use
	use     func(ctx context.Context, key string) error // checks a key and stores it
}

// take asks about a key that was pasted in the wrong place.
func (k *pastedKey) take(text string) {
	key, err := api.CleanKey(text)
	switch {
	case err != nil:
		k.panel.Say(widgets.BannerFailed, keyform.Explain(err))
	case key == k.current().Reveal():
		k.panel.Say(widgets.BannerInfo, message.T("key.same"))
	default:
		k.ask(key)
	}
}

// ask asks whether to store a key that came with a request. Without a yes it is
// forgotten.
func (k *pastedKey) ask(key string) {
	if key == "" || key == k.current().Reveal() {
		return
	}
	words := "key.store"
	if !k.current().Empty() {
		words = "key.store.replace"
	}
	question.Ask(k.window, question.Question{
		Title: message.T("key.store.title"), Text: message.T(words, message.With{"Key": api.MaskKey(key)}),
		Yes: message.T("key.store.yes"), No: message.T("key.store.no"),
	}, func(yes bool) {
		if yes {
			k.store(key)
		}
	})
}

func (k *pastedKey) store(key string) {
	k.run(func(ctx context.Context) func() {
		err := k.use(ctx, key)
		return func() {
			if err != nil {
				k.panel.Say(widgets.BannerFailed, message.T("key.not.stored", message.With{"Why": keyform.Explain(err)}))
				return
			}
			k.panel.Say(widgets.BannerInfo, message.T("key.used", message.With{"Key": api.MaskKey(key)}))
		}
	})
}
