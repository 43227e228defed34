package ui

import (
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// longTurn is how long the functions of one turn may take together, so that input is handled between them.
const longTurn = 8 * time.Millisecond

// uiQueue passes functions to the UI goroutine of a real window. Its methods
// may be called on any goroutine.
//
// Functions that wait together run in one turn of that goroutine. Fyne's loop chooses at random between the next
// function and a frame that is due, and while a frame takes longer than a sixtieth of a second one is always due: then
// twenty thumbnails that came together would be painted in ten frames of the whole window.
type uiQueue struct {
	turn    func(func())     // asks for a turn; nil: Fyne's
	now     func() time.Time // nil: time.Now
	mu      sync.RWMutex
	ended   bool
	waiting struct {
		sync.Mutex
		do    []func()
		asked bool // a turn was asked for
	}
}

// do queues f. After end it does nothing.
func (q *uiQueue) do(f func()) {
	w := &q.waiting
	w.Lock()
	w.do = append(w.do, f)
	asked := w.asked
	w.asked = true
	w.Unlock()
	if !asked {
		q.ask()
	}
}

func (q *uiQueue) ask() {
	q.mu.RLock()
	defer q.mu.RUnlock()
	switch {
	case q.ended:
	case q.turn != nil:
		q.turn(q.run)
	default:
		fyne.Do(q.run)
	}
}

// run is a turn. What is queued during it waits for the next one.
func (q *uiQueue) run() {
	w := &q.waiting
	w.Lock()
	do := w.do
	w.do = nil
	w.Unlock()
	now := q.now
	if now == nil {
		now = time.Now
	}
	began := now()
	for len(do) > 0 {
		next := do[0]
		do[0] = nil
		do = do[1:]
		next()
		if now().Sub(began) > longTurn {
			break
		}
	}
	w.Lock()
	w.do = append(do, w.do...)
	w.asked = len(w.do) > 0
	more := w.asked
	w.Unlock()
	if more {
		q.ask()
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
