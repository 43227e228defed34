package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/problem"
)

const (
	// callsAtOnce is how many jobs are asked for side by side: the client's
	// own limit.
	callsAtOnce = 4

	// firstLooks is for how long after its submission a job that the service
	// does not know counts as one that it does not know yet.
	firstLooks = 2 * time.Minute

	// detailsAtOnce is how many running jobs of a list without results are
	// asked for in one round.
	detailsAtOnce = 8
)

// doingFollow is Problem.What of a job that could not be asked for.
const doingFollow = "asking for the job"

// askEach asks for jobs by their own addresses. Trouble with one job stays
// with that job; trouble that every call would meet is returned.
func (e *Engine) askEach(ctx context.Context, entries []library.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	var mu sync.Mutex
	var own []error
	var group errgroup.Group
	group.SetLimit(callsAtOnce)
	for _, entry := range entries {
		group.Go(func() error {
			err := e.work.Guard(doingFollow, func() error { return e.askJob(ctx, entry) })
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
	if len(own) == len(entries) && e.follow.listOff(e.clock.Now()) {
		return own[0] // not one job, but the service
	}
	return nil
}

// askJob asks for one job. That the service does not know one is noted, unless
// it was submitted just now. Other trouble with this job alone is kept with it.
func (e *Engine) askJob(ctx context.Context, entry library.Entry) error {
	id := entry.Job.JobID
	_, err := e.renewJob(entry.Job.JobType, id)
	switch {
	case err == nil:
		if entry.Problem != nil && entry.Problem.What == doingFollow {
			_, err = e.library.Jobs.SetProblem(ctx, entry.ID, nil)
		}
		return err
	case ctx.Err() != nil || api.EveryCall(err):
		return err
	case errors.Is(err, api.ErrNotFound) && entry.FollowUp == nil && e.justSubmitted(entry):
		e.follow.looked(id, e.clock.Now(), false)
		return nil
	case errors.Is(err, api.ErrNotFound):
		return e.notKnown(ctx, id, err)
	}
	e.follow.looked(id, e.clock.Now(), true)
	if later := e.postpone(ctx, id); later != nil {
		return errors.Join(err, later)
	}
	if _, kept := e.library.Jobs.SetProblem(ctx, entry.ID, problem.New(doingFollow, err, "", e.wall())); kept != nil {
		return errors.Join(err, kept)
	}
	return err
}

// justSubmitted reports whether the service may not know the job yet. A clock
// that was set back does not make it so.
func (e *Engine) justSubmitted(entry library.Entry) bool {
	age := e.clock.Since(entry.Created)
	return age >= -firstLooks && age < firstLooks
}

// renewJob asks for one job and stores the answer: its state, its pictures,
// and fresh addresses for them. Several askers share one call.
func (e *Engine) renewJob(jobType, jobID string) (api.Job, error) {
	told, err, _ := e.jobs.Do(jobID, func() (any, error) {
		// Whoever asked first must not take the answer from the others by
		// giving up.
		ctx := e.ctx
		job, err := e.askSpelled(ctx, jobType, jobID)
		if err != nil {
			return api.Job{}, err
		}
		if job.JobID != jobID {
			return api.Job{}, fmt.Errorf("asked for job %q, was told of %q: %w", jobID, job.JobID, api.ErrBadAnswer)
		}
		if err := e.put(ctx, []api.Job{job}, true); err != nil {
			return job, err
		}
		// Within the shared call: whoever comes a moment later joins nothing,
		// and must find what it brought.
		e.fetch.renewed(jobID, e.clock.Now())
		return job, e.countTold(ctx, jobID)
	})
	job, _ := told.(api.Job)
	return job, err
}

// details are the running jobs whose pictures the list does not tell, because
// its items are summaries. They belong to the sync goroutine. Jobs that have
// ended are followed up.
type details struct {
	wanted map[string]library.Entry // to be asked for
	order  []string                 // of wanted
	asked  map[string]glance        // when they were last asked for
}

// glance is one look at a job's pictures.
type glance struct {
	at      time.Time
	percent float64
}

func (d *details) init() {
	d.wanted, d.asked = map[string]library.Entry{}, map[string]glance{}
}

func (d *details) waiting() bool { return len(d.wanted) > 0 }

// noteSummaries finds out which running jobs of a list have pictures that the
// list does not tell. It is called with every list, after it was stored.
func (e *Engine) noteSummaries(ctx context.Context, jobs []api.Job) error {
	d, now := &e.follow.details, e.clock.Now()
	for i := range jobs {
		job := &jobs[i]
		if job.State.Finished() {
			delete(d.asked, job.JobID)
			continue
		}
		_, already := d.wanted[job.JobID]
		if imagesIn(job) > 0 || !makesImages(job.JobType) || already || !glanceDue(job, d.asked[job.JobID], now) {
			continue
		}
		entry, err := e.library.EntryByJob(ctx, job.JobID)
		if errors.Is(err, library.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		d.wanted[job.JobID] = entry
		d.order = append(d.order, job.JobID)
	}
	return nil
}

// glanceDue reports whether a running job has probably made a picture since it
// was last asked for.
func glanceDue(job *api.Job, last glance, now time.Time) bool {
	if job.State != api.Running {
		return false
	}
	if job.PercentageDone == nil {
		return now.Sub(last.at) >= 3*partialFloor
	}
	share := 100 / float64(max(job.Config.NumSamples, 1))
	return *job.PercentageDone-last.percent >= max(share, 5)
}

// dueDetails takes the next few jobs to ask for their pictures.
func (e *Engine) dueDetails() []library.Entry {
	d := &e.follow.details
	n := min(len(d.order), detailsAtOnce)
	due := make([]library.Entry, 0, n)
	for _, id := range d.order[:n] {
		entry := d.wanted[id]
		delete(d.wanted, id)
		seen := glance{at: e.clock.Now()}
		if entry.Job.PercentageDone != nil {
			seen.percent = *entry.Job.PercentageDone
		}
		d.asked[id] = seen
		due = append(due, entry)
	}
	d.order = slices.Delete(d.order, 0, n)
	return due
}

// makesImages reports whether a job of this type can have pictures.
func makesImages(jobType string) bool { return jobType != api.TypeDreambooth }

func imagesIn(job *api.Job) int {
	n := 0
	for _, result := range job.ImageGenResults {
		n += len(result.GeneratedImages)
	}
	return n
}
