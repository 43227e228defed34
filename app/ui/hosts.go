package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2/dialog"

	"lookbook/app/engine"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// hostPatience is how long a request waits for the image host to be tried. One
// that is silent for longer is no reason to keep anybody waiting.
const hostPatience = 3 * time.Second

// troubleWords says what is wrong with a host, as a sentence.
func troubleWords(t *engine.HostTrouble) string { return sentence(errors.New(t.Why)) }

// sayHost shows that pictures are not fetched because of where their host
// leads, and the way to allow it.
func (w *Window) sayHost(t *engine.HostTrouble) {
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
func (w *Window) askHost(t *engine.HostTrouble) {
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

// beforeCharging goes on when the image host was tried and is well. Otherwise
// it tries, and where there is trouble asks first: what is sent is charged even
// if its pictures can't be fetched at present. A person who goes on is not
// asked again. Either goOn is called or leave is.
func (m *mainPage) beforeCharging(goOn, leave func()) {
	hosts := m.session.Engine.Hosts()
	if m.despite || hosts.Tried() {
		goOn()
		return
	}
	m.params.SetBusy(true)
	background.Do(m.w.run, func(ctx context.Context) (*engine.HostTrouble, error) {
		ctx, stop := context.WithTimeout(ctx, hostPatience)
		defer stop()
		return hosts.Try(ctx), nil
	}, func(trouble *engine.HostTrouble, err error) {
		m.params.SetBusy(false)
		switch {
		case err != nil || m.w.main != m: // it broke, or the page was closed meanwhile
			leave()
		case trouble == nil:
			goOn()
		default:
			m.askDespite(trouble, goOn, leave)
		}
	})
}

// askDespite asks whether to send although the pictures can't be fetched now.
func (m *mainPage) askDespite(t *engine.HostTrouble, goOn, leave func()) {
	m.w.once.asking = true
	words := troubleWords(t) + "\nNothing was charged yet. If you go on, the pictures are charged now, and fetched as soon as it works."
	if t.Refused {
		words += "\nYou can allow the host first, with the notice at the top of the window."
	}
	ask := dialog.NewConfirm("Generate although the pictures can’t be fetched now?", words,
		func(yes bool) {
			m.w.once.asking = false
			if yes {
				m.despite = true
				goOn()
				return
			}
			leave()
			m.w.sayHost(t)
		}, m.w.window)
	ask.SetConfirmText("Generate anyway")
	ask.SetDismissText("Don’t send")
	ask.Show()
}
