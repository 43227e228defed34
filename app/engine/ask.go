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
)

const (
	// callsAtOnce is how many jobs are asked for side by side: the client's
	// own limit.
	callsAtOnce = 4

	// firstLooks is for how long after its submission a job that the service
	// does not know counts as one that it does not know yet.
	firstLooks = 2 * time.Minute

	// detailsAtOnce is how many jobs of a list without results are asked for
	// in one round. A first sync may find thousands of old ones, and what runs
	// now must not wait for them.
	detailsAtOnce = 8

	// detailChecks is how many finished jobs of such a list are looked up in
	// the library in one round, for the same reason.
	detailChecks = 500
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
			if err == nil || ctx.Err() != nil || everyCall(err) {
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

// everyCall reports whether an error would be met by any call.
func everyCall(err error) bool {
	return pauses(err) != NotPaused || errors.Is(err, api.ErrRateLimited) || errors.Is(err, api.ErrNoAnswer)
}

// askJob asks for one job. One that the service does not know is marked as
// missing, unless it was submitted just now. Other trouble with this job alone
// is kept with it.
func (e *Engine) askJob(ctx context.Context, entry library.Entry) error {
	id := entry.Job.JobID
	_, err := e.renewJob(entry.Job.JobType, id)
	switch {
	case err == nil:
		if entry.Problem != nil && entry.Problem.What == doingFollow {
			_, err = e.library.SetProblem(ctx, entry.ID, nil)
		}
		return err
	case ctx.Err() != nil || everyCall(err):
		return err
	case errors.Is(err, api.ErrNotFound) && e.clock.Since(entry.Created) < firstLooks:
		e.follow.looked(id, e.clock.Now(), false)
		return nil
	case errors.Is(err, api.ErrNotFound):
		if _, err := e.library.MarkJobMissing(ctx, id); err != nil {
			return err
		}
		e.follow.drop(id)
		return nil
	}
	e.follow.looked(id, e.clock.Now(), true)
	if _, kept := e.library.SetProblem(ctx, entry.ID, e.problem(doingFollow, err, "")); kept != nil {
		return errors.Join(err, kept)
	}
	return err
}

// renewJob asks for one job and stores the answer: its state, its pictures,
// and fresh addresses for them. Several askers share one call.
func (e *Engine) renewJob(jobType, jobID string) (api.Job, error) {
	if jobType == "" {
		jobType = api.TypeImageGen
	}
	told, err, _ := e.jobs.Do(jobID, func() (any, error) {
		// Whoever asked first must not take the answer from the others by
		// giving up.
		ctx := e.ctx
		job, err := e.api.Job(ctx, jobType, jobID)
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
		return job, nil
	})
	job, _ := told.(api.Job)
	return job, err
}

// details are the jobs whose pictures the list does not tell, because its
// items are summaries. They belong to the sync goroutine.
type details struct {
	wanted map[string]library.Entry // to be asked for
	order  []string                 // of wanted, the most urgent first
	asked  map[string]glance        // when they were last asked for, until they are whole
	more   bool                     // finished ones have still to be looked up
}

// glance is one look at a job's pictures.
type glance struct {
	at      time.Time
	percent float64
}

func (d *details) init() {
	d.wanted, d.asked = map[string]library.Entry{}, map[string]glance{}
}

func (d *details) waiting() bool { return len(d.wanted) > 0 || d.more }

// noteSummaries finds out which jobs of a list have pictures that the list
// does not tell. It is called with every list, after it was stored.
func (e *Engine) noteSummaries(ctx context.Context, jobs []api.Job) error {
	d, now := &e.follow.details, e.clock.Now()
	checks := 0
	d.more = false
	for i := range jobs {
		job := &jobs[i]
		_, already := d.wanted[job.JobID]
		if imagesIn(job) > 0 || !makesImages(job.JobType) || already || e.follow.isWhole(job.JobID) {
			continue
		}
		last, followed := d.asked[job.JobID]
		if job.State.Finished() {
			if followed && last.percent >= 100 && now.Sub(last.at) < idleFirst {
				continue // that call failed; not at once again
			}
		} else if !glanceDue(job, last, now) {
			continue
		}
		if checks++; checks > detailChecks {
			d.more = true
			break
		}
		entry, err := e.library.EntryByJob(ctx, job.JobID)
		if errors.Is(err, library.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if n := job.Config.NumSamples; job.State.Finished() && n > 0 && toldOf(entry) >= n {
			e.follow.setWhole(job.JobID)
			delete(d.asked, job.JobID)
			continue
		}
		d.want(entry, followed || !job.State.Finished())
	}
	return nil
}

// toldOf is how many pictures of a job the service has told of: those in the
// trash too.
func toldOf(entry library.Entry) int { return entry.Images.Known + entry.Images.Trashed }

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

func (d *details) want(entry library.Entry, urgent bool) {
	id := entry.Job.JobID
	d.wanted[id] = entry
	if urgent {
		d.order = slices.Insert(d.order, 0, id)
		return
	}
	d.order = append(d.order, id)
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
		switch {
		case entry.Job.State.Finished():
			seen.percent = 100
		case entry.Job.PercentageDone != nil:
			seen.percent = min(*entry.Job.PercentageDone, 99)
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
