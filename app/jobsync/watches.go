package jobsync

import (
	"slices"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// runsKept is how many finished jobs the usual running time is computed from.
const runsKept = 9

// watches is what the service last said about each job. It is safe for
// concurrent use.
type watches struct {
	mu         sync.Mutex
	unfinished map[string]*watch   // by job id
	runs       []time.Duration     // running times of the last jobs
	listed     map[string][16]byte // fingerprint of each job in the last list
}

func newWatches() *watches {
	return &watches{unfinished: map[string]*watch{}, listed: map[string][16]byte{}}
}

// addTo adds what is known to the input of the schedule.
func (w *watches) addTo(o *scheduleInput) {
	w.mu.Lock()
	defer w.mu.Unlock()
	o.jobs = make([]watch, 0, len(w.unfinished))
	for _, job := range w.unfinished {
		o.jobs = append(o.jobs, *job)
	}
	if len(w.runs) > 0 {
		sorted := slices.Sorted(slices.Values(w.runs))
		o.run = sorted[len(sorted)/2]
	}
}

// observe records what the service said about a job. It reports whether the job
// has just finished.
func (w *watches) observe(job *api.Job, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	known := w.unfinished[job.JobID]
	if !job.State.Finished() {
		if known == nil {
			known = &watch{percent: -1}
			w.unfinished[job.JobID] = known
		}
		known.observe(*job, max(imagesIn(job), known.known), now)
		return false
	}
	delete(w.unfinished, job.JobID)
	if known == nil {
		return false
	}
	if run := job.RunningDuration; run != nil && *run > 0 && *run < (24*time.Hour).Seconds() {
		w.runs = append(w.runs, time.Duration(*run*float64(time.Second)))
		w.runs = w.runs[max(len(w.runs)-runsKept, 0):]
	}
	return true
}

// again reports whether a list described a job as last time. If so, it records
// the look.
func (w *watches) again(job *api.Job, print [16]byte, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	same := w.listed[job.JobID] == print
	if known := w.unfinished[job.JobID]; known != nil && same {
		known.observe(*job, max(imagesIn(job), known.known), now)
	}
	return same
}

// stored records that a list's description of a job was stored.
func (w *watches) stored(jobID string, print [16]byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listed[jobID] = print
}

// only keeps exactly the unfinished jobs of the library.
func (w *watches) only(unfinished []library.Entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	jobs := make(map[string]*watch, len(unfinished))
	for _, entry := range unfinished {
		if entry.NotFound() {
			continue // it is followed up, seldom
		}
		known := w.unfinished[entry.Job.JobID]
		if known == nil {
			// Its progress while nobody looked is unknown.
			known = &watch{percent: -1, known: entry.Reported()}
		}
		jobs[entry.Job.JobID] = known
	}
	w.unfinished = jobs
}

// expect starts following a job that was just accepted.
func (w *watches) expect(entry library.Entry, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if id := entry.Job.JobID; id != "" && !entry.Job.State.Finished() && w.unfinished[id] == nil {
		w.unfinished[id] = &watch{
			state: api.Queued, percent: -1, begun: now, since: now, told: now, looked: now, images: max(entry.Job.Config.NumSamples, 1),
		}
	}
}

// looked records a call for one job that brought nothing.
func (w *watches) looked(id string, now time.Time, failed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if job := w.unfinished[id]; job != nil {
		job.looked = now
		if failed {
			job.failed++
		}
	}
}

// forget forgets a job that the service doesn't know. If a list shows it unchanged after this, that
// is news.
func (w *watches) forget(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.unfinished, id)
	delete(w.listed, id)
}

// due returns the unfinished jobs that are due for a call of their own.
func (w *watches) due(unfinished []library.Entry, o scheduleInput, now time.Time) []library.Entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	var due []library.Entry
	for _, entry := range unfinished {
		job := w.unfinished[entry.Job.JobID]
		// A job that is due in a moment is included, which saves the next
		// round.
		if job == nil || job.looked.IsZero() || !o.due(job).After(now.Add(soonest)) {
			due = append(due, entry)
		}
	}
	return due
}

func (w *watches) counts() (queued, running int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, job := range w.unfinished {
		if job.state == api.Running {
			running++
		} else {
			queued++
		}
	}
	return queued, running
}
