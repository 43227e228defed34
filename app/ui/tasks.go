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
	// untold is how long something may take before it is said that it goes
	// on, and steps how often that is said again.
	untold = 500 * time.Millisecond
	steps  = 200 * time.Millisecond
)

// tasks are what goes on and may take a while. A page has one.
type tasks struct {
	now      func() time.Time
	dispatch func(func())
	toaster  *toaster

	list []*task
}

// task is one of them.
type task struct {
	all    *tasks
	key    string // of "Exporting pictures…", and with .of of "Exporting pictures: 3 of 10"
	began  time.Time
	cancel context.CancelFunc
	shown  bool // its progress is on screen
	ended  bool

	mu          sync.Mutex
	done, total int
	told        time.Time // when the UI goroutine was last sent for
	sent        bool      // and hasn't come yet
}

// watched makes work of something that tells how far it is. Once it takes
// longer than half a second, that is said, with a way to stop it.
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

// progress is called on the goroutine that does the work.
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

// tick shows what takes long without having got any further.
func (t *task) tick(now time.Time) {
	if now.Sub(t.began) >= untold {
		t.show()
	}
}

// show says how far it is.
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
		t.ended = true // what is under way ends, and says by itself what became of it
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

// tick shows what takes long without having got any further.
func (l *tasks) tick(now time.Time) {
	for _, t := range l.list {
		t.tick(now)
	}
}
