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

// ErrClosed: the group ended before or during the work.
var ErrClosed = errors.New("the program is closing")

// PanicError is a recovered panic. The work counts as failed.
type PanicError struct {
	Doing string // what was being done
	Value any    // argument of panic
	Stack []byte // stack trace
}

func (p *PanicError) Error() string {
	return fmt.Sprintf("%s: internal error: %v", p.Doing, p.Value)
}

// Unwrap returns the argument of panic if it was an error.
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

// New makes a group. crashed is called after a panic was recovered, on the
// goroutine that panicked; it may be nil. A nil log logs nothing.
func New(log *slog.Logger, crashed func(*PanicError)) *Group {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	g := &Group{log: log, crashed: crashed}
	g.ctx, g.cancel = context.WithCancel(context.Background())
	return g
}

// Context returns the group's context, which ends with Stop.
func (g *Group) Context() context.Context { return g.ctx }

// Go runs work on a goroutine of its own, with the group's context. doing
// describes it for the log. After Stop it returns false and runs nothing.
func (g *Group) Go(doing string, work func(ctx context.Context) error) bool {
	return g.GoWith(g.ctx, doing, work)
}

// GoWith is Go with another context, for work that continues for a while after
// Stop. Wait waits for it too.
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

// Do runs work on a goroutine of the group and waits for it. The context of the
// work ends with ctx and with the group. A panic is returned as a *PanicError.
// An error caused by the end of the group wraps ErrClosed.
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

// Guard runs work on the caller's goroutine and returns a panic as a
// *PanicError, after logging it and calling crashed.
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

// Stop cancels the group's context, and no work starts after it. It returns at once, and reports
// whether it was the first call.
func (g *Group) Stop() (first bool) {
	g.mu.Lock()
	first = !g.ended
	g.ended = true
	g.mu.Unlock()
	g.cancel()
	return first
}

// Wait waits until every goroutine has ended, or returns the context's error.
// Call it after Stop.
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
