package engine

import (
	"context"
	"path/filepath"
	"sync"
	"time"

	"lookbook/app/library"
	"lookbook/app/media/naming"
)

// What makes a picture's name durable and what records it each wait for the
// disk. Pictures that come within a moment of each other wait together: one
// sync of the folder and one transaction do for all of them.
const (
	// recordedAtOnce is how many pictures are recorded together at most: as
	// many as a job has.
	recordedAtOnce = 16

	// gathering is how long the first of them waits for others, in real time
	// whatever the clock: not to be noticed, and several pictures long.
	gathering = 25 * time.Millisecond
)

// recorder gathers pictures that are in place and not yet recorded.
type recorder struct {
	mu      sync.Mutex
	waiting []*unrecorded
	busy    bool          // one of those who wait records for all
	enough  chan struct{} // closed when it need not wait for more; nil: it does not wait
}

// unrecorded is one picture in place.
type unrecorded struct {
	image library.SavedImage
	done  chan error
}

// recordSaved makes the name of a picture in place durable and calls it saved, with
// all others that are as far. The caller holds the picture's claim.
func (e *Engine) recordSaved(ctx context.Context, id int64, saved library.Saved) error {
	r := &e.fetch.records
	mine := &unrecorded{image: library.SavedImage{ID: id, Saved: saved}, done: make(chan error, 1)}
	r.mu.Lock()
	r.waiting = append(r.waiting, mine)
	lead := !r.busy
	r.busy = true
	r.mu.Unlock()
	e.fetch.at(id, placed)
	e.stopGathering()
	if lead {
		e.recordWaiting(ctx)
	}
	return <-mine.done
}

// stopGathering ends the wait for more pictures when there are enough, or no
// more on their way.
func (e *Engine) stopGathering() {
	f := &e.fetch
	f.mu.Lock()
	coming := len(f.inFlight) - f.placed
	f.mu.Unlock()
	r := &f.records
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.enough != nil && (coming <= 0 || len(r.waiting) >= recordedAtOnce) {
		close(r.enough)
		r.enough = nil
	}
}

// recordWaiting records until nobody waits.
func (e *Engine) recordWaiting(ctx context.Context) {
	r := &e.fetch.records
	for {
		e.gather()
		r.mu.Lock()
		batch := r.waiting
		r.waiting = nil
		if len(batch) == 0 {
			r.busy = false
			r.mu.Unlock()
			return
		}
		r.mu.Unlock()
		// Whoever waits must be told, whatever goes wrong: a picture that nobody
		// answers for would keep its claim, and all after it would wait as well.
		err := e.work.Guard("recording saved pictures", func() error {
			e.recordBatch(ctx, batch)
			return nil
		})
		if err != nil {
			for _, u := range batch {
				select {
				case u.done <- err:
				default: // was told already
				}
			}
		}
	}
}

// gather waits a moment for pictures that are about to be in place.
func (e *Engine) gather() {
	r := &e.fetch.records
	r.mu.Lock()
	if len(r.waiting) == 0 {
		r.mu.Unlock()
		return
	}
	enough := make(chan struct{})
	r.enough = enough
	r.mu.Unlock()
	e.stopGathering()
	moment := time.NewTimer(gathering)
	defer moment.Stop()
	select {
	case <-enough:
	case <-moment.C:
		r.mu.Lock()
		r.enough = nil
		r.mu.Unlock()
	}
}

// recordBatch records pictures and tells each how that went.
func (e *Engine) recordBatch(ctx context.Context, batch []*unrecorded) {
	folders := map[string]bool{}
	images := make([]library.SavedImage, len(batch))
	for i, u := range batch {
		images[i] = u.image
		folders[filepath.Dir(u.image.Saved.Path)] = true
	}
	for folder := range folders {
		if err := naming.SyncFolder(folder); err != nil {
			// The files are whole and in place; only a power cut could undo
			// their names.
			e.log.Warn("making the names of files durable", "error", err)
		}
	}
	err := e.library.Images.SaveAll(ctx, images)
	for i, u := range batch {
		one := err
		if err != nil && len(batch) > 1 {
			// The trouble may be one picture's.
			one = e.library.Images.SaveAll(ctx, images[i:i+1])
		}
		u.done <- one
	}
}
