package ui

import (
	"context"
	"errors"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/download"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// troubleWords says what is wrong with a host, as a sentence.
func troubleWords(t *download.HostTrouble) string { return sentence(errors.New(t.Why)) }

// imageHosts are the hosts that pictures come from, and which of them a person
// allowed although they lead into a private network.
type imageHosts struct {
	session  func() *session.Session // nil: none is open
	run      background.Run
	window   fyne.Window
	settings *settings.Store
	notices  *notices
	log      *slog.Logger
	told     func(allowed []string) // shows which are allowed
}

// say shows that pictures are not fetched because of where their host
// leads, and the way to allow it.
func (h *imageHosts) say(t *download.HostTrouble) {
	if t == nil || !t.Refused {
		h.notices.clear(noticeHost)
		return
	}
	h.notices.set(noticeHost, widgets.BannerWarning,
		"Pictures are not fetched at present, because "+t.Why+". They are kept on the list, and nothing is charged again.",
		widgets.Action{Text: "Allow for this host…", Run: func() { h.ask(t) }},
		widgets.Action{Text: "Try again", Run: h.tryAgain})
}

// ask asks whether pictures may come from a host although it leads into a
// private network.
func (h *imageHosts) ask(t *download.HostTrouble) {
	ask := dialog.NewConfirm("Fetch pictures from "+t.Host+"?",
		troubleWords(t)+"\nPictures normally come from the public internet, and Lookbook keeps out of your own network.\n"+
			"Allow it if you know why, for example because of a tunnel, a proxy or a DNS filter of yours.\n"+
			"You can take it back in the preferences.",
		func(yes bool) {
			if yes {
				h.allow(t.Host, true)
			}
		}, h.window)
	ask.SetConfirmText("Allow for this host")
	ask.SetDismissText("Don’t allow")
	ask.Show()
}

// allow allows a host or takes it back.
func (h *imageHosts) allow(host string, on bool) {
	v := h.settings.Update(func(v *settings.Values) { v.AllowHost(host, on) })
	h.log.Info("image host", "host", host, "allowed", on)
	h.told(v.AllowedHosts())
	h.tryAgain()
}

// tryAgain tries at once to fetch what was refused.
func (h *imageHosts) tryAgain() {
	if s := h.session(); s != nil {
		h.run(func(context.Context) func() {
			s.HostsChanged()
			return nil
		})
	}
}
