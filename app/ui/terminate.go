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

// ending is what the end of the program needs of the window, wherever the end
// is decided. It may be asked from any goroutine.
type ending struct {
	group    *supervisor.Group
	clock    clockwork.Clock
	log      *slog.Logger
	settings *settings.Store
	claim    *session.Claim
	abandon  func()           // ends the process; nil: it is waited for
	signals  <-chan os.Signal // nil: nobody tells
	dispatch func(func())
	close    func() // closes the window, on the UI goroutine

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

// failed is what went wrong; nil: nothing.
func (e *ending) failed() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.err
}

// begin reports whether the caller is the first to end the program, and the
// session that it has to close then.
func (e *ending) begin() (s *session.Session, first bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	first, e.begun = !e.begun, true
	return e.session, first
}

// endLimit is how long the toolkit may take to end once everything is stored.
// Normally it takes a tenth of a second; it has been seen to hang.
const endLimit = 5 * time.Second

// watchEnd ends the program without the toolkit if that does not end in time:
// a window that is gone and a process that stays would keep the library
// locked. Everything is stored by then.
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
			e.log.Error(doing, "error", err)
			e.fail(fmt.Errorf("%s: %w", doing, err))
		}
	}
	// Whoever starts Lookbook now waits for it to be gone.
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

// watchSignals closes the window when the program was told to end, asking
// nothing. The toolkit knows only two of the signals, and what it does about
// them needs the UI goroutine: one that is busy for good would leave nothing but
// a kill. It is done without then, and all is stored and closed as always.
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
			return nil // it is on its way
		}
		e.log.Warn("the window did not end; ending without it")
		e.finish(s, draft)
		e.abandon()
		return nil
	})
}
