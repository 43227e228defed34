package engine

import (
	"context"
	"sync"
	"time"

	"lookbook/app/download"
	"lookbook/app/files"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/signal"
	"lookbook/app/submit"
	"lookbook/app/supervisor"
)

// slowCount is how long counting a large library may take before it is done
// for a tenth of the time at most: pictures come in by the dozen.
const slowCount = 5 * time.Millisecond

// The parts' own statuses, under names that can stand beside each other.
type (
	OutboxStatus   = submit.Status
	JobsStatus     = jobsync.Status
	DownloadStatus = download.Status
	FilesStatus    = files.Status
)

// Status is how things stand, for a status bar. It is a value: a copy never
// changes.
type Status struct {
	OutboxStatus
	JobsStatus
	FilesStatus
	DownloadStatus

	Images  int // pictures that the service has told of
	Saved   int // of these: in their files
	Unsaved int // of these: still to be saved, failed ones included
	Failed  int // of these: the last try failed

	Internal *supervisor.PanicError // the last internal error, which is a defect of this program; nil: none
}

// Event is one of library.EntryChanged, library.ImageChanged, library.Reset and
// StatusChanged.
type Event any

// StatusChanged tells that Status changed. Changes that follow each other
// quickly are told as one.
type StatusChanged struct{ Status Status }

// board holds the status and wakes the goroutine that tells it to others.
type board struct {
	mu      sync.Mutex
	status  Status
	changed signal.Signal
	stale   bool // the counts have to be read again
}

// set changes the status.
func (b *board) set(change func(*Status)) {
	b.mu.Lock()
	before := b.status
	change(&b.status)
	differs := before != b.status
	b.mu.Unlock()
	if differs {
		b.changed.Wake()
	}
}

// recount asks for the counts to be read again.
func (b *board) recount() {
	b.mu.Lock()
	b.stale = true
	b.mu.Unlock()
	b.changed.Wake()
}

func (b *board) read() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status
}

// Status returns how things stand.
func (e *Engine) Status() Status {
	s := e.board.read()
	s.OutboxStatus, s.JobsStatus = e.Outbox.Status(), e.Jobs.Status()
	s.DownloadStatus, s.FilesStatus = e.Downloads.Status(), e.Files.Status()
	return s
}

// Subscribe calls tell with every event until cancel is called; an event that
// is being told when cancel is called may still arrive. Library events come in
// the order of their commits.
func (e *Engine) Subscribe(tell func(Event)) (cancel func()) {
	listener := tell
	tell = func(event Event) {
		// A subscriber's mistake must not end the work that it is told of.
		if err := e.work.Guard("telling of a change", func() error { listener(event); return nil }); err != nil {
			return // reported
		}
	}
	stop := e.library.Subscribe(func(event library.Event) { tell(event) })
	e.hearers.Lock()
	defer e.hearers.Unlock()
	e.nextHearer++
	id := e.nextHearer
	e.hearing[id] = tell
	return sync.OnceFunc(func() {
		stop()
		e.hearers.Lock()
		defer e.hearers.Unlock()
		delete(e.hearing, id)
	})
}

// runStatus keeps the counts of the status and tells it to subscribers.
func (e *Engine) runStatus(ctx context.Context) error {
	var told Status
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-e.board.changed:
		}
		begun := time.Now() // work takes real time, whatever clock the engine was given
		if err := e.work.Guard("count the library", func() error { return e.count(ctx) }); err != nil && ctx.Err() == nil {
			e.log.Error("counting the library", "error", err)
		}
		took := time.Since(begun)
		if now := e.Status(); now != told {
			told = now
			e.tell(StatusChanged{now})
		}
		if took > slowCount {
			pause(ctx, min(9*took, time.Second))
		}
	}
}

// pause waits, or returns when the context ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// count reads the counts again if something changed since.
func (e *Engine) count(ctx context.Context) error {
	e.board.mu.Lock()
	stale := e.board.stale
	e.board.stale = false
	e.board.mu.Unlock()
	if !stale {
		return nil
	}
	totals, err := e.library.Totals(ctx)
	if err != nil {
		return err
	}
	e.board.mu.Lock()
	defer e.board.mu.Unlock()
	s := &e.board.status
	s.Images, s.Saved, s.Unsaved, s.Failed = totals.Images, totals.Saved, totals.Unsaved, totals.Failed
	return nil
}

// tell passes an event of the engine's own to the subscribers.
func (e *Engine) tell(event Event) {
	e.hearers.Lock()
	hearing := make([]func(Event), 0, len(e.hearing))
	for _, tell := range e.hearing {
		hearing = append(hearing, tell)
	}
	e.hearers.Unlock()
	for _, tell := range hearing {
		tell(event)
	}
}

// UnsavedCount returns how many pictures are told of and not yet saved: what
// quitting would leave for the next start. Their URLs live for an hour or so;
// after that they are asked for again.
func (e *Engine) UnsavedCount(ctx context.Context) (int, error) {
	totals, err := e.library.Totals(ctx)
	return totals.Unsaved, err
}
