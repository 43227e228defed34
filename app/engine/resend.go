package engine

import (
	"context"
	"errors"

	"lookbook/app/library"
)

// SendAgain submits the request of an entry whose outcome is unknown or which
// was refused once more, and forgets the old one. It returns the new entry.
// The person who asks for it has been told that an unknown one may have been
// charged already. ErrSettled when the entry is neither, as it is when this was
// asked for a moment ago: one transaction gives up the old one and makes the
// new one.
func (e *Engine) SendAgain(ctx context.Context, entryID int64) (library.Entry, error) {
	var entry library.Entry
	err := e.decide(ctx, func(ctx context.Context) (err error) {
		if e.ctx.Err() != nil {
			return ErrClosed
		}
		if entry, err = e.library.Submissions.SendAgain(ctx, entryID); err == nil {
			e.enqueue(entry)
		}
		return err
	})
	return entry, err
}

// Forget gives up an entry whose outcome is unknown or which was refused. If
// its job turns up after all, it comes in as a job of its own. ErrSettled when
// the entry is neither.
func (e *Engine) Forget(ctx context.Context, entryID int64) error {
	return e.decide(ctx, func(ctx context.Context) error { return e.library.Submissions.GiveUp(ctx, entryID) })
}

// decide lets a person settle an entry, under the ledger's lock: a list that
// shows its job may be read at the same time. Whoever comes second is told
// ErrSettled.
func (e *Engine) decide(ctx context.Context, settle func(ctx context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e.outbox.mu.Lock()
	defer e.outbox.mu.Unlock()
	// As in SubmitAll, the caller's context counts no more from here on.
	err := settle(context.WithoutCancel(ctx))
	if _, settled := errors.AsType[*library.StateError](err); settled {
		return ErrSettled
	}
	return err
}
