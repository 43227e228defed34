package jobsync

import (
	"context"
	"errors"
	"slices"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// detailsAtOnce is how many running jobs of a list without results are
// asked for in one round.
const detailsAtOnce = 8

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

func newDetails() details {
	return details{wanted: map[string]library.Entry{}, asked: map[string]glance{}}
}

func (d *details) waiting() bool { return len(d.wanted) > 0 }

// note finds out which running jobs of a list have pictures that the
// list does not tell. It is called after they were stored.
func (d *details) note(ctx context.Context, in *library.Library, jobs []api.Job, now time.Time) error {
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

// due takes the next few jobs to ask for their pictures.
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
