package command

import (
	"context"
	"errors"
	"slices"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// accountNamed finds an account by its name.
func accountNamed(ctx context.Context, name string) (found library.Account, err error) {
	err = read(ctx, func(lib *library.Library) error {
		all, err := lib.Accounts.All(ctx)
		if at := slices.IndexFunc(all, func(a library.Account) bool { return search.TagKey(a.Name) == search.TagKey(name) }); at >= 0 {
			found = all[at]
		}
		return err
	})
	if err == nil && found.ID == 0 {
		err = wrong("no.account", message.With{"Name": oneLine(name, 40)})
	}
	return found, err
}

// addAccount adds an account, here or in the open window. A removed one comes
// back.
func (e *Env) addAccount(ctx context.Context, name string) (added library.Account, err error) {
	outcome, err := e.work(ctx, task.Task{AddAccount: name, First: message.T("accounts.first")}, false, func(event task.Event) {
		if event.Account != nil {
			added = *event.Account
		}
	})
	return added, errors.Join(err, ended(outcome))
}

// storeOf returns the key of the account with this name; of the first, or of
// the environment, without a name.
func storeOf(ctx context.Context, keys *secrets.Store, name string) (*secrets.Store, error) {
	if name == "" {
		return keys, nil
	}
	account, err := accountNamed(ctx, name)
	return keys.Of(account.UID), err
}

// accountsIn returns the accounts of a library; nil: there is none, or one of an
// earlier format.
func accountsIn(ctx context.Context, paths settings.Paths) []library.Account {
	lib, err := library.OpenToRead(ctx, paths.Library(), library.Options{})
	if err != nil {
		return nil
	}
	defer func() { _ = lib.Close() }() // nothing was written
	all, err := lib.Accounts.All(ctx)
	if err != nil {
		return nil
	}
	return all
}

// loadKeys reads the keys of all accounts. It returns why an account has none.
func loadKeys(ctx context.Context, keys *secrets.Store, s *session.Session) (missing map[int64]error, err error) {
	all, err := s.Library.Accounts.All(ctx)
	if err != nil {
		return nil, err
	}
	missing = map[int64]error{}
	for _, a := range all {
		if a.Removed {
			missing[a.ID] = secrets.ErrNoKey
			continue
		}
		key, err := keys.Of(a.UID).Load(ctx)
		if err != nil {
			missing[a.ID] = err
			continue
		}
		if !a.Keyed && key.Where.Place != secrets.Environment {
			if err := s.Edit.Accounts.SetKeyed(ctx, a.ID); err != nil {
				return nil, err
			}
		}
		s.Engine.Jobs.KeyChanged(a.ID)
	}
	return missing, nil
}

// keyFor returns an error if a task can't be done without a key that is missing:
// that of the account that sends, or any.
func keyFor(t task.Task, s *session.Session, missing map[int64]error) error {
	account := s.Accounts.Shown()
	if len(t.Send) > 0 && t.Send[0].Account != 0 {
		account = t.Send[0].Account
	}
	if len(t.Send) == 0 && len(s.Accounts.InUse()) > 0 {
		return nil
	}
	if err := missing[account]; err != nil {
		return keyless(err)
	}
	return nil
}
