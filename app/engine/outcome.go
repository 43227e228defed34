package engine

import (
	"context"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/backoff"
	"lookbook/app/library"
	"lookbook/app/problem"
)

// noteRound notes how a sync went, for the schedule and for the status.
func (e *Engine) noteRound(err error) {
	f := &e.follow
	now := e.clock.Now()
	f.mu.Lock()
	f.last = now
	f.pause(err, now)
	if err == nil {
		f.failures = 0
		f.quiet++
		if len(f.watches) > 0 || len(f.lost) > 0 {
			f.quiet = 0
		}
	} else {
		f.failures++
		ceiling := backoff.Longest
		if errors.Is(err, api.ErrNoAnswer) || errors.Is(err, api.ErrUnauthorized) {
			ceiling = backoff.Offline
		}
		f.hold(err, now)
		f.retryAt = now.Add(backoff.After(f.failures, ceiling, 0, e.random()))
		if f.paused == WrongKey {
			f.retryAt = now.Add(refusedEvery)
		}
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
			s.Problem = problem.New(doingSync, err, library.ChargedNo, e.wall())
		}
	})
	if err != nil {
		e.log.Warn("asking the service", "error", err)
	}
	e.fetch.wanted.Wake()
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

// pause notes, under the lock, what an outcome says of the key. A refusal is
// believed when the service itself has said it for a while; an answer that is
// good takes it back.
func (f *follower) pause(err error, now time.Time) {
	switch {
	case err == nil:
		f.paused, f.refused = NotPaused, repeated{}
	case errors.Is(err, api.ErrNoKey):
		f.paused = NoKey
	case keyRefused(err):
		f.refused.note(now)
		if f.refused.over(refusalAnswers, refusalTime) {
			f.paused = WrongKey
		} else if f.paused == NoKey {
			f.paused = NotPaused
		}
	case f.paused == NoKey:
		f.paused = NotPaused // there is one
	}
}

// mayPost reports whether a new request may be sent: not while the service's
// last word is that it does not accept the key.
func (e *Engine) mayPost() bool {
	f := &e.follow
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.refused.answers == 0
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
	now := e.clock.Now()
	f.hold(err, now)
	recovered := err == nil && (f.failures > 0 || f.paused != NotPaused)
	if recovered {
		f.failures, f.last, f.listed = 0, time.Time{}, time.Time{}
	}
	f.pause(err, now)
	if errors.Is(err, api.ErrUnauthorized) && f.failures == 0 {
		f.failures, f.retryAt = 1, now.Add(backoff.First) // to hear it again
	}
	paused := f.paused
	f.mu.Unlock()
	e.board.set(func(s *Status) {
		s.Paused = paused
		if recovered {
			s.Offline, s.Problem = false, nil
		}
	})
	f.replan.Wake()
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
	f.retryAt = now.Add(backoff.After(f.failures, backoff.Offline, 0, e.random()))
	f.mu.Unlock()
	e.noteAnswer(err)
}
