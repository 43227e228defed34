package engine

import (
	"context"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// noteRound notes how a sync went, for the schedule and for the status.
func (e *Engine) noteRound(err error) {
	f := &e.follow
	now := e.clock.Now()
	f.mu.Lock()
	f.last = now
	if err == nil {
		f.failures = 0
		f.paused = NotPaused
		f.quiet++
		if len(f.watches) > 0 || len(f.lost) > 0 {
			f.quiet = 0
		}
	} else {
		f.failures++
		ceiling := retryCap
		if errors.Is(err, api.ErrNoAnswer) {
			ceiling = offlineCap
		}
		f.hold(err, now)
		f.retryAt = now.Add(backOff(f.failures, ceiling, 0, e.random()))
		f.paused = pauses(err)
	}
	paused := f.paused
	queued, running := f.counts()
	f.mu.Unlock()
	e.board.set(func(s *Status) {
		s.Syncing, s.Paused, s.Queued, s.Running = false, paused, queued, running
		s.Offline = errors.Is(err, api.ErrNoAnswer)
		s.Problem = nil
		if err == nil {
			s.LastSync = now
		} else {
			s.Problem = e.problem(doingSync, err, library.ChargedNo)
		}
	})
	if err != nil {
		e.log.Warn("asking the service", "error", err)
	}
	e.fetch.wanted.wake()
}

// noteNothingAsked notes a sync in which no call was worth making: what the
// last call said of the service still holds.
func (e *Engine) noteNothingAsked() {
	f := &e.follow
	f.mu.Lock()
	f.last = e.clock.Now()
	if len(f.watches) == 0 && len(f.lost) == 0 {
		f.quiet++
	}
	f.retryAt = f.outlook().next() // counts while there are failures
	f.mu.Unlock()
	e.board.set(func(s *Status) { s.Syncing = false })
}

// counts counts the unfinished jobs, under the lock.
func (f *follower) counts() (queued, running int) {
	for _, w := range f.watches {
		if w.state == api.Running {
			running++
		} else {
			queued++
		}
	}
	return queued, running
}

// hold keeps calls back for as long as the service asks.
func (f *follower) hold(err error, now time.Time) {
	told, ok := errors.AsType[*api.Error](err)
	if !ok || told.RetryAfter <= 0 {
		return
	}
	if till := now.Add(told.RetryAfter); till.After(f.holdTill) {
		f.holdTill = till
	}
}

// noteAnswer notes what an answer to another call than a sync's says about the
// key and the connection.
func (e *Engine) noteAnswer(err error) {
	f := &e.follow
	f.mu.Lock()
	f.hold(err, e.clock.Now())
	recovered := err == nil && (f.failures > 0 || f.paused != NotPaused)
	if recovered {
		f.failures, f.last = 0, time.Time{}
		f.paused = NotPaused
	}
	if pause := pauses(err); pause != NotPaused {
		f.paused = pause
	}
	paused := f.paused
	f.mu.Unlock()
	e.board.set(func(s *Status) {
		s.Paused = paused
		if recovered {
			s.Offline, s.Problem = false, nil
		}
	})
	f.replan.wake()
}

// noteLost counts the submissions that are lost, and those of them that are
// still looked for.
func (e *Engine) noteLost(ctx context.Context) error {
	e.outbox.mu.Lock()
	defer e.outbox.mu.Unlock()
	return e.countLost(ctx)
}

// countLost is noteLost under the ledger's lock.
func (e *Engine) countLost(ctx context.Context) error {
	f := &e.follow
	lost, err := e.lost(ctx)
	if err != nil {
		return err
	}
	var looking []time.Time
	for _, entry := range lost {
		if looked := f.searches[entry.Submission.ID]; !looked.asked {
			if looked.since.IsZero() {
				looked.since = e.clock.Now()
			}
			looking = append(looking, looked.since)
		}
	}
	f.mu.Lock()
	f.lost = looking
	f.mu.Unlock()
	e.board.set(func(s *Status) { s.Lost = len(lost) })
	return nil
}

// mayCall returns when calls to the service may be made again, or false while
// only a new key can tell.
func (e *Engine) mayCall() (time.Time, bool) {
	f := &e.follow
	f.mu.Lock()
	defer f.mu.Unlock()
	at := f.holdTill
	if f.failures > 0 && f.retryAt.After(at) {
		at = f.retryAt
	}
	return at, f.paused == NotPaused
}

// serviceFails notes trouble that every call would meet, met by a call other
// than a sync's.
func (e *Engine) serviceFails(err error) {
	f := &e.follow
	now := e.clock.Now()
	f.mu.Lock()
	f.failures++
	f.retryAt = now.Add(backOff(f.failures, offlineCap, 0, e.random()))
	f.mu.Unlock()
	e.noteAnswer(err)
}
