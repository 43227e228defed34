package ui

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/engine"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// accountSwitch has the accounts of the open session, and switches between
// them. Every account works on, whichever is shown: the shown one is whose key
// new requests are sent with. UI goroutine only.
type accountSwitch struct {
	session  func() *session.Session // nil: no session is open
	secrets  *secrets.Store
	settings *settings.Store
	run      background.Run
	log      *slog.Logger
	notices  *notices
	apiKey   *apiKey
	changed  func() // called when the accounts, or the shown one, changed

	all   []library.Account
	shown int64 // 0: no session is open
	// reading: the keys of the others are being read. read: they have been.
	reading, read bool
	said          engine.OthersStatus // what was said last; it may be dismissed
}

// attach shows the accounts of a session that was opened.
func (a *accountSwitch) attach(s *session.Session, all []library.Account) {
	a.all, a.shown, a.read = all, s.Accounts.Shown(), false
	if s.Demo {
		a.shown = library.FirstAccount
		a.changed()
		return
	}
	if one, known := a.find(a.shown); known {
		a.apiKey.show(a.secrets.Of(one.UID))
	}
	a.changed()
	a.nameFirst()
	a.keyed(a.apiKey.store.Load())
	if a.apiKey.known {
		a.readOthers()
	}
}

// detach forgets the session that is being closed.
func (a *accountSwitch) detach() { a.all, a.shown = nil, 0 }

// find returns an account.
func (a *accountSwitch) find(id int64) (library.Account, bool) {
	at := slices.IndexFunc(a.all, func(one library.Account) bool { return one.ID == id })
	if at < 0 {
		return library.Account{}, false
	}
	return a.all[at], true
}

// choices are the accounts to choose from: without those removed, and without
// those that nobody made, the first and the environment's, while they have
// neither jobs nor a key.
func (a *accountSwitch) choices() []library.Account {
	return slices.DeleteFunc(slices.Clone(a.all), func(one library.Account) bool {
		made := one.ID != library.FirstAccount && one.UID != secrets.EnvironmentAccount
		return one.Removed || !made && !one.Used && one.ID != a.shown && a.secrets.Of(one.UID).Current().Secret.Empty()
	})
}

// several reports whether there is something to choose.
func (a *accountSwitch) several() bool { return len(a.choices()) > 1 }

// name is an account's name for people.
func (a *accountSwitch) name(id int64) string {
	one, _ := a.find(id)
	if one.Name == "" {
		return message.T("accounts.first")
	}
	return one.Name
}

// menu lists the accounts, for two clicks.
func (a *accountSwitch) menu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, one := range a.choices() {
		item := fyne.NewMenuItem(a.name(one.ID), func() { a.show(one.ID) })
		item.Checked = one.ID == a.shown
		items = append(items, item)
	}
	return fyne.NewMenu("", items...)
}

// show shows another account. What runs for the others goes on.
func (a *accountSwitch) show(id int64) {
	s := a.session()
	one, known := a.find(id)
	if s == nil || s.Demo || !known || one.Removed || id == a.shown {
		return
	}
	a.shown = id
	s.Accounts.Show(id)
	if id != s.Accounts.Environment() { // that is for this run
		a.settings.Update(func(v *settings.Values) { v.Account = one.UID })
	}
	a.apiKey.show(a.secrets.Of(one.UID))
	a.changed()
}

// reload reads the accounts again.
func (a *accountSwitch) reload() {
	s := a.session()
	if s == nil {
		return
	}
	background.Do(a.run, s.Library.Accounts.All, func(all []library.Account, err error) {
		switch {
		case s != a.session():
		case err != nil:
			a.log.Error("reading the accounts", "error", err)
		default:
			a.all = all
			if one, known := a.find(a.shown); !known || one.Removed {
				a.showAny()
			}
			a.changed()
			a.read = false
			a.readOthers()
		}
	})
}

// showAny shows the first account that is there, after the shown one was
// removed.
func (a *accountSwitch) showAny() {
	for _, one := range a.all {
		if !one.Removed {
			a.show(one.ID)
			return
		}
	}
}

// nameFirst names the first account once there is another one, so that both can
// be filtered by.
func (a *accountSwitch) nameFirst() {
	s := a.session()
	if s == nil || len(a.all) < 2 || a.all[0].Name != "" || !a.all[0].Used {
		return
	}
	background.Try(a.run, func(ctx context.Context) error {
		return s.Edit.Accounts.Rename(ctx, library.FirstAccount, message.T("accounts.first"))
	}, func(err error) {
		if err != nil && !errors.Is(err, library.ErrTaken) {
			a.log.Warn("naming the first account", "error", err)
		}
	})
}

// readOthers reads the keys of the accounts that are not shown, so that their
// work goes on.
func (a *accountSwitch) readOthers() {
	s := a.session()
	if s == nil || s.Demo || a.read || a.reading {
		return
	}
	var others []library.Account
	for _, one := range a.all {
		if one.ID != a.shown && !one.Removed && a.secrets.Of(one.UID).Current().Secret.Empty() {
			others = append(others, one)
		}
	}
	a.reading = true
	a.run(func(ctx context.Context) func() {
		var found []*secrets.Store
		for _, one := range others {
			store := a.secrets.Of(one.UID)
			if _, err := store.Load(ctx); err == nil {
				found = append(found, store)
			} else if !errors.Is(err, secrets.ErrNoKey) {
				a.log.Warn("reading the key of another account", "account", one.ID, "error", err)
			}
		}
		return func() {
			a.reading = false
			if s != a.session() {
				a.readOthers()
				return
			}
			a.read = true
			for _, store := range found {
				a.keyChanged(store)
			}
			a.changed()
		}
	})
}

// reread reads the keys of the accounts that are not shown again, because a
// command changed one.
func (a *accountSwitch) reread() {
	for _, one := range a.all {
		store := a.secrets.Of(one.UID)
		if store == a.apiKey.store.Load() {
			continue
		}
		background.Do(a.run, store.Reload, func(_ secrets.Key, err error) {
			if err != nil && !errors.Is(err, secrets.ErrNoKey) {
				a.log.Warn("reading the key of another account", "account", one.ID, "error", err)
			}
			a.keyChanged(store)
		})
	}
}

// keyChanged tells the engine that the key of a store changed.
func (a *accountSwitch) keyChanged(store *secrets.Store) {
	s := a.session()
	if s == nil || s.Demo {
		return
	}
	for _, one := range a.all {
		if a.secrets.Of(one.UID) == store {
			s.Engine.Jobs.KeyChanged(one.ID)
		}
	}
	a.keyed(store)
}

// keyed records that the first account has a key of its own: from then on the
// key in the environment is another account's.
func (a *accountSwitch) keyed(store *secrets.Store) {
	s := a.session()
	key := store.Current()
	if s == nil || s.Demo || store != a.secrets.Of("") || len(a.all) == 0 || a.all[0].Keyed || key.Secret.Empty() || key.Where.Place == secrets.Environment {
		return
	}
	a.all[0].Keyed = true
	background.Try(a.run, func(ctx context.Context) error { return s.Edit.Accounts.SetKeyed(ctx, library.FirstAccount) }, func(err error) {
		if err != nil {
			a.log.Warn("noting the first account's key", "error", err)
		}
	})
}

// say reports that another account can't go on with its jobs.
func (a *accountSwitch) say(s engine.Status) {
	one, known := a.find(s.Stuck)
	if !known || !a.read {
		a.said = engine.OthersStatus{}
		a.notices.clear(noticeAccount)
		return
	}
	if a.said == s.OthersStatus {
		return
	}
	a.said = s.OthersStatus
	words := "accounts.keyless"
	if s.StuckPause == jobsync.WrongKey {
		words = "accounts.refused"
	}
	with := message.With{"Name": a.name(one.ID)}
	if one.Removed {
		a.notices.set(noticeAccount, widgets.BannerInfo, message.T("accounts.removed.waits", with))
		return
	}
	a.notices.set(noticeAccount, widgets.BannerWarning, message.T(words, with), widgets.Action{Text: message.T("accounts.show"), Run: func() { a.show(one.ID) }})
}

// chosen returns the accounts that a search is limited to; nil: to none.
func (a *accountSwitch) chosen(q search.Query) []int64 {
	limited := len(q.Accounts) > 0
	is := func(names []string, one library.Account) bool {
		return slices.ContainsFunc(names, func(name string) bool { return search.TagKey(name) == search.TagKey(one.Name) })
	}
	var ids []int64
	for _, one := range a.all {
		wanted := !limited || is(q.Accounts, one)
		for _, not := range q.Not {
			if len(not.Accounts) > 0 {
				limited = true
				wanted = wanted && !is(not.Accounts, one)
			}
		}
		if wanted {
			ids = append(ids, one.ID)
		}
	}
	switch {
	case !limited:
		return nil
	case ids == nil:
		return []int64{-1} // none is called that
	}
	return ids
}
