package submit

import (
	"time"

	"lookbook/app/library"
)

const (
	// listGoodFor is how old the last complete list may be to count as the jobs that existed before
	// a request. An idle program lists every five minutes.
	listGoodFor = 10 * time.Minute

	// mostHeld bounds how many listed but unstored jobs are remembered.
	mostHeld = 1000
)

// earlierJobs knows which jobs existed before a request was written down, beyond what the library
// knows. In the library, every job of an earlier list is an entry with a lower id than the
// request's; ids are durable and need no clock. The lock of the claims guards it.
type earlierJobs struct {
	whole time.Time            // when the last complete list was read
	held  map[string]int64     // listed and unstored jobs: the newest request at that time
	begun map[string]time.Time // requests written down before the service's time was known
}

func newEarlierJobs() earlierJobs {
	return earlierJobs{held: map[string]int64{}, begun: map[string]time.Time{}}
}

// begin records when a request was written down, while the service's time is
// unknown.
func (e *earlierJobs) begin(s library.Submission, now time.Time) {
	if s.ServiceTime.IsZero() {
		e.begun[s.ID] = now
	}
}

// listed reports whether the library knows the jobs that exist at now.
func (e *earlierJobs) listed(now time.Time) bool {
	return !e.whole.IsZero() && now.Sub(e.whole) <= listGoodFor
}

// hold records that a job was listed while entryID was the newest request.
func (e *earlierJobs) hold(jobID string, entryID int64) {
	if _, known := e.held[jobID]; !known && len(e.held) < mostHeld {
		e.held[jobID] = entryID
	}
}

// heldBefore reports whether a job was listed before a request existed.
func (e *earlierJobs) heldBefore(jobID string, entryID int64) bool {
	last, held := e.held[jobID]
	return held && last < entryID
}

// sentAt returns when a request was written down, by the service's clock as far
// as it is known. This computer's clock may have been set since. Within one run
// elapsed time is monotonic; between runs nothing can tell. The caller holds
// the lock.
func (l *Lost) sentAt(s *library.Submission) time.Time {
	if !s.ServiceTime.IsZero() {
		return s.ServiceTime
	}
	now, known := l.api.ServiceTime()
	if !known {
		return s.Created
	}
	if begun, here := l.earlier.begun[s.ID]; here {
		return now.Add(-l.clock.Since(begun))
	}
	return now.Add(-l.wall().Sub(s.Created))
}

// dated adds to each request what distinguishes its job from older ones.
func (l *Lost) dated(requests []library.Request) []library.Request {
	now, _ := l.api.ServiceTime()
	listed := l.earlier.listed(l.clock.Now())
	dated := make([]library.Request, len(requests))
	for i, request := range requests {
		request.ServiceTime, request.Listed = now, listed
		dated[i] = request
	}
	return dated
}
