package submit

import (
	"time"

	"lookbook/app/library"
)

const (
	// listGoodFor is how long ago the last whole list may have been taken in for
	// it to count as what was there before a request. An idle program lists
	// every five minutes.
	listGoodFor = 10 * time.Minute

	// mostHeld bounds how many jobs are remembered that a list showed and that
	// were not stored.
	mostHeld = 1000
)

// earlierJobs knows which jobs were there before a request was written down, as far
// as the library does not. There every job of an earlier list is an entry with a
// lower id than the request's, which is durable and needs no clock. The
// lock of the claims guards it.
type earlierJobs struct {
	whole time.Time            // when a whole list was last taken in
	held  map[string]int64     // jobs that were shown and not stored then: the last request that was there
	begun map[string]time.Time // requests written down before the service told its time
}

func newEarlierJobs() earlierJobs {
	return earlierJobs{held: map[string]int64{}, begun: map[string]time.Time{}}
}

// begin notes when a request was written down, where the service's time is not
// known.
func (e *earlierJobs) begin(s library.Submission, now time.Time) {
	if s.ServiceTime.IsZero() {
		e.begun[s.ID] = now
	}
}

// listed reports whether the library knows the jobs that there are at now.
func (e *earlierJobs) listed(now time.Time) bool {
	return !e.whole.IsZero() && now.Sub(e.whole) <= listGoodFor
}

// hold notes that a job was shown while entryID was the last request.
func (e *earlierJobs) hold(jobID string, entryID int64) {
	if _, known := e.held[jobID]; !known && len(e.held) < mostHeld {
		e.held[jobID] = entryID
	}
}

// heldBefore reports whether a job was shown before a request was there.
func (e *earlierJobs) heldBefore(jobID string, entryID int64) bool {
	last, held := e.held[jobID]
	return held && last < entryID
}

// sentAt is when a request was written down, by the service's clock as far as
// that is known. This computer's clock may have been set since, and between
// two runs of the program nothing tells; within one, time that passes is
// measured and not read off. Called with the lock.
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

// dated returns the requests with what will tell their jobs from older ones.
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
