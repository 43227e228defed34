package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"lookbook/app/search"
)

// FirstAccount is the account of everything that was sent before there were
// several, and of pictures that were found without knowing whose they are.
const FirstAccount int64 = 1

// Account is one that requests are sent under. The library has nothing of its
// key.
type Account struct {
	ID   int64
	UID  string // names its key in the keychain, on every computer; "": the first
	Name string // "": the only one, and never named
	// Removed says that its key was forgotten. Its jobs and pictures stay.
	Removed bool
	// Keyed says that it had a saved key. The first account is used with the key in
	// the environment as long as it never had one.
	Keyed bool
	// Used says that it has jobs.
	Used bool
	Made time.Time
	// Waiting is how many of its jobs and requests need its key: they are not
	// finished, their pictures not saved, or they are held.
	Waiting int
}

// ErrLastAccount: the only account can't be removed.
var ErrLastAccount = errors.New("it is the only account")

// AccountTable stores the accounts.
type AccountTable struct{ db *database }

const waiting = `(SELECT count(*) FROM entries e WHERE e.account = a.id
	AND (e.unfinished = 1 OR e.state IN ('sending', 'unknown') OR e.known + e.downloading + e.failed > 0))
	+ (SELECT count(*) FROM held h WHERE h.account = a.id)`

// All returns all accounts, the oldest first.
func (t *AccountTable) All(ctx context.Context) ([]Account, error) {
	var all []Account
	err := t.db.view(ctx, "list the accounts", func(q querier) (err error) {
		all, err = accounts(ctx, q, `TRUE`)
		return err
	})
	return all, err
}

func accounts(ctx context.Context, q querier, condition string, args ...any) ([]Account, error) {
	var all []Account
	err := each(ctx, q, `SELECT id, uid, name, removed, keyed, made,
		EXISTS (SELECT 1 FROM entries e WHERE e.account = a.id), `+waiting+` FROM accounts a WHERE `+condition+` ORDER BY id`, args, func(rows *sql.Rows) error {
		var a Account
		var made int64
		err := rows.Scan(&a.ID, &a.UID, &a.Name, &a.Removed, &a.Keyed, &made, &a.Used, &a.Waiting)
		a.Made = fromMicros(made)
		all = append(all, a)
		return err
	})
	return all, err
}

// names returns the names of all accounts, by id.
func (t *AccountTable) names(ctx context.Context) (map[int64]string, error) {
	names := map[int64]string{}
	err := t.db.view(ctx, "list the accounts", func(q querier) error {
		return each(ctx, q, `SELECT id, name FROM accounts`, nil, func(rows *sql.Rows) error {
			var id int64
			var name string
			err := rows.Scan(&id, &name)
			names[id] = name
			return err
		})
	})
	return names, err
}

// Add adds an account with a name. first names the first account if it never
// had a name. A removed account with this name comes back instead. The name is
// cleaned like a tag (search.CleanTag). Errors: ErrTaken; one with
// cause.NoName.
func (t *AccountTable) Add(ctx context.Context, name, first string) (Account, error) {
	return t.AddWith(ctx, uuid.NewString(), name, first)
}

// AddWith is Add for an account whose uid is fixed. If there is one with this
// uid, it is returned, and comes back if it was removed.
func (t *AccountTable) AddWith(ctx context.Context, uid, name, first string) (Account, error) {
	var added Account
	err := t.db.change(ctx, "add an account", func(c *change) error {
		name, key, err := searchName(name)
		if err != nil {
			return err
		}
		if err := c.exec(`UPDATE accounts SET name = ? WHERE id = ? AND name = ''`, search.CleanTag(first), FirstAccount); err != nil {
			return err
		}
		all, err := accounts(c.ctx, c.tx, `TRUE`)
		if err != nil {
			return err
		}
		c.renamed = true
		for _, a := range all {
			switch {
			case a.UID != uid && search.TagKey(a.Name) != key:
				continue
			case a.UID != uid && !a.Removed:
				return fmt.Errorf("account %q: %w", name, ErrTaken)
			}
			added = a
			added.Removed = false
			return c.exec(`UPDATE accounts SET removed = 0 WHERE id = ?`, a.ID)
		}
		result, err := c.result(`INSERT INTO accounts (uid, name, made) VALUES (?, ?, ?)`, uid, name, micros(c.now))
		if err != nil {
			return err
		}
		added = Account{UID: uid, Name: name, Made: c.now, Keyed: true}
		added.ID, err = result.LastInsertId()
		return err
	})
	return added, err
}

// Rename renames an account. Errors: ErrNotFound; ErrTaken; one with
// cause.NoName.
func (t *AccountTable) Rename(ctx context.Context, id int64, to string) error {
	return t.db.change(ctx, "rename an account", func(c *change) error {
		name, key, err := searchName(to)
		if err != nil {
			return err
		}
		all, err := accounts(c.ctx, c.tx, `id <> ?`, id)
		if err != nil {
			return err
		}
		for _, a := range all {
			if search.TagKey(a.Name) == key {
				return fmt.Errorf("account %q: %w", name, ErrTaken)
			}
		}
		c.renamed = true
		return execOne(c, `UPDATE accounts SET name = ? WHERE id = ?`, name, id)
	})
}

// SetKeyed records that an account had a key of its own, which is not the
// environment's.
func (t *AccountTable) SetKeyed(ctx context.Context, id int64) error {
	return t.db.change(ctx, "note an account's key", func(c *change) error {
		return c.exec(`UPDATE accounts SET keyed = 1 WHERE id = ? AND keyed = 0`, id)
	})
}

// Remove marks an account as removed, after its key was forgotten. Its jobs and
// pictures stay; an account without any is deleted. Error: ErrLastAccount.
func (t *AccountTable) Remove(ctx context.Context, id int64) error {
	return t.db.change(ctx, "remove an account", func(c *change) error {
		others, err := c.numbers(`SELECT id FROM accounts WHERE id <> ? AND removed = 0`, id)
		if err != nil {
			return err
		}
		if len(others) == 0 {
			return ErrLastAccount
		}
		c.renamed = true
		if err := execOne(c, `UPDATE accounts SET removed = 1 WHERE id = ?`, id); err != nil {
			return err
		}
		return c.exec(`DELETE FROM accounts WHERE id = ?1 AND id <> ?2 AND NOT EXISTS (SELECT 1 FROM entries WHERE account = ?1)
			AND NOT EXISTS (SELECT 1 FROM models WHERE account = ?1) AND NOT EXISTS (SELECT 1 FROM held WHERE account = ?1)`, id, FirstAccount)
	})
}
