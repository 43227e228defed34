// Package supervisor starts the goroutines of the program, recovers their
// panics and joins them at the end.
//
// Every method of a Group is safe for concurrent use. Only Do, Guard and Wait
// block. Whoever made a Group calls Stop and then Wait.
package supervisor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
)

// ErrClosed: the group has ended, or ended while the work was being done.
var ErrClosed = errors.New("the program is closing")

// PanicError is a panic that was recovered. What was being done counts as
// failed.
type PanicError struct {
	Doing string // what was being done
	Value any    // what panic was called with
	Stack []byte // where
}

func (p *PanicError) Error() string {
	return fmt.Sprintf("%s: internal error: %v", p.Doing, p.Value)
}

// Unwrap returns the error that panic was called with, if it was one.
func (p *PanicError) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// Group owns goroutines that end together.
type Group struct {
	log     *slog.Logger
	crashed func(*PanicError)
	ctx     context.Context
	cancel  context.CancelFunc

	mu      sync.Mutex // guards ended, and additions to running
	ended   bool
	running sync.WaitGroup
}

// New makes a group. Crashed is called after a panic was recovered, on the
// goroutine that panicked; it may be nil. A nil log logs nothing.
func New(log *slog.Logger, crashed func(*PanicError)) *Group {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	g := &Group{log: log, crashed: crashed}
	g.ctx, g.cancel = context.WithCancel(context.Background())
	return g
}

// Context ends with Stop.
func (g *Group) Context() context.Context { return g.ctx }

// Go runs work on a goroutine of its own, with the group's context. Doing says
// what it is, for the log. It reports false, and runs nothing, after Stop.
func (g *Group) Go(doing string, work func(ctx context.Context) error) bool {
	return g.GoWith(g.ctx, doing, work)
}

// GoWith is Go with another context, for work that goes on for a while after
// Stop. Wait waits for it like for all others.
func (g *Group) GoWith(ctx context.Context, doing string, work func(ctx context.Context) error) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ended {
		return false
	}
	g.running.Go(func() {
		err := g.Guard(doing, func() error { return work(ctx) })
		if err != nil && ctx.Err() == nil {
			g.log.Error("stopped", "doing", doing, "error", err)
		}
	})
	return true
}

// Do runs work on a goroutine of the group and waits for it. The work's context
// ends with ctx and with the group. A panic comes back as a *PanicError, and an
// error that the group's end has caused wraps ErrClosed.
func (g *Group) Do(ctx context.Context, doing string, work func(ctx context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(g.ctx, cancel)()
	over := make(chan error, 1)
	started := g.Go(doing, func(context.Context) error {
		over <- g.Guard(doing, func() error { return work(ctx) })
		return nil
	})
	if !started {
		return ErrClosed
	}
	err := <-over
	if err != nil && g.ctx.Err() != nil {
		err = errors.Join(ErrClosed, err)
	}
	return err
}

// Guard runs work on the caller's goroutine and turns a panic into a
// *PanicError, which is logged and told to crashed besides being returned.
func (g *Group) Guard(doing string, work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			crash := &PanicError{Doing: doing, Value: value, Stack: debug.Stack()}
			g.log.Error("recovered from a panic", "doing", doing, "value", fmt.Sprint(value), "stack", string(crash.Stack))
			if g.crashed != nil {
				g.crashed(crash)
			}
			err = crash
		}
	}()
	return work()
}

// Stop cancels the group's context; nothing starts after it. It returns at once,
// and reports whether it was the first call.
func (g *Group) Stop() (first bool) {
	g.mu.Lock()
	first = !g.ended
	g.ended = true
	g.mu.Unlock()
	g.cancel()
	return first
}

// Wait returns when every goroutine has ended, or with the context's error.
// It is called after Stop.
func (g *Group) Wait(ctx context.Context) error {
	joined := make(chan struct{})
	go func() {
		g.running.Wait()
		close(joined)
	}()
	select {
	case <-joined:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for the work to stop: %w", ctx.Err())
	}
}
