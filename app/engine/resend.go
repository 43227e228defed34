package engine

import (
	"context"
	"errors"

	"lookbook/app/library"
)

// SendAgain submits the request of an entry whose outcome is unknown or which
// was refused once more, and forgets the old one. It returns the new entry.
// The person who asks for it has been told that an unknown one may have been
// charged already. ErrSettled when the entry is neither.
func (e *Engine) SendAgain(ctx context.Context, entryID int64) (library.Entry, error) {
	old, err := e.settleable(ctx, entryID)
	if err != nil {
		return library.Entry{}, err
	}
	// The new one first: if something fails in between, there are two lines in
	// the list instead of none.
	again := library.Request{Config: old.Submission.Config, Group: old.Submission.Group}
	entries, err := e.SubmitAll(ctx, []library.Request{again})
	if err != nil {
		return library.Entry{}, err
	}
	entry := entries[0]
	if err := e.forget(ctx, old); err != nil {
		return entry, err
	}
	return entry, nil
}

// Forget gives up an entry whose outcome is unknown or which was refused. If
// its job turns up after all, it comes in as a job of its own. ErrSettled when
// the entry is neither.
func (e *Engine) Forget(ctx context.Context, entryID int64) error {
	old, err := e.settleable(ctx, entryID)
	if err != nil {
		return err
	}
	return e.forget(ctx, old)
}

func (e *Engine) settleable(ctx context.Context, entryID int64) (library.Entry, error) {
	entry, err := e.library.Entry(ctx, entryID)
	if err != nil {
		return library.Entry{}, err
	}
	if s := entry.Submission; s == nil || (s.State != library.Unknown && s.State != library.Refused) {
		return library.Entry{}, ErrSettled
	}
	return entry, nil
}

func (e *Engine) forget(ctx context.Context, entry library.Entry) error {
	o := &e.outbox
	o.mu.Lock()
	defer o.mu.Unlock()
	_, err := e.library.SettleSubmission(ctx, entry.Submission.ID, library.Forgotten, entry.Submission.Problem)
	if _, settled := errors.AsType[*library.StateError](err); settled {
		return ErrSettled // found in the meantime
	}
	return err
}
