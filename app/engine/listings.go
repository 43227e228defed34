package engine

import (
	"context"
	"sync"
	"time"

	"lookbook/app/library"
)

const (
	// listGoodFor is how long ago the last whole list may have been taken in for
	// it to count as what was there before a request: an idle program lists
	// every five minutes.
	listGoodFor = 2 * idleCap

	// mostHeld bounds how many jobs are remembered that a list showed and that
	// were not stored.
	mostHeld = 1000
)

// listings knows which jobs were there before a request was written down, as
// far as the library does not. There every job of an earlier list is an entry
// with a lower id than the request's, which is durable and needs no clock.
type listings struct {
	mu    sync.Mutex
	whole time.Time            // when a whole list was last taken in
	held  map[string]int64     // jobs that were shown and not stored then: the last request that was there
	begun map[string]time.Time // requests written down before the service told its time
}

func (l *listings) init() {
	l.held, l.begun = map[string]int64{}, map[string]time.Time{}
}

// taken notes that a whole list was taken in.
func (l *listings) taken(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.whole = now
}

// listed reports whether the library knows the jobs that there are at now.
func (l *listings) listed(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.whole.IsZero() && now.Sub(l.whole) <= listGoodFor
}

// hold notes that a job was shown while entryID was the last request.
func (l *listings) hold(jobID string, entryID int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.held[jobID]; !known && len(l.held) < mostHeld {
		l.held[jobID] = entryID
	}
}

// heldBefore reports whether a job was shown before a request was there.
func (l *listings) heldBefore(jobID string, entryID int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	last, held := l.held[jobID]
	return held && last < entryID
}

// begin notes when a request was written down.
func (l *listings) begin(submission string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begun[submission] = now
}

func (l *listings) begunAt(submission string) (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, ok := l.begun[submission]
	return at, ok
}

// dated returns the requests with what will tell their jobs from older ones.
func (e *Engine) dated(requests []library.Request) []library.Request {
	now, _ := e.api.ServiceTime()
	listed := e.follow.listings.listed(e.clock.Now())
	dated := make([]library.Request, len(requests))
	for i, request := range requests {
		request.ServiceTime, request.Listed = now, listed
		dated[i] = request
	}
	return dated
}

// noteBegun remembers when requests were written down of which it is not known
// when that was by the service's clock.
func (e *Engine) noteBegun(entries []library.Entry) {
	for _, entry := range entries {
		if entry.Submission.ServiceTime.IsZero() {
			e.follow.listings.begin(entry.Submission.ID, e.clock.Now())
		}
	}
}

// holdBack notes that a list showed a job which may be that of a request on its
// way, and which is therefore not stored: no request that is made from now on
// can have made it.
func (e *Engine) holdBack(ctx context.Context, jobID string) error {
	unsettled, err := e.library.Unsettled(ctx)
	if err != nil {
		return err
	}
	var last int64
	for _, entry := range unsettled {
		last = max(last, entry.ID)
	}
	e.follow.listings.hold(jobID, last)
	return nil
}

// sentAt is when a request was written down, by the service's clock as far as
// that is known. This computer's clock may have been set since, and between
// two runs of the program nothing tells; within one, time that passes is
// measured and not read off.
func (e *Engine) sentAt(s *library.Submission) time.Time {
	if !s.ServiceTime.IsZero() {
		return s.ServiceTime
	}
	now, known := e.api.ServiceTime()
	if !known {
		return s.Created
	}
	if begun, here := e.follow.listings.begunAt(s.ID); here {
		return now.Add(-e.clock.Since(begun))
	}
	return now.Add(-e.wall().Sub(s.Created))
}
