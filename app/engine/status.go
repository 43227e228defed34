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

// slowCount is the duration above which counting is limited to a tenth of the
// time: pictures arrive by the dozen.
const slowCount = 5 * time.Millisecond

// The parts' statuses, under different names, so that Status can embed them.
type (
	OutboxStatus   = submit.Status
	JobsStatus     = jobsync.Status
	DownloadStatus = download.Status
	FilesStatus    = files.Status
	SidecarStatus  = sidecars.Status
)

// PictureStatus counts pictures, and says what concerns all parts.
type PictureStatus struct {
	Images  int // pictures that the service has listed
	Saved   int // of these, in the folder
	Unsaved int // of these, not saved yet or failed
	Failed  int // of these, failed at the last try

	Held     bool                   // a person paused following and fetching; requests are sent
	Internal *supervisor.PanicError // last recovered panic, a defect of this program; nil: none
}

// Status is the state of the engine, for a status bar. It is a value: a copy
// never changes. OutboxStatus and the jobs of JobsStatus are of all accounts;
// the rest of JobsStatus is of the shown one.
type Status struct {
	OutboxStatus
	JobsStatus
	OthersStatus
	DownloadStatus
	FilesStatus
	SidecarStatus
	PictureStatus
}

// Status returns the present state.
func (e *Engine) Status() Status {
	sending, jobs, others := e.accounts.status()
	return Status{sending, jobs, others, e.Downloads.Status(), e.Files.Status(), e.Sidecars.Status(), e.pictures.Get()}
}

// LibraryTrouble says why the library can't be written; nil: it can.
func (s Status) LibraryTrouble() *library.Problem { return cmp.Or(s.LibraryProblem, s.Unstored) }

// Event is one of library.EntryChanged, library.ImageChanged, library.Reset and
// StatusChanged.
type Event any

// StatusChanged says that Status changed. Quick changes are combined.
type StatusChanged struct{ Status Status }

// subscribers are called after changes of the status. It is safe for concurrent
// use.
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

// Subscribe calls tell for every event until cancel is called. An event in
// delivery at that moment may still arrive. Library events come in commit
// order.
func (e *Engine) Subscribe(tell func(Event)) (cancel func()) {
	guarded := func(event Event) {
		// A panic of a subscriber must not end the work that it is told about. It is reported.
		_ = e.work.Guard("telling of a change", func() error { tell(event); return nil })
	}
	stop := e.library.Subscribe(func(event library.Event) { guarded(event) })
	remove := e.subscribers.add(guarded)
	return sync.OnceFunc(func() {
		stop()
		remove()
	})
}

// runStatus counts pictures and reports the status to subscribers.
func (e *Engine) runStatus(ctx context.Context) error {
	var reported Status
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-e.changed:
		}
		begun := time.Now() // real time, whatever clock the engine was given
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

// pause waits until d has passed or ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// count counts again if something changed since.
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
