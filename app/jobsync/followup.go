package jobsync

import (
	"context"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// NotKnown notes that the service, or something in its stead, says that there
// is no such job. That is believed when it was said often enough.
func (a *Asker) NotKnown(ctx context.Context, jobID string, err error) error {
	now, own := a.clock.Now(), api.ByService(err)
	_, failed := a.library.Jobs.CountAnswer(ctx, jobID, true, func(entry library.Entry, f library.FollowUp) library.FollowUp {
		return stillAbsent(entry, f, own, a.ageOf(entry), now)
	})
	a.watches.forget(jobID)
	return errors.Join(failed, a.planFollowUps(ctx))
}

// countTold counts a full answer where it leaves the job short of pictures.
func (a *Asker) countTold(ctx context.Context, jobID string) error {
	now := a.clock.Now()
	_, err := a.library.Jobs.CountAnswer(ctx, jobID, false, func(entry library.Entry, f library.FollowUp) library.FollowUp {
		return stillShort(entry, f, a.ageOf(entry), now)
	})
	if errors.Is(err, library.ErrNotFound) {
		return nil // the library did not take it
	}
	return errors.Join(err, a.planFollowUps(ctx))
}

// ageOf is how long ago a job ended, 0 where nothing tells. The service's times
// are held against its own clock: to a computer whose clock is wrong, every job
// would be old.
func (a *Asker) ageOf(entry library.Entry) time.Duration {
	now, known := a.api.ServiceTime()
	for _, at := range []api.Time{entry.Job.StateRunningEnd, entry.Job.StateUpdated} {
		if known && !at.IsZero() {
			return now.Sub(at.Time)
		}
	}
	return 0
}

// postpone puts a follow-up off after trouble with its job alone.
func (a *Asker) postpone(ctx context.Context, jobID string) error {
	due := a.clock.Now().Add(troubleWait)
	_, err := a.library.Jobs.CountAnswer(ctx, jobID, false, func(_ library.Entry, f library.FollowUp) library.FollowUp {
		f.Due = due
		return f
	})
	return err
}

// dueFollowUps are the jobs to follow up in this round.
func (a *Asker) dueFollowUps(ctx context.Context) ([]library.Entry, error) {
	due, _, err := a.library.FollowUps(ctx, finalCap, followUpsAtOnce)
	return due, err
}

// planFollowUps notes for the schedule when the next job is to be followed up.
func (a *Asker) planFollowUps(ctx context.Context) error {
	_, next, err := a.library.FollowUps(ctx, finalCap, 0)
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.again = next
	a.mu.Unlock()
	a.replan.Wake()
	return nil
}

// nextFollowUp is when the next job is to be followed up; zero: none is.
func (a *Asker) nextFollowUp() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.again
}
