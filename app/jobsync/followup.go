package jobsync

import (
	"context"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// NotKnown records an answer that says that the job doesn't exist. It is
// believed when it was given often enough.
func (a *Asker) NotKnown(ctx context.Context, jobID string, err error) error {
	now, own := a.clock.Now(), api.ByService(err)
	_, failed := a.library.Jobs.CountAnswer(ctx, jobID, true, func(entry library.Entry, f library.FollowUp) library.FollowUp {
		return stillAbsent(entry, f, own, a.ageOf(entry), now)
	})
	a.watches.forget(jobID)
	return errors.Join(failed, a.planFollowUps(ctx))
}

// countTold counts a full answer that leaves the job without some of its
// pictures.
func (a *Asker) countTold(ctx context.Context, jobID string) error {
	now := a.clock.Now()
	_, err := a.library.Jobs.CountAnswer(ctx, jobID, false, func(entry library.Entry, f library.FollowUp) library.FollowUp {
		return stillShort(entry, f, a.ageOf(entry), now)
	})
	if errors.Is(err, library.ErrNotFound) {
		return nil // the library didn't store the job
	}
	return errors.Join(err, a.planFollowUps(ctx))
}

// ageOf returns how long ago a job ended; 0: unknown. It compares the service's
// times with the service's clock, because this computer's clock may be wrong.
func (a *Asker) ageOf(entry library.Entry) time.Duration {
	now, known := a.api.ServiceTime()
	for _, at := range []api.Time{entry.Job.StateRunningEnd, entry.Job.StateUpdated} {
		if known && !at.IsZero() {
			return now.Sub(at.Time)
		}
	}
	return 0
}

// postpone delays a follow-up after a failure of this job alone.
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
	due, _, err := a.library.FollowUps(ctx, a.account, finalCap, followUpsAtOnce)
	return due, err
}

// planFollowUps computes when the next job is followed up, for the schedule.
func (a *Asker) planFollowUps(ctx context.Context) error {
	_, next, err := a.library.FollowUps(ctx, a.account, finalCap, 0)
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.again = next
	a.mu.Unlock()
	a.replan.Wake()
	return nil
}

// nextFollowUp is when the next job is followed up; zero: no job is.
func (a *Asker) nextFollowUp() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.again
}
