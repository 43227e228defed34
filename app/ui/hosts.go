package ui

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"lookbook/app/download"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/widgets"
)

// imageHosts manages which image hosts in private networks a person allowed.
type imageHosts struct {
	session  func() *session.Session // nil: no session is open
	run      background.Run
	window   fyne.Window
	settings *settings.Store
	notices  *notices
	log      *slog.Logger
	told     func()                // shows which hosts are allowed
	check    func() widgets.Action // opens the check of the service
}

// say reports that pictures are not fetched because of where their host leads,
// with the action to allow it.
func (h *imageHosts) say(t *download.HostTrouble) {
	if t == nil || !t.Refused {
		h.notices.clear(noticeHost)
		return
	}
	h.notices.set(noticeHost, widgets.BannerWarning,
		message.T("host.refused", message.With{"Why": message.Cause(t.Cause)}),
		widgets.Action{Text: message.T("host.allow.ask"), Run: func() { h.ask(t) }},
		widgets.Action{Text: message.T("retry"), Run: h.tryAgain}, h.check())
}

// ask asks whether to allow an image host in a private network.
func (h *imageHosts) ask(t *download.HostTrouble) {
	question.Ask(h.window, question.Question{
		Title: message.T("host.allow.title", message.With{"Host": t.Host}), Text: message.T("host.allow", message.With{"Why": message.Cause(t.Cause)}),
		Yes: message.T("host.allow.yes"), No: message.T("host.allow.no"), Careful: true,
	}, func(yes bool) {
		if yes {
			h.allow(t.Host, true)
		}
	})
}

// allow allows a host, or revokes it.
func (h *imageHosts) allow(host string, on bool) {
	h.settings.Update(func(v *settings.Values) { v.AllowHost(host, on) })
	h.log.Info("image host", "host", host, "allowed", on)
	h.told()
	h.tryAgain()
}

// tryAgain tries at once to fetch refused pictures.
func (h *imageHosts) tryAgain() {
	if s := h.session(); s != nil {
		h.run(func(context.Context) func() {
			s.HostsChanged()
			return nil
		})
	}
}
