package ui

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"lookbook/app/session"
)

// ending is what the end of the program needs of the window, wherever the end
// is decided. It may be asked from any goroutine.
type ending struct {
	over atomic.Bool // the toolkit has ended

	mu      sync.Mutex
	session *session.Session                // in use; nil: none
	draft   func(ctx context.Context) error // stores what is being written; nil: nothing
	begun   bool
	err     error // what went wrong
}

// use notes the session that is in use, and what stores its draft.
func (e *ending) use(s *session.Session, draft func(ctx context.Context) error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.session, e.draft = s, draft
}

// unstored stores what is being written, from any goroutine; nil: nothing is.
func (e *ending) unstored() func(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.draft
}

func (e *ending) fail(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.err = errors.Join(e.err, err)
}

// Ended is what went wrong while the window was closed; nil: nothing.
func (w *Window) Ended() error {
	w.ending.mu.Lock()
	defer w.ending.mu.Unlock()
	return w.ending.err
}

// begin reports whether the caller is the first to end the program, and the
// session that it has to close then.
func (e *ending) begin() (s *session.Session, first bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	first, e.begun = !e.begun, true
	return e.session, first
}

// watchSignals closes the window when the program was told to end, asking
// nothing. The toolkit knows only two of the signals, and what it does about
// them needs the UI goroutine: one that is busy for good would leave nothing but
// a kill. It is done without then, and all is stored and closed as always.
func (w *Window) watchSignals() {
	if w.p.Signals == nil || w.p.Abandon == nil {
		return
	}
	w.p.Group.Go("waiting for signals", func(ctx context.Context) error {
		select {
		case <-ctx.Done():
			return nil
		case <-w.p.Signals:
		}
		w.dispatch(func() {
			if !w.ending.over.Load() {
				w.Close()
			}
		})
		select {
		case <-ctx.Done():
			return nil
		case <-w.clock.After(endLimit):
		}
		draft := w.ending.unstored()
		s, first := w.ending.begin()
		if !first {
			return nil // it is on its way
		}
		w.log.Warn("the window did not end; ending without it")
		w.finish(s, draft)
		w.p.Abandon()
		return nil
	})
}
