package jobsync

import (
	"context"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/problem"
)

// errNotAsked means that no call was needed, so nothing new is known about the
// service.
var errNotAsked = errors.New("there was nothing to ask")

// Round asks for everything that is due.
func (f *Follower) Round(ctx context.Context) {
	f.status.Set(func(s *Status) { s.Syncing = true })
	err := f.work.Guard(doing, func() error { return f.round(ctx) })
	switch {
	case ctx.Err() != nil:
		err = ErrClosed
	case errors.Is(err, errNotAsked):
		f.noteNothingAsked()
		err = nil
	default:
		f.note(err)
	}
	f.answer(err)
}

func (f *Follower) round(ctx context.Context) error {
	undone := errors.Join(f.lost.Refresh(ctx), f.keyIsNew(ctx))
	unfinished, err := f.library.Unfinished(ctx, f.account)
	if err != nil {
		return err
	}
	f.watches.only(unfinished)
	var listed map[string]bool
	var brokeOff error
	listing := f.listDue(f.clock.Now())
	if listing && !f.list.off(f.clock.Now()) {
		listed, brokeOff, err = f.readList(ctx)
		if err != nil {
			return err
		}
	}
	off := f.list.off(f.clock.Now())
	asked := listing && !off
	if off && f.list.gone() {
		if err := f.lost.NoList(ctx); err != nil {
			return err
		}
	}
	followUps, err := f.Asker.dueFollowUps(ctx)
	if err != nil {
		return err
	}
	for _, due := range [][]library.Entry{f.dueAlone(unfinished, listed), f.details.due(f.clock.Now()), followUps} {
		asked = asked || len(due) > 0
		if err := f.Asker.each(ctx, due, off); err != nil {
			return err
		}
	}
	err = errors.Join(undone, brokeOff, f.Asker.planFollowUps(ctx))
	if err == nil && !asked {
		return errNotAsked
	}
	return err
}

// keyIsNew reopens what only another key may have ended: jobs that were not found, and pictures
// whose addresses could not be asked for.
func (f *Follower) keyIsNew(ctx context.Context) error {
	f.mu.Lock()
	isNew := f.newKey
	f.newKey = false
	f.mu.Unlock()
	if !isNew {
		return nil
	}
	return f.downloads.NewKey(ctx, f.account)
}

// dueAlone returns the unfinished jobs that were not in the list and are due for a call of their
// own.
func (f *Follower) dueAlone(unfinished []library.Entry, listed map[string]bool) []library.Entry {
	forced := f.Waiting() > 0
	var untold []library.Entry
	for _, entry := range unfinished {
		if !listed[entry.Job.JobID] && (forced || !entry.NotFound()) { // otherwise it is followed up
			untold = append(untold, entry)
		}
	}
	if forced {
		return untold
	}
	return f.watches.due(untold, f.scheduleInput(), f.clock.Now())
}

// note records the result of a round for the schedule and the status.
func (f *Follower) note(err error) {
	now := f.clock.Now()
	paused, refused := f.Service.round(err, now)
	queued, running := f.watches.counts()
	f.mu.Lock()
	f.last = now
	switch {
	case err != nil:
	case queued+running > 0 || len(f.searching) > 0:
		f.quiet = 0
	default:
		f.quiet++
	}
	f.mu.Unlock()
	f.status.Set(func(s *Status) {
		s.Syncing, s.Paused, s.Refused, s.Queued, s.Running = false, paused, refused, queued, running
		s.Offline = errors.Is(err, api.ErrNoAnswer)
		s.Problem, s.Unstored = nil, nil
		switch {
		case err == nil:
			s.LastSync = now
		case library.Unusable(err):
			s.Unstored = problem.New(doing, err, library.ChargedNo, f.wall())
		default:
			s.Problem = problem.New(doing, err, library.ChargedNo, f.wall())
		}
	})
	if err != nil {
		f.log.Warn("asking the service", "error", err)
	}
	f.downloads.Wake()
}

// noteNothingAsked records a round without calls: what the last call said about the service still
// holds.
func (f *Follower) noteNothingAsked() {
	queued, running := f.watches.counts()
	f.mu.Lock()
	f.last = f.clock.Now()
	if queued+running == 0 && len(f.searching) == 0 {
		f.quiet++
	}
	f.mu.Unlock()
	f.Service.putOff(f.scheduleInput().next()) // it counts while calls fail
	f.status.Set(func(s *Status) { s.Syncing, s.Queued, s.Running = false, queued, running })
}

// listDue reports whether this round reads the list, and records that. A round
// that only follows up jobs doesn't, because the list may be long.
func (f *Follower) listDue(now time.Time) bool {
	o := f.scheduleInput()
	failing := f.Service.failing()
	f.mu.Lock()
	defer f.mu.Unlock()
	o.last, o.again = f.listed, time.Time{}
	if len(f.waiting) == 0 && !failing && o.next().After(now) {
		return false
	}
	f.listed = now
	return true
}
