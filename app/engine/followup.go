package engine

import (
	"context"
	"errors"

	"lookbook/api"
	"lookbook/app/library"
)

// spellings are the job types under which a job may be found, the most likely
// first. The service has two spellings for image jobs, and its own word in an
// answer need not be the one in the job's address.
func spellings(known, told string) []string {
	var types []string
	for _, t := range []string{known, told, api.TypeImageGen, "image_gen", api.TypeDreamboothImageGen} {
		if t == "" {
			continue
		}
		double := false
		for _, have := range types {
			double = double || have == t
		}
		if !double {
			types = append(types, t)
		}
	}
	return types
}

// askSpelled asks for a job under each spelling of its type until it is found.
// What it was found under is tried first from then on.
func (e *Engine) askSpelled(ctx context.Context, jobType, jobID string) (api.Job, error) {
	f := &e.follow
	f.mu.Lock()
	known := f.spelled[jobID]
	f.mu.Unlock()
	var missed error
	for i, t := range spellings(known, jobType) {
		job, err := e.api.Job(ctx, t, jobID)
		elsewhere := errors.Is(err, api.ErrInvalid) || errors.Is(err, api.ErrNotFound) && api.ByService(err)
		switch {
		case err == nil && i > 0:
			f.mu.Lock()
			f.spelled[jobID] = t
			f.mu.Unlock()
			return job, nil
		case !elsewhere:
			return job, err
		case missed == nil || errors.Is(err, api.ErrNotFound):
			missed = err
		}
	}
	return api.Job{}, missed
}

// notKnown notes that the service, or something in its stead, says that there
// is no such job. That is believed when it was said often enough.
func (e *Engine) notKnown(ctx context.Context, jobID string, err error) error {
	now, own := e.clock.Now(), api.ByService(err)
	_, failed := e.library.Jobs.CountAnswer(ctx, jobID, true, func(entry library.Entry, f library.FollowUp) library.FollowUp {
		return stillAbsent(entry, f, own, e.ageOf(entry), now)
	})
	f := &e.follow
	f.mu.Lock()
	delete(f.watches, jobID)
	// A list that tells the same of it as before tells something new.
	delete(f.told, jobID)
	f.mu.Unlock()
	return errors.Join(failed, e.noteFollowUps(ctx))
}

// countTold counts a full answer where it leaves the job short of pictures.
func (e *Engine) countTold(ctx context.Context, jobID string) error {
	now := e.clock.Now()
	_, err := e.library.Jobs.CountAnswer(ctx, jobID, false, func(entry library.Entry, f library.FollowUp) library.FollowUp {
		return stillShort(entry, f, e.ageOf(entry), now)
	})
	if errors.Is(err, library.ErrNotFound) {
		return nil // the library did not take it
	}
	return errors.Join(err, e.noteFollowUps(ctx))
}

// postpone puts a follow-up off after trouble with its job alone.
func (e *Engine) postpone(ctx context.Context, jobID string) error {
	due := e.clock.Now().Add(troubleWait)
	_, err := e.library.Jobs.CountAnswer(ctx, jobID, false, func(_ library.Entry, f library.FollowUp) library.FollowUp {
		f.Due = due
		return f
	})
	return err
}

// dueFollowUps are the jobs to follow up in this round.
func (e *Engine) dueFollowUps(ctx context.Context) ([]library.Entry, error) {
	due, _, err := e.library.FollowUps(ctx, finalCap, followUpsAtOnce)
	return due, err
}

// noteFollowUps notes for the schedule when the next job is to be followed up.
func (e *Engine) noteFollowUps(ctx context.Context) error {
	_, next, err := e.library.FollowUps(ctx, finalCap, 0)
	if err != nil {
		return err
	}
	f := &e.follow
	f.mu.Lock()
	f.again = next
	f.mu.Unlock()
	f.replan.Wake()
	return nil
}

// keyIsNew opens again what only another key may have closed: jobs that were
// not found, and pictures whose addresses could not be asked for.
func (e *Engine) keyIsNew(ctx context.Context) error {
	f := &e.follow
	f.mu.Lock()
	isNew := f.newKey
	f.newKey = false
	f.mu.Unlock()
	if !isNew {
		return nil
	}
	e.fetch.mu.Lock()
	clear(e.fetch.renewals)
	e.fetch.mu.Unlock()
	return e.library.Jobs.AskAgain(ctx, doingRenew)
}
