package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/dialog"

	"lookbook/app/download"
	"lookbook/app/settings"
	"lookbook/widgets"
)

// troubleWords says what is wrong with a host, as a sentence.
func troubleWords(t *download.HostTrouble) string { return sentence(errors.New(t.Why)) }

// sayHost shows that pictures are not fetched because of where their host
// leads, and the way to allow it.
func (w *Window) sayHost(t *download.HostTrouble) {
	if t == nil || !t.Refused {
		w.notices.clear(noticeHost)
		return
	}
	w.notices.set(noticeHost, widgets.BannerWarning,
		"Pictures are not fetched at present, because "+t.Why+". They are kept on the list, and nothing is charged again.",
		widgets.Action{Text: "Allow for this host…", Run: func() { w.askHost(t) }},
		widgets.Action{Text: "Try again", Run: w.hostsChanged})
}

// askHost asks whether pictures may come from a host although it leads into a
// private network.
func (w *Window) askHost(t *download.HostTrouble) {
	ask := dialog.NewConfirm("Fetch pictures from "+t.Host+"?",
		troubleWords(t)+"\nPictures normally come from the public internet, and Lookbook keeps out of your own network.\n"+
			"Allow it if you know why, for example because of a tunnel, a proxy or a DNS filter of yours.\n"+
			"You can take it back in the preferences.",
		func(yes bool) {
			if yes {
				w.allowHost(t.Host, true)
			}
		}, w.window)
	ask.SetConfirmText("Allow for this host")
	ask.SetDismissText("Don’t allow")
	ask.Show()
}

// allowHost allows a host or takes it back.
func (w *Window) allowHost(host string, on bool) {
	v := w.p.Settings.Update(func(v *settings.Values) { v.AllowHost(host, on) })
	w.log.Info("image host", "host", host, "allowed", on)
	if w.preferences != nil {
		w.preferences.SetHosts(v.AllowedHosts())
	}
	w.hostsChanged()
}

// hostsChanged tries at once to fetch what was refused.
func (w *Window) hostsChanged() {
	if s := w.session; s != nil {
		w.run(func(context.Context) func() {
			s.HostsChanged()
			return nil
		})
	}
}
