package ui

import (
	"context"
	"sync"

	"lookbook/app/session"
)

// ending is what the end of the program needs of the window, wherever the end
// is decided. It may be asked from any goroutine.
type ending struct {
	mu      sync.Mutex
	session *session.Session // in use; nil: none
	begun   bool
}

// use notes the session that is in use.
func (e *ending) use(s *session.Session) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.session = s
}

// begin reports whether the caller is the first to end the program, and the
// session that it has to close then.
func (e *ending) begin() (s *session.Session, first bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	first, e.begun = !e.begun, true
	return e.session, first
}

// watchSignals ends the program when it was told to and the UI goroutine does
// not come to it: the toolkit hands a signal to that goroutine, and one that is
// busy for good would leave nothing but a kill. The library is closed as
// always. What was typed since the draft was last stored, a second before,
// is the UI goroutine's, and lost.
func (w *Window) watchSignals() {
	if w.p.Signals == nil || w.p.Abandon == nil {
		return
	}
	w.p.Host.Background(func(ctx context.Context) {
		select {
		case <-ctx.Done():
			return
		case <-w.p.Signals:
		}
		select {
		case <-ctx.Done():
			return
		case <-w.clock.After(endLimit):
		}
		s, first := w.ending.begin()
		if !first {
			return // it is on its way
		}
		w.log.Warn("the window did not end; ending without it")
		w.finish(s, nil)
		w.p.Abandon()
	})
}
