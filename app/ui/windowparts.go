package ui

import (
	"context"
	"runtime"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/preferences"
)

// makeParts makes what outlives the open session.
func (w *Window) makeParts() {
	open := func() *session.Session { return w.session }
	w.notices = newNotices(w.log)
	w.modelsTold = &repaint{dispatch: w.dispatch, paint: w.onPage(func(m *mainPage) { m.modelFiles.tell() })}
	w.dialogs = &fileDialogs{run: w.run, window: w.window, log: w.log, fail: w.notices.fail}
	w.desktop = &desktopLinks{app: w.p.App, run: w.run, fail: w.notices.fail, picture: w.p.CopyPicture}
	w.effects = &effects{
		session: open, run: w.run, settings: w.p.Settings, log: w.log, paint: func(v settings.Values) { applyTheme(w.p.App, v) }, scale: w.scale.set, keys: func() { w.menu.takeKeys() }, lists: func() { w.wildcards.read() },
		prices: w.onPage(func(m *mainPage) { m.params.Buttons.PricesChanged() }),
		speak:  (&languageSwitch{w, w.p.Languages}).speak, done: w.p.Settings.Current(),
	}
	w.costs = &costs{settings: w.p.Settings, session: open, run: w.run, changed: w.effects.apply, chosen: func() []api.Config {
		if w.main == nil {
			return nil
		}
		return w.main.chosenRequests()
	}}
	w.preferences = &preferencesPanel{
		canvas: w.window.Canvas(), session: open, run: w.run, dispatch: w.dispatch, now: w.clock.Now, settings: w.p.Settings, effects: w.effects,
		openURL: w.desktop.openURL, demo: func(on bool) { w.opener.open(on) },
		panels:      func() []preferences.Panel { return preferencePanels(w.accountList, w.actions, w.costs) },
		closeWindow: func() { w.outside.closer.close() },
	}
	w.preferences.home = func() {
		if m := w.panes(); m != nil {
			w.window.Canvas().Focus(m.params.PromptTarget())
		}
	}
	w.apiKey = &apiKey{
		proxy: session.ProxyOf(w.p.Settings), baseURL: w.p.BaseURL, version: w.p.Version, run: w.run, dispatch: w.dispatch, log: w.log,
		notices: w.notices, enter: w.preferences.showKey, changed: w.keyChanged, shown: w.keyShown, settle: w.settle,
		demo: func() bool { return w.session != nil && w.session.Demo },
		wanted: func() (jobsync.Pause, bool) {
			if w.session == nil || w.session.Demo || w.welcome { // the welcome card says it in detail
				return jobsync.NotPaused, false
			}
			return w.session.Engine.Status().Paused, true
		},
	}
	w.apiKey.store.Store(w.p.Secrets)
	w.accounts = &accountSwitch{
		session: open, secrets: w.p.Secrets, settings: w.p.Settings, run: w.run, log: w.log, notices: w.notices, apiKey: w.apiKey,
		changed: w.accountsChanged,
	}
	w.accountList = &accountList{
		accounts: w.accounts, dispatch: w.dispatch, window: w.window, openURL: w.desktop.openURL,
		check: func(ctx context.Context, key string) error {
			return session.CheckKey(ctx, w.p.BaseURL, key, w.p.Version, session.ProxyOf(w.p.Settings))
		},
	}
	w.folder = &pictureFolder{
		session: open, run: w.run, window: w.window, dialogs: w.dialogs, settings: w.p.Settings, usual: w.p.Paths.Pictures, fail: w.notices.fail,
		reveal: w.desktop.reveal,
		told: func() {
			w.preferences.refresh()
			w.tick()
		},
	}
	w.hosts = &imageHosts{
		session: open, run: w.run, window: w.window, settings: w.p.Settings, notices: w.notices, log: w.log,
		told: w.preferences.refresh,
	}
	w.wildcards = &wildcards{
		settings: w.p.Settings, run: w.run, dialogs: w.dialogs, apply: w.effects.apply, told: w.preferences.refresh, usual: w.p.Paths.Pictures,
		changed: func() {
			if w.main != nil {
				w.main.params.ListsChanged()
			}
		},
	}
	w.preferences.lists = w.wildcards
	w.preferences.apiKey, w.preferences.folder, w.preferences.hosts = w.apiKey, w.folder, w.hosts
	w.keeper = &settingsKeeper{
		store: w.p.Settings, path: w.p.Paths.Settings(), window: w.window, dispatch: w.dispatch, log: w.log, notices: w.notices,
	}
	w.check = &serviceCheck{
		session: open, run: w.run, dispatch: w.dispatch, window: w.window, settings: w.p.Settings, secrets: w.apiKey.store.Load,
		paths: w.p.Paths, baseURL: w.p.BaseURL, version: w.p.Version, now: w.clock.Now, copy: w.desktop.copy,
	}
	w.support = &supportReport{
		run: w.run, log: w.log, notices: w.notices, window: w.window, settings: w.p.Settings, paths: w.p.Paths, version: w.p.Version,
		keys: w.p.Secrets.InUse, session: open, copy: w.desktop.copy,
	}
	w.releases = &releases{settings: w.p.Settings, run: w.run, dispatch: w.dispatch, notices: w.notices, open: w.desktop.openURL}
	w.releases.connect(w.p.Version, w.clock, w.log)
	w.preferences.lookNow, w.preferences.support = w.releases.lookNow, w.support.copyReport
	w.apiKey.check, w.hosts.check = w.check.action, w.check.action
	w.rescanner = &rescanner{session: open, run: w.run, notices: w.notices, front: func() {
		if w.looking() {
			w.main.views.Close()
		}
	}}
	w.troubles = &troubles{
		notices: w.notices, apiKey: w.apiKey, accounts: w.accounts, folder: w.folder, hosts: w.hosts, rescanner: w.rescanner,
		library: func(p *library.Problem) {
			if w.main != nil {
				w.main.watch.say(p)
			}
		},
		showLog: func() { w.desktop.reveal(w.p.Paths.Log()) },
		support: w.support, resume: func() { w.outside.pause() },
	}
}

// makeOpening makes what opens and closes sessions, and ends the program.
func (w *Window) makeOpening() {
	closing := func() bool { return w.closing }
	w.handover = &handover{page: w.shownPage, welcome: func() bool { return w.welcome }, notices: w.notices, waiting: w.p.Files}
	w.front = &front{window: w.window, dispatch: w.dispatch, closing: closing, open: w.handover.take}
	w.ending = &ending{
		group: w.p.Group, clock: w.clock, log: w.log, settings: w.p.Settings, claim: w.p.Claim, abandon: w.p.Abandon,
		signals: w.p.Signals, dispatch: w.dispatch, close: w.Close,
	}
	w.opener = &opener{
		run: w.run, now: w.clock.Now, log: w.log, paths: w.p.Paths, close: w.ending.closeSession, detach: w.detach, attach: w.attach, closing: closing,
		session: func(ctx context.Context, demo bool) (*session.Session, error) {
			p := w.sessionParams()
			p.Demo = demo
			return session.Open(ctx, p)
		},
		first: func(ctx context.Context, s *session.Session) gallery.First {
			return readFirst(ctx, s, w.p.Settings.Current(), w.clock)
		},
		show: func(note fyne.CanvasObject) {
			w.welcome, w.card = false, nil
			w.layers.showBelowNotices(note)
		},
	}
	w.backups = &backups{
		params: w.sessionParams, session: func() *session.Session { return w.session }, page: func() *mainPage { return w.main },
		opener: w.opener, run: w.run, window: w.window, dialogs: w.dialogs, notices: w.notices, version: w.p.Version, now: w.clock.Now,
		reveal: w.desktop.reveal, leave: w.preferences.close, changed: w.effects.apply,
	}
	w.quitter = &quitter{
		session: func() *session.Session { return w.session }, run: w.run, window: w.window, notices: w.notices, log: w.log,
		close: w.Close, hurry: w.folder.tryAgain, raise: func() { w.outside.closer.raise() },
	}
}

// makeLayers makes the window's content and its menu.
func (w *Window) makeLayers() {
	w.screen = &fullScreen{window: w.window, looking: w.looking, told: func(on bool) {
		if w.main != nil {
			w.main.views.SetFull(on)
		}
	}}
	w.layers = &layers{
		canvas: w.window.Canvas(), notices: w.notices, covered: w.looking, placeMenu: w.screen.placeMenu,
		gallery: func() *gallery.Pane {
			if m := w.panes(); m != nil {
				return m.gallery
			}
			return nil
		},
	}
	w.window.SetContent(w.layers.lay())
	w.menu = &menuBar{
		app: w.p.App, window: w.window, icon: w.icon, version: w.p.Version, paths: w.p.Paths, desktop: w.desktop, folder: w.folder,
		rescanner: w.rescanner, backups: w.backups, screen: w.screen, preferences: w.preferences.show, close: w.preferences.closeTop, quit: w.quitter.quit, page: w.uncovered, check: w.check.show,
		settings: w.p.Settings, log: w.log, support: w.support.copyReport, changeKeys: w.preferences.changeKeys, pause: func() { w.outside.pause() }, placed: w.onPage((*mainPage).showKeys),
	}
	w.actions = actions.New(runtime.GOOS, w.menu.rows())
	w.menu.table = w.actions
}
