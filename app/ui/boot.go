package ui

import (
	"time"

	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/secrets"
	"lookbook/app/session"
	commands "lookbook/app/task"
	"lookbook/app/ui/message"
	"lookbook/app/ui/welcome"
	"lookbook/widgets"
)

// closeLimit bounds closing, after which the program ends regardless. The
// engine needs up to five seconds for submissions.
const closeLimit = 8 * time.Second

// settle is when work starts that looks at all pictures once. The window's first screen is complete by then.
const settle = 4 * time.Second

// sessionParams are what the user's own session is opened with.
func (w *Window) sessionParams() session.Params {
	return session.Params{
		Paths: w.p.Paths, Settings: w.p.Settings, Log: w.log, Version: w.p.Version, BaseURL: w.p.BaseURL,
		Key: func() string { return w.p.Secrets.Current().Secret.Reveal() }, Secrets: w.p.Secrets,
		Crashed: w.p.Crashed, Clock: w.clock, Settle: settle, Front: w.front.ask, Claim: w.p.Claim, Serve: commands.Serve, Rekeyed: func() { w.apiKey.reload(); w.dispatch(w.accounts.reread) },
		Described:     func() { w.dispatch(w.describe) },
		ModelsChanged: w.modelsTold.ask,
	}
}

// detach removes the session from the window and returns it.
func (w *Window) detach() *session.Session {
	old := w.session
	if w.forget != nil {
		w.forget()
		w.inbox.close()
	}
	if w.main != nil {
		w.main.second.close()
	}
	w.session, w.main, w.forget = nil, nil, nil
	w.outside.attach(nil)
	w.accounts.detach()
	w.ending.use(nil, nil)
	w.layers.bare()
	return old
}

// attach shows an opened session.
func (w *Window) attach(o openedSession) {
	s := o.session
	w.session = s
	w.releases.demo.Store(s.Demo)
	w.outside.attach(s)
	box := &inbox{}
	w.inbox = box
	w.forget = s.Engine.Subscribe(func(event engine.Event) {
		if box.put(event) {
			w.dispatch(func() { w.receive(box) })
		}
	})
	w.main = newMainPage(w, o)
	w.accounts.attach(s, o.accounts)
	w.ending.use(s, s.Edit.Draft.Store)
	w.layers.lie(w.main.views.Object())
	w.sayOpened(s)
	w.quitter.stay() // the request to quit was about the previous session
	w.troubles.say(s.Engine.Status())
	w.main.models.refresh()
	w.describe()
	w.settle()
}

// describe gives the service's description to the panel.
func (w *Window) describe() {
	if w.main != nil {
		w.main.params.Describe(w.session.Description.Current())
	}
}

// sayOpened reports, once, what was found while opening.
func (w *Window) sayOpened(s *session.Session) {
	if words := message.Replaced(s.Aside, s.Restored, s.Holds); words != "" {
		w.notices.set(noticeAside, widgets.BannerWarning, words)
	}
	if s.Demo {
		w.notices.set(noticeDemo, widgets.BannerInfo,
			message.T("demo.banner"),
			widgets.Action{Text: message.T("demo.leave"), Run: func() { w.opener.open(false) }})
		return
	}
	w.notices.clear(noticeDemo)
}

// receive passes the events of the last turn to the panes.
func (w *Window) receive(box *inbox) {
	events := box.take()
	m := w.main
	if m == nil || box != w.inbox {
		return
	}
	for _, event := range events {
		if w.main != m {
			return // the window was closed meanwhile
		}
		w.outside.changed(event)
		switch event := event.(type) {
		case library.EntryChanged:
			m.jobs.Changed(event.Entry)
			m.sender.markRefused(event.Entry)
			m.gallery.EntryChanged(event.Entry)
			m.models.took(event.Entry, w.clock.Now())
			m.limits.took(event.Entry)
		case library.EntryRemoved:
			m.jobs.Removed(event.ID)
		case library.ImageChanged:
			m.jobs.ImageChanged(event)
			m.gallery.ImageChanged(event)
			m.views.ImageChanged(event.Image)
			m.second.imageChanged(event.Image)
		case library.AccountsChanged:
			w.accounts.reload()
		case library.HeldChanged:
			m.outbox.pane.Reload()
		case library.Reset:
			m.jobs.Reload()
			m.outbox.pane.Reload()
			m.gallery.Reset()
		case engine.StatusChanged:
			m.status.show(event.Status, w.clock.Now())
			w.troubles.say(event.Status)
			w.quitter.look(event.Status)
		}
	}
}

// accountsChanged shows the accounts, and which of them is shown.
func (w *Window) accountsChanged() {
	if w.main != nil {
		w.main.accountsChanged()
	}
	w.accountList.refresh()
	w.settle()
}

// settle decides what fills the window once enough is known: the main page if
// there is something to see or to do, otherwise the welcome card.
func (w *Window) settle() {
	if w.card != nil {
		w.card.SetKept(w.apiKey.keptWords())
	}
	if w.session == nil || w.main == nil {
		return
	}
	ready := w.session.Demo || !w.main.empty || w.apiKey.known && !w.apiKey.key.Secret.Empty() || w.accounts.several()
	switch {
	case ready:
		w.showMain()
	case w.apiKey.known || w.apiKey.slow:
		w.showWelcome()
	}
}

func (w *Window) showMain() {
	w.welcome, w.card = false, nil
	if w.layers.showing(w.main.content) {
		return
	}
	w.layers.show(w.main.content)
	w.main.made.renew(w.p.App)
	w.apiKey.say()
	w.window.Canvas().Focus(w.main.params.PromptTarget())
	w.log.Info("ready", "demo", w.session.Demo)
	w.handover.open()
}

func (w *Window) showWelcome() {
	if w.welcome {
		return
	}
	w.welcome = true
	w.apiKey.say()
	w.card = welcome.New(welcome.Params{
		Icon: w.icon, Kept: w.apiKey.keptWords(), Run: w.run,
		OnKey:  w.apiKey.use,
		OnDone: w.showMain,
		OnDemo: func() { w.opener.open(true) },
		OnOpen: w.desktop.openURL, OnCheck: w.check.with,
	})
	w.layers.showBelowNotices(w.card.Object())
	w.card.Focus(w.window.Canvas())
	w.log.Info("welcome shown")
	w.handover.open()
}

// keyChanged tells what uses the key of a store, and shows it if it is that of the
// shown account.
func (w *Window) keyChanged(store *secrets.Store) {
	w.accounts.keyChanged(store)
	if store == w.apiKey.store.Load() {
		w.keyShown()
		w.accounts.readOthers()
	}
}

// keyShown shows the key of the shown account.
func (w *Window) keyShown() {
	key := w.apiKey.key
	if w.main != nil {
		w.main.status.showKey(key, w.session.Demo)
		w.main.models.refresh()
	}
	w.preferences.refresh()
	w.troubles.sayKept(key.Where)
	w.apiKey.say()
}
