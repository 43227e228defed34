package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/ui/accounts"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
)

// accountList is the list of accounts in the preferences. UI goroutine only,
// except add, rename and remove, which wait.
type accountList struct {
	accounts *accountSwitch
	check    func(ctx context.Context, key string) error // asks the service about a key
	dispatch func(func())
	window   fyne.Window
	openURL  func(string)

	panel *accounts.Panel // nil: never opened
}

// open makes the panel.
func (l *accountList) open() *accounts.Panel {
	l.panel = accounts.New(accounts.Params{
		All: l.lines, Run: l.accounts.run, OnShow: l.accounts.show, OnAdd: l.add, OnRename: l.rename, OnRemove: l.remove, OnOpen: l.openURL,
		Ask: func(q question.Question, answered func(yes bool)) { question.Ask(l.window, q, answered) },
	})
	l.accounts.reload() // how many jobs wait has changed since
	return l.panel
}

// refresh shows changes.
func (l *accountList) refresh() {
	if l.panel != nil {
		l.panel.Refresh()
	}
}

func (l *accountList) lines() (lines []accounts.Account) {
	a := l.accounts
	choices := a.choices()
	for _, one := range a.all {
		listed := slices.ContainsFunc(choices, func(c library.Account) bool { return c.ID == one.ID })
		if !listed && !(one.Removed && one.Used) {
			continue
		}
		lines = append(lines, accounts.Account{
			ID: one.ID, Name: a.name(one.ID), Shown: one.ID == a.shown, Removed: one.Removed, Waiting: one.Waiting,
			Fixed: a.secrets.Of(one.UID).Current().Where.Place == secrets.Environment,
		})
	}
	return lines
}

// opened returns the session whose accounts can be changed.
func (l *accountList) opened(ctx context.Context) (*session.Session, error) {
	found := make(chan *session.Session, 1)
	l.dispatch(func() { found <- l.accounts.session() })
	select {
	case s := <-found:
		if s == nil || s.Demo {
			return nil, message.Said(message.T("accounts.closed"))
		}
		return s, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// add adds an account, after the service accepted its key.
func (l *accountList) add(ctx context.Context, name, key string) error {
	s, err := l.opened(ctx)
	if err != nil {
		return err
	}
	if slices.Contains(l.accounts.secrets.InUse(), key) {
		return message.Said(message.T("accounts.add.same"))
	}
	if err := l.check(ctx, key); err != nil {
		return err
	}
	added, err := s.Accounts.Add(ctx, name, message.T("accounts.first"))
	if err != nil {
		return err
	}
	store := l.accounts.secrets.Of(added.UID)
	if _, err := store.Save(ctx, key); err != nil {
		return err
	}
	l.dispatch(func() {
		if _, known := l.accounts.find(added.ID); !known {
			l.accounts.all = append(l.accounts.all, added)
		}
		l.accounts.keyChanged(store)
		l.accounts.reload()
	})
	return nil
}

// rename renames an account.
func (l *accountList) rename(ctx context.Context, id int64, name string) error {
	s, err := l.opened(ctx)
	if err != nil {
		return err
	}
	return s.Edit.Accounts.Rename(ctx, id, name)
}

// remove forgets an account's key and removes the account. Its jobs and
// pictures stay.
func (l *accountList) remove(ctx context.Context, id int64) error {
	s, err := l.opened(ctx)
	if err != nil {
		return err
	}
	all, err := s.Library.Accounts.All(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(one library.Account) bool { return one.ID == id })
	if at < 0 {
		return library.ErrNotFound
	}
	store := l.accounts.secrets.Of(all[at].UID)
	if err := store.Forget(ctx); err != nil {
		return err
	}
	l.dispatch(func() { l.accounts.keyChanged(store) })
	return s.Edit.Accounts.Remove(ctx, id)
}
