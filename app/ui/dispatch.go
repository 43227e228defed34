package ui

import (
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"
)

// uiQueue passes functions to the UI goroutine of a real window. Its methods
// may be called on any goroutine.
type uiQueue struct {
	mu    sync.RWMutex
	ended bool
}

// do queues f. After end it does nothing.
func (q *uiQueue) do(f func()) {
	q.mu.RLock()
	defer q.mu.RUnlock()
	if !q.ended {
		fyne.Do(f)
	}
}

// end closes the queue before Fyne closes its own: sending into Fyne's closed
// queue panics.
func (q *uiQueue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
}

// repaint passes many requests to paint the same as one. ask may be called on any goroutine.
type repaint struct {
	dispatch func(func())
	paint    func()
	asked    atomic.Bool // it is about to be painted
}

func (r *repaint) ask() {
	if r.asked.Swap(true) {
		return
	}
	r.dispatch(func() {
		r.asked.Store(false)
		r.paint()
	})
}

// takeStopHook removes Fyne's OnStopped hook, for the caller to run after Run. Fyne 2.8.1 runs it
// on a goroutine that needs the main one, which is just closing the queue between them: it can
// panic or wait forever.
func takeStopHook(app fyne.App) func() {
	hooks, ok := app.Lifecycle().(interface {
		OnStopped() func()
		SetOnStoppedHookExecuted(f func())
	})
	if !ok || hooks.OnStopped() == nil {
		return func() {}
	}
	stop := hooks.OnStopped()
	hooks.SetOnStoppedHookExecuted(nil)
	return stop
}
