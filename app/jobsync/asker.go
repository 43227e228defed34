package jobsync

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/signal"
	"lookbook/app/supervisor"
)

const (
	// callsAtOnce bounds the concurrent calls for single jobs, as the client
	// does.
	callsAtOnce = 4

	// firstLooks is how long after its submission an unknown job counts as one
	// that the service doesn't know yet.
	firstLooks = 2 * time.Minute
)

// doingAsk is Problem.What for a job that could not be asked for.
const doingAsk = "asking for the job"

// Asker asks for single jobs and stores the answers.
type Asker struct {
	account   int64
	api       API
	library   *library.Library
	downloads Downloads
	work      *supervisor.Group
	clock     clockwork.Clock
	wall      func() time.Time
	log       *slog.Logger

	watches *watches
	replan  signal.Signal
	calls   singleflight.Group // concurrent callers for one job share an answer

	mu    sync.Mutex
	found map[string]string // the job type that a job was found under, where it differs from the answer's
	again time.Time         // when the next job is followed up; zero: no job is
}

// each asks for every job by its own address. A failure of one job is kept with that job; a failure
// that every call would meet is returned. alone says that there is no list: when all calls fail
// then, the service is the reason.
func (a *Asker) each(ctx context.Context, entries []library.Entry, alone bool) error {
	if len(entries) == 0 {
		return nil
	}
	var mu sync.Mutex
	var own []error
	var group errgroup.Group
	group.SetLimit(callsAtOnce)
	for _, entry := range entries {
		group.Go(func() error {
			err := a.work.Guard(doingAsk, func() error { return a.followUp(ctx, entry) })
			if err == nil || ctx.Err() != nil || api.EveryCall(err) {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			own = append(own, err)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if len(own) == len(entries) && alone {
		return own[0] // the service failed, not the jobs
	}
	return nil
}

// followUp asks for one job. It records when the service doesn't know the job, unless it was just
// submitted. Other failures of this job alone are kept with the job.
func (a *Asker) followUp(ctx context.Context, entry library.Entry) error {
	id := entry.Job.JobID
	err := a.Ask(ctx, entry)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil || api.EveryCall(err):
		return err
	case errors.Is(err, api.ErrNotFound) && entry.FollowUp == nil && a.justSubmitted(entry):
		a.watches.looked(id, a.clock.Now(), false)
		return nil
	case errors.Is(err, api.ErrNotFound):
		return a.NotKnown(ctx, id, err)
	}
	a.watches.looked(id, a.clock.Now(), true)
	if later := a.postpone(ctx, id); later != nil {
		return errors.Join(err, later)
	}
	if _, kept := a.library.Jobs.SetProblem(ctx, entry.ID, problem.New(doingAsk, err, "", a.wall())); kept != nil {
		return errors.Join(err, kept)
	}
	return err
}

// errOtherAccount: a job of another account was to be asked for. No call was made.
var errOtherAccount = errors.New("the job belongs to another account")

// Ask asks for an entry's job. A good answer clears the job's earlier problem.
func (a *Asker) Ask(ctx context.Context, entry library.Entry) error {
	if entry.Account != a.account {
		return errOtherAccount
	}
	_, err := a.Job(entry.Job.JobType, entry.Job.JobID)
	if err == nil && entry.Problem != nil && entry.Problem.What == doingAsk {
		_, err = a.library.Jobs.SetProblem(ctx, entry.ID, nil)
	}
	return err
}

// justSubmitted reports whether the service may not know the job yet. It stays
// false when the clock was set back.
func (a *Asker) justSubmitted(entry library.Entry) bool {
	age := a.clock.Since(entry.Created)
	return age >= -firstLooks && age < firstLooks
}

// Job asks for one job and stores the answer: its state, its pictures, and
// their fresh addresses. Concurrent callers share one call.
func (a *Asker) Job(jobType, jobID string) (api.Job, error) {
	told, err, _ := a.calls.Do(jobID, func() (any, error) {
		// The group's context: when the first caller gives up, the others still
		// need the answer.
		ctx := a.work.Context()
		job, err := a.askTyped(ctx, jobType, jobID)
		if err != nil {
			return api.Job{}, err
		}
		if job.JobID != jobID {
			return api.Job{}, fmt.Errorf("asked for job %q, was told of %q: %w", jobID, job.JobID, api.ErrBadAnswer)
		}
		if err := a.put(ctx, []api.Job{job}, true); err != nil {
			return job, err
		}
		// Within the shared call, so that every caller who joined finds the
		// addresses stored.
		a.downloads.Renewed(jobID)
		return job, a.countTold(ctx, jobID)
	})
	job, _ := told.(api.Job)
	return job, err
}

// jobTypes are the types under which a job may be found, the most likely first.
// The job_type in an answer need not be the one in the job's address. The
// client takes care of the spelling.
func jobTypes(known, told string) []string {
	var types []string
	for _, t := range []string{known, told, api.TypeImageGen, api.TypeDreamboothImageGen} {
		if t != "" && !slices.ContainsFunc(types, func(have string) bool { return api.SameType(have, t) }) {
			types = append(types, t)
		}
	}
	return types
}

// askTyped asks for a job under each possible type until it is found. The type
// that worked is tried first from then on.
func (a *Asker) askTyped(ctx context.Context, jobType, jobID string) (api.Job, error) {
	a.mu.Lock()
	known := a.found[jobID]
	a.mu.Unlock()
	var missed error
	for i, t := range jobTypes(known, jobType) {
		job, err := a.api.Job(ctx, t, jobID)
		elsewhere := errors.Is(err, api.ErrInvalid) || errors.Is(err, api.ErrNotFound) && api.ByService(err)
		switch {
		case err == nil && i > 0:
			a.mu.Lock()
			a.found[jobID] = t
			a.mu.Unlock()
			return job, nil
		case !elsewhere:
			return job, err
		case missed == nil || !api.ByService(missed):
			missed = err // the answer for the most likely type counts
		}
	}
	return api.Job{}, missed
}

// put stores jobs as the service described them. full says that each was asked
// for by itself, so the service has no more to tell about it.
func (a *Asker) put(ctx context.Context, jobs []api.Job, full bool) error {
	updates := make([]library.JobUpdate, 0, len(jobs))
	for i := range jobs {
		raw, err := json.Marshal(jobs[i])
		if err != nil {
			return fmt.Errorf("keeping job %s as it was told: %w", jobs[i].JobID, err)
		}
		updates = append(updates, library.JobUpdate{Job: jobs[i], Account: a.account, Raw: raw, Full: full || imagesIn(&jobs[i]) > 0})
	}
	changed, err := a.store(ctx, updates)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range changed {
		errs = append(errs, rememberTrained(ctx, a.library, a.account, e.Job))
	}
	for i := range jobs {
		if a.watches.observe(&jobs[i], a.clock.Now()) && jobs[i].State == api.Success {
			errs = append(errs, a.rememberModel(ctx, &jobs[i]))
		}
	}
	a.downloads.Wake()
	return errors.Join(errs...)
}

// store writes jobs to the library and returns the entries that changed. When
// it refuses one, the others are stored all the same.
func (a *Asker) store(ctx context.Context, updates []library.JobUpdate) (changed []library.Entry, err error) {
	changed, err = a.library.Jobs.Put(ctx, updates)
	if err == nil || len(updates) == 1 || ctx.Err() != nil {
		return changed, err
	}
	failed := 0
	for i := range updates {
		more, single := a.library.Jobs.Put(ctx, updates[i:i+1])
		if single != nil {
			a.log.Error("storing a job", "job", updates[i].Job.JobID, "error", single)
			failed++
		}
		changed = append(changed, more...)
	}
	if failed == len(updates) {
		return changed, err
	}
	return changed, nil
}
