package engine

import (
	"context"
	"fmt"
	"runtime/debug"
)

// PanicError is a panic that was recovered on one of the engine's goroutines.
// What it was doing counts as failed and is tried again as after any other
// failure.
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

// guard runs work and turns a panic into a *PanicError, which is reported
// besides being returned.
func (e *Engine) guard(doing string, work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			crash := &PanicError{Doing: doing, Value: value, Stack: debug.Stack()}
			e.reportPanic(crash)
			err = crash
		}
	}()
	return work()
}

// reportPanic logs a recovered panic, keeps it for Status, and calls the crash
// hook.
func (e *Engine) reportPanic(crash *PanicError) {
	e.log.Error("recovered from a panic", "doing", crash.Doing, "value", fmt.Sprint(crash.Value), "stack", string(crash.Stack))
	e.board.set(func(s *Status) { s.Internal = crash })
	if e.crashed != nil {
		e.crashed(crash)
	}
}

// spawn starts a goroutine that Close joins. It reports false, and starts
// nothing, when the engine is closed.
func (e *Engine) spawn(doing string, work func(ctx context.Context) error) bool {
	e.life.Lock()
	defer e.life.Unlock()
	if e.closed {
		return false
	}
	e.running.Go(func() {
		err := e.guard(doing, func() error { return work(e.ctx) })
		if err != nil && e.ctx.Err() == nil {
			e.log.Error("stopped", "doing", doing, "error", err)
		}
	})
	return true
}

// Background runs work on a goroutine of its own, with a context that Close
// ends, and joins it on Close. A panic in work is recovered and reported. After
// Close nothing is run.
func (e *Engine) Background(work func(ctx context.Context)) {
	e.spawn("background work", func(ctx context.Context) error {
		work(ctx)
		return nil
	})
}
