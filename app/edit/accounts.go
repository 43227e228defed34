package edit

import (
	"context"

	"lookbook/app/library"
)

// Accounts changes the accounts. A session adds them, because their work begins
// with it.
type Accounts struct{ table *library.AccountTable }

// Rename renames an account. Errors: library.ErrNotFound; library.ErrTaken; one
// with cause.NoName.
func (a *Accounts) Rename(ctx context.Context, id int64, name string) error {
	return a.table.Rename(ctx, id, name)
}

// Remove takes an account out of the lists, after its key was forgotten. Its
// jobs and pictures stay. Error: library.ErrLastAccount.
func (a *Accounts) Remove(ctx context.Context, id int64) error { return a.table.Remove(ctx, id) }

// SetKeyed records that an account had a key of its own.
func (a *Accounts) SetKeyed(ctx context.Context, id int64) error { return a.table.SetKeyed(ctx, id) }
