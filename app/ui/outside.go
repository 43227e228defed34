package ui

import (
	"context"
	"slices"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/engine"
	"lookbook/app/library"
	"lookbook/app/platform/tray"
	"lookbook/app/session"
	"lookbook/app/supervisor"
	"lookbook/app/ui/activity"
	"lookbook/app/ui/background"
)

// outside is what a person sees of the program while looking at other windows:
// notifications, the tray and the window's title. UI goroutine only.
type outside struct {
	session   func() *session.Session // nil: no session is open
	run       background.Run
	dispatch  func(func())
	clock     clockwork.Clock
	tracker   *activity.Tracker
	notifier  *notifier
	indicator *indicator
	closer    *closer
	tray      TrayIcon
	quit      func()

	stale   bool // what the indicator shows may have changed
	prompts bool // as it was shown
}

// makeOutside makes what is seen of the program outside of its window.
func (w *Window) makeOutside() *outside {
	open := func() *session.Session { return w.session }
	icon := newTrayIcon(w.p.Tray, w.p.App, w.dispatch)
	o := &outside{
		session: open, run: w.run, dispatch: w.dispatch, clock: w.clock, tracker: activity.New(), tray: icon, quit: w.quitter.quit,
		notifier: &notifier{
			notes: w.p.Notes, settings: w.p.Settings, session: open, run: w.run, dispatch: w.dispatch, redact: w.apiKey.redacted, log: w.log, raise: func() { w.outside.closer.raise() },
			show: func(entries []library.Entry) {
				if m := w.panes(); m != nil {
					w.preferences.close() // they would cover the picture
					m.nav.ended(entries)
				}
			},
		},
		indicator: &indicator{window: w.window, icon: icon, settings: w.p.Settings, title: Name},
		closer: &closer{
			session: open, run: w.run, window: w.window, settings: w.p.Settings, log: w.log, tray: icon.There,
			ended: func() bool { return w.closing },
			quit:  w.quitter.quit, end: w.Close,
			hiding: func() {
				if w.main != nil {
					w.main.second.close()
				}
			},
		},
	}
	w.notices.changed = o.notifier.noticed
	return o
}

// start starts what shows notifications and the tray.
func (o *outside) start(group *supervisor.Group) {
	if notes := o.notifier.notes; notes != nil {
		group.Go("notifying", notes.Run)
	}
	actions := tray.Actions{
		Open:    func() { o.dispatch(o.closer.raise) },
		Pause:   func() { o.dispatch(o.pause) },
		Quit:    func() { o.dispatch(o.quit) },
		Changed: func(bool) { o.dispatch(func() { o.stale = true }) },
	}
	group.Go("showing the tray", func(ctx context.Context) error { return o.tray.Run(ctx, actions) })
}

// attach follows the session that was opened; nil: it was closed.
func (o *outside) attach(s *session.Session) {
	o.tracker, o.stale = activity.New(), true
	if s != nil {
		o.read(s)
	}
}

// read reads what is unfinished.
func (o *outside) read(s *session.Session) {
	t := o.tracker
	followed := t.Reading()
	background.Do(o.run, func(ctx context.Context) ([]library.Entry, error) {
		entries, err := s.Library.Unfinished(ctx, 0)
		for _, id := range followed {
			if slices.ContainsFunc(entries, func(e library.Entry) bool { return e.ID == id }) {
				continue
			}
			if e, err := s.Library.Entry(ctx, id); err == nil { // otherwise it was removed
				entries = append(entries, e)
			}
		}
		return entries, err
	}, func(entries []library.Entry, _ error) { // without entries the next change of each is followed
		t.Read(entries, o.clock.Now(), o.notifier.looking())
		o.stale = true
	})
}

// changed takes an event of the session.
func (o *outside) changed(event engine.Event) {
	now, seen := o.clock.Now(), o.notifier.looking()
	switch event := event.(type) {
	case library.EntryChanged:
		o.tracker.Changed(event.Entry, now, seen)
	case library.EntryRemoved:
		o.tracker.Removed(event.ID)
	case library.ImageChanged:
		o.tracker.ImageChanged(event, now, seen)
	case library.Reset:
		if s := o.session(); s != nil {
			o.read(s)
		}
	}
	o.stale = true
}

// entered is called when the window comes to the front.
func (o *outside) entered() {
	o.closer.hidden = false // a second start may have shown it
	o.tracker.Seen()
	o.notifier.entered()
}

// tick shows what changed since the last call.
func (o *outside) tick(now time.Time) {
	if succeeded, unsuccessful := o.tracker.Due(now); len(succeeded)+len(unsuccessful) > 0 {
		o.notifier.report(succeeded, unsuccessful, now)
	}
	o.closer.tick(now)
	prompts := o.indicator.settings.Current().PromptsOutside
	if !o.stale && prompts == o.prompts {
		return
	}
	o.stale, o.prompts = false, prompts
	var s engine.Status
	if open := o.session(); open != nil {
		s = open.Engine.Status()
	}
	o.indicator.show(o.tracker.Jobs(), s.Unsaved, s.Held)
}

// pause stops following jobs, or goes on with it.
func (o *outside) pause() {
	if s := o.session(); s != nil {
		s.Engine.Hold(!s.Engine.Status().Held)
	}
}
