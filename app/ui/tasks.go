package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	"lookbook/app/files"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

const (
	// untold is how long a task may run before it is shown; steps is the
	// interval of updates.
	untold = 500 * time.Millisecond
	steps  = 200 * time.Millisecond
)

// tasks are the running tasks of a page that may take a while.
type tasks struct {
	now      func() time.Time
	dispatch func(func())
	toaster  *toaster

	list []*task
}

// task is one of them.
type task struct {
	all    *tasks
	key    string // message key of "Exporting pictures…"; with .of, of "Exporting pictures: 3 of 10"
	began  time.Time
	cancel context.CancelFunc
	shown  bool // its progress is shown
	ended  bool

	mu          sync.Mutex
	done, total int
	told        time.Time // when the UI goroutine was last requested
	sent        bool      // and has not run yet
}

// watched makes a background.Work of a function that reports progress. After
// half a second the progress is shown, with a way to stop it.
func (l *tasks) watched(key string, do func(ctx context.Context, p files.Progress) (paint func())) background.Work {
	own, cancel := context.WithCancel(context.Background())
	t := &task{all: l, key: key, began: l.now(), cancel: cancel}
	l.list = append(l.list, t)
	return func(ctx context.Context) func() {
		defer context.AfterFunc(ctx, cancel)()
		returned := false
		defer func() {
			if !returned { // it panicked, and nothing will be painted
				cancel()
				l.dispatch(t.end)
			}
		}()
		paint := do(own, t.progress)
		returned = true
		return func() {
			cancel()
			t.end()
			if paint != nil {
				paint()
			}
		}
	}
}

// progress is called on the working goroutine.
func (t *task) progress(done, total int) {
	now := t.all.now()
	t.mu.Lock()
	t.done, t.total = done, total
	due := !t.sent && now.Sub(t.began) >= untold && now.Sub(t.told) >= steps
	if due {
		t.sent, t.told = true, now
	}
	t.mu.Unlock()
	if due {
		t.all.dispatch(func() {
			t.mu.Lock()
			t.sent = false
			t.mu.Unlock()
			t.show()
		})
	}
}

// tick shows a task that takes long without progress.
func (t *task) tick(now time.Time) {
	if now.Sub(t.began) >= untold {
		t.show()
	}
}

// show shows the progress.
func (t *task) show() {
	if t.ended || !t.all.toaster.open() {
		return
	}
	t.mu.Lock()
	words := message.T(t.key)
	if of := t.key + ".of"; t.total > 1 && message.Known(of) {
		words = message.T(of, message.With{"Part": count(t.done), "All": count(t.total)})
	}
	t.mu.Unlock()
	if t.shown && t.all.toaster.change(words) {
		return
	}
	t.shown = true
	t.all.toaster.show(words, widgets.Action{Text: message.T("task.stop"), Run: func() {
		t.ended = true // the task ends and reports its result itself
		t.cancel()
	}})
}

func (t *task) end() {
	t.all.list = slices.DeleteFunc(t.all.list, func(other *task) bool { return other == t })
	if t.shown && !t.ended {
		t.all.toaster.hide()
	}
	t.ended = true
}

// tick shows tasks that take long without progress.
func (l *tasks) tick(now time.Time) {
	for _, t := range l.list {
		t.tick(now)
	}
}
