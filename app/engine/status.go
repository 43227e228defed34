package engine

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"lookbook/app/download"
	"lookbook/app/files"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/sidecars"
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
	SidecarStatus  = sidecars.Status
)

// PictureStatus is how many pictures there are, and what went wrong inside.
type PictureStatus struct {
	Images  int // pictures that the service has told of
	Saved   int // of these: in their files
	Unsaved int // of these: still to be saved, failed ones included
	Failed  int // of these: the last try failed

	Internal *supervisor.PanicError // the last internal error, which is a defect of this program; nil: none
}

// Status is how things stand, for a status bar. It is a value: a copy never
// changes.
type Status struct {
	OutboxStatus
	JobsStatus
	DownloadStatus
	FilesStatus
	SidecarStatus
	PictureStatus
}

// Status returns how things stand.
func (e *Engine) Status() Status {
	return Status{e.Outbox.Status(), e.Jobs.Status(), e.Downloads.Status(), e.Files.Status(), e.Sidecars.Status(), e.pictures.Get()}
}

// LibraryTrouble is why the library can't be written at the moment; nil: it can.
func (s Status) LibraryTrouble() *library.Problem { return cmp.Or(s.LibraryProblem, s.Unstored) }

// Event is one of library.EntryChanged, library.ImageChanged, library.Reset and
// StatusChanged.
type Event any

// StatusChanged tells that Status changed. Changes that follow each other
// quickly are told as one.
type StatusChanged struct{ Status Status }

// subscribers are told of changes of the status. It is safe for concurrent use.
type subscribers struct {
	mu   sync.Mutex
	tell map[int]func(Event)
	next int
}

func (s *subscribers) add(tell func(Event)) (remove func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tell == nil {
		s.tell = map[int]func(Event){}
	}
	s.next++
	id := s.next
	s.tell[id] = tell
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.tell, id)
	}
}

func (s *subscribers) report(event Event) {
	s.mu.Lock()
	tell := slices.Collect(maps.Values(s.tell))
	s.mu.Unlock()
	for _, tell := range tell {
		tell(event)
	}
}

// Subscribe calls tell with every event until cancel is called; an event that
// is being told when cancel is called may still arrive. Library events come in
// the order of their commits.
func (e *Engine) Subscribe(tell func(Event)) (cancel func()) {
	guarded := func(event Event) {
		// A subscriber's mistake must not end the work that it is told of. It is
		// reported.
		_ = e.work.Guard("telling of a change", func() error { tell(event); return nil })
	}
	stop := e.library.Subscribe(func(event library.Event) { guarded(event) })
	remove := e.subscribers.add(guarded)
	return sync.OnceFunc(func() {
		stop()
		remove()
	})
}

// runStatus keeps the counts of the status and reports it to subscribers.
func (e *Engine) runStatus(ctx context.Context) error {
	var reported Status
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-e.changed:
		}
		begun := time.Now() // work takes real time, whatever clock the engine was given
		if err := e.work.Guard("count the library", func() error { return e.count(ctx) }); err != nil && ctx.Err() == nil {
			e.log.Error("counting the library", "error", err)
		}
		took := time.Since(begun)
		if now := e.Status(); now != reported {
			reported = now
			e.subscribers.report(StatusChanged{now})
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
	if !e.stale.Swap(false) {
		return nil
	}
	totals, err := e.library.Totals(ctx)
	if err != nil {
		e.stale.Store(true)
		return err
	}
	e.pictures.Set(func(s *PictureStatus) {
		s.Images, s.Saved, s.Unsaved, s.Failed = totals.Images, totals.Saved, totals.Unsaved, totals.Failed
	})
	return nil
}
