package session

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
)

// Host runs work for as long as the program does, whichever session is open.
type Host struct {
	log     *slog.Logger
	crashed func(doing string, value any, stack []byte)
	ctx     context.Context
	stop    context.CancelFunc

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
}

// NewHost makes a host. Crashed is told of every panic, on the goroutine that
// panicked, after it was recovered; it may be nil.
func NewHost(log *slog.Logger, crashed func(doing string, value any, stack []byte)) *Host {
	h := &Host{log: log, crashed: crashed}
	h.ctx, h.stop = context.WithCancel(context.Background())
	return h
}

// Background runs work on a goroutine of its own, with a context that Close
// ends. A panic is recovered, logged and reported. After Close nothing is run.
func (h *Host) Background(work func(ctx context.Context)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.running.Go(func() {
		defer func() {
			if value := recover(); value != nil {
				stack := debug.Stack()
				h.log.Error("recovered from a panic", "value", fmt.Sprint(value), "stack", string(stack))
				if h.crashed != nil {
					h.crashed("background work", value, stack)
				}
			}
		}()
		work(h.ctx)
	})
}

// Close ends the context of all work and waits until it has returned, or
// until ctx ends.
func (h *Host) Close(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.stop()
	done := make(chan struct{})
	go func() {
		h.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for background work: %w", ctx.Err())
	}
}
