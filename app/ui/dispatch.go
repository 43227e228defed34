package ui

import (
	"sync"

	"fyne.io/fyne/v2"
)

// uiQueue hands functions to the UI goroutine of a real window. Its methods may
// be called on any goroutine.
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

// end closes the queue before Fyne does: sending into a queue that Fyne has
// closed panics.
func (q *uiQueue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
}

// takeStopHook takes what Fyne does at its end off Fyne, for the caller to do
// after Run. Fyne 2.8.1 does it on a goroutine that needs the main one, which is
// closing the queue between the two: it can panic or wait for ever.
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
