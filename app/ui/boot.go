package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/ui/background"
	"lookbook/app/ui/preferences"
	"lookbook/app/ui/welcome"
	"lookbook/widgets"
)

// closeLimit is how long closing may take before the program ends regardless:
// the engine gives submissions under way five seconds.
const closeLimit = 8 * time.Second

// boot opens the library and asks for the key, both at once.
func (w *Window) boot() {
	w.sayStart()
	w.showBelowNotices(widgets.NewEmptyState("", nil))
	w.open(w.p.Demo)
	w.apiKey.load()
}

// open closes the session that is open, if any, and opens the user's own or
// the demo's.
func (w *Window) open(demo bool) {
	if w.opening {
		return
	}
	w.opening = true
	w.openings.began = w.now()
	old := w.detach()
	background.Do(w.run, func(ctx context.Context) (openedSession, error) {
		if old != nil {
			w.logged("closing", w.ending.closeSession(old))
		}
		return w.openSession(ctx, demo)
	}, func(o openedSession, err error) {
		w.opening = false
		switch {
		case err != nil && w.closing:
		case err != nil:
			w.openFailed(err, demo)
		case w.closing:
			w.run(func(context.Context) func() { w.logged("closing", w.ending.closeSession(o.session)); return nil })
		default:
			w.openings = opening{}
			w.attach(o)
		}
	})
}

// openedSession is a session that was opened, and what the page shows first of it.
type openedSession struct {
	session *session.Session
	totals  library.Totals
	draft   []byte
}

// openSession opens a session. It runs off the UI goroutine.
func (w *Window) openSession(ctx context.Context, demo bool) (o openedSession, err error) {
	o.session, err = session.Open(ctx, session.Params{
		Paths: w.p.Paths, Settings: w.p.Settings, Demo: demo, Log: w.log, Version: w.p.Version, BaseURL: w.p.BaseURL,
		Key:     func() string { return w.p.Secrets.Current().Secret.Reveal() },
		Crashed: w.p.Crashed, Clock: w.clock,
		Front: w.askedToFront,
		Claim: w.p.Claim,
	})
	if err != nil {
		return openedSession{}, err
	}
	o.totals, err = o.session.Library.Totals(ctx)
	if err == nil {
		o.draft, err = o.session.Edit.Draft.Load(ctx)
	}
	if err != nil || ctx.Err() != nil { // or the program ended meanwhile
		return openedSession{}, errors.Join(err, ctx.Err(), w.ending.closeSession(o.session))
	}
	return o, nil
}

// logged notes an error that nothing can be done about.
func (w *Window) logged(doing string, err error) {
	if err != nil {
		w.log.Error(doing, "error", err)
	}
}

// detach takes the session out of the window and returns it.
func (w *Window) detach() *session.Session {
	old := w.session
	if w.forget != nil {
		w.forget()
		w.inbox.close()
	}
	w.session, w.main, w.forget = nil, nil, nil
	w.ending.use(nil, nil)
	w.detachViews()
	return old
}

// attach shows a session that was opened.
func (w *Window) attach(o openedSession) {
	s := o.session
	w.session = s
	box := &inbox{}
	w.inbox = box
	w.forget = s.Engine.Subscribe(func(event engine.Event) {
		if box.put(event) {
			w.dispatch(func() { w.receive(box) })
		}
	})
	w.main = newMainPage(w, o.totals, o.draft)
	w.ending.use(s, s.Edit.Draft.Store)
	w.attachViews()
	w.sayNotes(s)
	w.leaving = false // that was about the pictures of another session
	w.notices.clear(noticeLeaving)
	w.sayStatus(s.Engine.Status()) // what happened before anyone listened
	w.main.refreshModels()
	w.settle()
}

// sayStart tells once what was amiss before there was a window.
func (w *Window) sayStart() {
	if notes := w.p.Settings.Notes(); len(notes) > 0 {
		w.notices.set(noticeDefaults, widgets.BannerInfo, strings.Join(notes, " "))
	}
	if w.p.Unlogged != nil && w.p.Paths.State != "" {
		w.notices.set(noticeLog, widgets.BannerWarning,
			"Lookbook can’t keep its log: "+whyNot(w.p.Unlogged, w.p.Paths.State)+" Everything else works; messages go to the terminal meanwhile.")
	}
}

// sayNotes tells once what opening found out.
func (w *Window) sayNotes(s *session.Session) {
	if s.Note != "" {
		w.notices.set(noticeAside, widgets.BannerWarning, s.Note)
	}
	if s.Demo {
		w.notices.set(noticeDemo, widgets.BannerInfo,
			"This is a demo: pictures are drawn on this computer, and nothing is charged.",
			widgets.Action{Text: "Use my own key", Run: w.leaveDemo})
		return
	}
	w.notices.clear(noticeDemo)
}

// settle decides what fills the window, as soon as enough is known: the main
// page where there is something to see or to do, else the welcome card.
func (w *Window) settle() {
	if w.card != nil {
		w.card.SetKept(w.apiKey.keptWords())
	}
	if w.session == nil || w.main == nil {
		return
	}
	ready := w.session.Demo || !w.main.empty || w.apiKey.known && !w.apiKey.key.Secret.Empty()
	switch {
	case ready:
		w.showMain()
	case w.apiKey.known || w.apiKey.slow:
		w.showWelcome()
	}
}

func (w *Window) showMain() {
	w.welcome, w.card = false, nil
	if len(w.page.Objects) == 1 && w.page.Objects[0] == w.main.content {
		return
	}
	w.show(w.main.content)
	w.apiKey.say()
	w.window.Canvas().Focus(w.main.params.PromptTarget())
	w.log.Info("ready", "demo", w.session.Demo)
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
		OnDemo: func() { w.open(true) },
		OnOpen: w.desktop.openURL,
	})
	w.showBelowNotices(w.card.Object())
	w.card.FocusOn(w.window.Canvas())
	w.log.Info("welcome shown")
}

// keyChanged tells everyone who shows or uses the key.
func (w *Window) keyChanged() {
	if w.session != nil {
		w.session.Engine.Jobs.KeyChanged()
	}
	if w.main != nil {
		w.main.status.showKey(w.apiKey.key, w.session.Demo)
		w.main.refreshModels()
	}
	if w.preferences != nil {
		w.preferences.SetKey(preferences.Key{Masked: w.apiKey.key.Secret.String(), Where: w.apiKey.key.Where})
	}
	if w.apiKey.key.Where.Place == secrets.Session {
		why := w.apiKey.key.Where.Why
		if why == "" {
			why = "there is no keychain on this computer"
		}
		w.notices.set(noticeKept, widgets.BannerWarning, "The key is kept for this session only: "+why+".")
	} else {
		w.notices.clear(noticeKept)
	}
	w.apiKey.say()
}

// leaveDemo goes back to the user's own pictures, or to the welcome card.
func (w *Window) leaveDemo() { w.open(false) }
