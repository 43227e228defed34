package jobsync

import (
	"context"
	"errors"
	"slices"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// detailsAtOnce bounds how many running jobs are asked for in one round, when
// the list has no results.
const detailsAtOnce = 8

// details are the running jobs whose pictures are missing from the list,
// because its items are summaries. They belong to Run's goroutine. Ended jobs
// are followed up instead.
type details struct {
	wanted map[string]library.Entry // jobs to ask for
	order  []string                 // ids of wanted, in order
	asked  map[string]glance        // last request for each
}

// glance is one look at a job's pictures.
type glance struct {
	at      time.Time
	percent float64
}

func newDetails() details {
	return details{wanted: map[string]library.Entry{}, asked: map[string]glance{}}
}

func (d *details) waiting() bool { return len(d.wanted) > 0 }

// note finds the running jobs of a list that have pictures missing from it, and
// belong to an account. It is called after the list was stored.
func (d *details) note(ctx context.Context, in *library.Library, account int64, jobs []api.Job, now time.Time) error {
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
		entry, err := in.EntryByJob(ctx, job.JobID)
		if errors.Is(err, library.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if entry.Account != account {
			continue
		}
		d.wanted[job.JobID] = entry
		d.order = append(d.order, job.JobID)
	}
	return nil
}

// glanceDue reports whether a running job has probably made another picture
// since last.
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

// due removes and returns the next jobs to ask for.
func (d *details) due(now time.Time) []library.Entry {
	n := min(len(d.order), detailsAtOnce)
	due := make([]library.Entry, 0, n)
	for _, id := range d.order[:n] {
		entry := d.wanted[id]
		delete(d.wanted, id)
		seen := glance{at: now}
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
