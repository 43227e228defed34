package ui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/supervisor"
)

// ending does what the end of the program needs of the window, wherever the end
// is decided. Its methods may be called on any goroutine.
type ending struct {
	group    *supervisor.Group
	clock    clockwork.Clock
	log      *slog.Logger
	settings *settings.Store
	claim    *session.Claim
	abandon  func()           // ends the process; nil: the process waits
	signals  <-chan os.Signal // nil: there are none
	dispatch func(func())
	close    func() // closes the window, on the UI goroutine

	over atomic.Bool // the toolkit has ended

	mu      sync.Mutex
	session *session.Session                // in use; nil: none
	draft   func(ctx context.Context) error // stores the draft; nil: there is none
	opened  bool                            // a session was in use
	begun   bool
	err     error // what failed
}

// use sets the session in use, and the function that stores its draft.
func (e *ending) use(s *session.Session, draft func(ctx context.Context) error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.session, e.draft = s, draft
	e.opened = e.opened || s != nil
}

// unstored returns the function that stores the draft; nil: there is nothing to
// store.
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

// failed returns what failed; nil: nothing.
func (e *ending) failed() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.err
}

// everOpened reports whether a session was ever in use.
func (e *ending) everOpened() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.opened
}

// Opened reports whether the window ever had the pictures open. It may be called on any goroutine.
func (w *Window) Opened() bool { return w.ending.everOpened() }

// begin reports whether the caller is the first to end the program, and returns
// the session that it then has to close.
func (e *ending) begin() (s *session.Session, first bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	first, e.begun = !e.begun, true
	return e.session, first
}

// endLimit bounds the end of the toolkit, after everything is stored. Normally
// it takes a tenth of a second; it has been seen to hang.
const endLimit = 5 * time.Second

// watchEnd ends the process if the toolkit doesn't end in time: a process
// without a window would keep the library locked. Everything is stored by then.
func (e *ending) watchEnd() {
	if e.abandon == nil {
		return
	}
	e.group.Go("watching the end", func(ctx context.Context) error {
		select {
		case <-ctx.Done():
		case <-e.clock.After(endLimit):
			e.log.Warn("the toolkit did not end; ending without it")
			e.abandon()
		}
		return nil
	})
}

// closeSession runs off the UI goroutine.
func (e *ending) closeSession(s *session.Session) error {
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	return s.Close(ctx)
}

// finish stores what is pending and closes the session. It runs off the UI
// goroutine, for whoever began the end.
func (e *ending) finish(s *session.Session, draft func(ctx context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	logError := func(doing string, err error) {
		if err != nil {
			e.log.Error("ending", "doing", doing, "error", err)
			e.fail(fmt.Errorf("%s: %w", doing, err))
		}
	}
	// A program that starts now waits for this one to end.
	logError("leaving", e.claim.Leave())
	if draft != nil {
		logError("storing the draft", draft(ctx))
	}
	logError("writing the preferences", e.settings.Flush(ctx))
	if s != nil {
		logError("closing", e.closeSession(s))
	}
	e.log.Info("closed")
}

// watchSignals closes the window without questions when the program gets a signal. The toolkit
// handles only two of the signals, on the UI goroutine, which may be blocked. Then the program ends
// without it, and everything is stored and closed as always.
func (e *ending) watchSignals() {
	if e.signals == nil || e.abandon == nil {
		return
	}
	e.group.Go("waiting for signals", func(ctx context.Context) error {
		select {
		case <-ctx.Done():
			return nil
		case <-e.signals:
		}
		e.dispatch(func() {
			if !e.over.Load() {
				e.close()
			}
		})
		select {
		case <-ctx.Done():
			return nil
		case <-e.clock.After(endLimit):
		}
		draft := e.unstored()
		s, first := e.begin()
		if !first {
			return nil // it is already ending
		}
		e.log.Warn("the window did not end; ending without it")
		e.finish(s, draft)
		e.abandon()
		return nil
	})
}
