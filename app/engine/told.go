package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"net/url"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

const (
	// putAtOnce is how many jobs are stored in one transaction. The list may
	// tell of thousands, and a submission must not wait for all of them.
	putAtOnce = 200

	// runsKept is how many finished jobs the usual running time is taken from.
	runsKept = 9
)

// maybeInFlight reports whether a job that is new to us may be that of a
// submission whose answer is on its way. It would come in as a job from
// elsewhere first, and be merged a moment later: the next list will do.
func (e *Engine) maybeInFlight(job *api.Job) bool {
	e.follow.mu.Lock()
	_, known := e.follow.told[job.JobID]
	if !known {
		_, known = e.follow.watches[job.JobID]
	}
	e.follow.mu.Unlock()
	if known || job.State.Finished() {
		return false
	}
	e.outbox.mu.Lock()
	defer e.outbox.mu.Unlock()
	return e.twinInFlight(job.Config)
}

// put stores what the service told about jobs. full says that each was asked
// for by itself, so that there is no more to tell.
func (e *Engine) put(ctx context.Context, jobs []api.Job, full bool) error {
	updates := make([]library.JobUpdate, 0, len(jobs))
	for i := range jobs {
		raw, err := json.Marshal(jobs[i])
		if err != nil {
			return fmt.Errorf("keeping job %s as it was told: %w", jobs[i].JobID, err)
		}
		updates = append(updates, library.JobUpdate{Job: jobs[i], Raw: raw, Full: full || imagesIn(&jobs[i]) > 0})
	}
	if err := e.store(ctx, updates); err != nil {
		return err
	}
	var errs []error
	for i := range jobs {
		if e.follow.observe(&jobs[i], e.clock.Now()) && jobs[i].State == api.Success {
			errs = append(errs, e.rememberModel(ctx, &jobs[i]))
		}
	}
	e.fetch.wanted.Wake()
	return errors.Join(errs...)
}

// store writes jobs to the library. One that it does not take must not keep
// the others out.
func (e *Engine) store(ctx context.Context, updates []library.JobUpdate) error {
	_, err := e.library.Jobs.Put(ctx, updates)
	if err == nil || len(updates) == 1 || ctx.Err() != nil {
		return err
	}
	failed := 0
	for i := range updates {
		if _, single := e.library.Jobs.Put(ctx, updates[i:i+1]); single != nil {
			e.log.Error("storing a job", "job", updates[i].Job.JobID, "error", single)
			failed++
		}
	}
	if failed == len(updates) {
		return err
	}
	return nil
}

// observe notes what was told of a job and reports whether it has finished
// just now.
func (f *follower) observe(job *api.Job, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := f.watches[job.JobID]
	if !job.State.Finished() {
		if w == nil {
			w = &watch{percent: -1}
			f.watches[job.JobID] = w
		}
		w.observe(*job, max(imagesIn(job), w.known), now)
		return false
	}
	delete(f.watches, job.JobID)
	if w == nil {
		return false
	}
	if run := job.RunningDuration; run != nil && *run > 0 && *run < (24*time.Hour).Seconds() {
		f.runs = append(f.runs, time.Duration(*run*float64(time.Second)))
		f.runs = f.runs[max(len(f.runs)-runsKept, 0):]
	}
	return true
}

// watchAll makes the watches those of the library's unfinished jobs.
func (e *Engine) watchAll(unfinished []library.Entry) {
	f := &e.follow
	f.mu.Lock()
	defer f.mu.Unlock()
	watches := make(map[string]*watch, len(unfinished))
	for _, entry := range unfinished {
		if entry.NotFound() {
			continue // followed up, calmly
		}
		w := f.watches[entry.Job.JobID]
		if w == nil {
			// Nothing is known of how it got on while nobody looked.
			w = &watch{percent: -1, known: entry.Told()}
		}
		watches[entry.Job.JobID] = w
	}
	f.watches = watches
}

// expectJob follows a job that was accepted just now.
func (e *Engine) expectJob(entry library.Entry) {
	f := &e.follow
	f.mu.Lock()
	defer f.mu.Unlock()
	if id := entry.Job.JobID; id != "" && !entry.Job.State.Finished() && f.watches[id] == nil {
		now := e.clock.Now()
		f.watches[id] = &watch{state: api.Queued, percent: -1, since: now, told: now, looked: now, images: max(entry.Job.Config.NumSamples, 1)}
	}
	f.quiet = 0
	queued, running := f.counts()
	e.board.set(func(s *Status) { s.Queued, s.Running = queued, running })
	f.replan.Wake()
}

// looked notes a call about one job that brought nothing.
func (f *follower) looked(id string, now time.Time, failed bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if w := f.watches[id]; w != nil {
		w.looked = now
		if failed {
			w.failed++
		}
	}
}

// fingerprint hashes what a list says of a job. The signatures in its URLs are
// left out: they are made afresh for every answer.
func fingerprint(job *api.Job, seed maphash.Seed) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	word := func(s string) { h.WriteString(s); h.WriteByte(0) }
	word(string(job.State))
	word(job.StateUpdated.String())
	word(job.QueueingState)
	word(job.FailureReason)
	word(fmt.Sprint(job.StateRunningStart, job.StateRunningEnd, len(job.Tags)))
	for _, number := range []*float64{job.PercentageDone, job.QueuedDuration, job.RunningDuration} {
		if number != nil {
			maphash.WriteComparable(&h, *number)
		}
		h.WriteByte(0)
	}
	for _, result := range job.ImageGenResults {
		for _, image := range result.GeneratedImages {
			word(image.GeneratedImageID)
			address, err := url.Parse(image.URL)
			if err != nil {
				word(image.URL)
				continue
			}
			word(address.Path)
		}
	}
	for _, thumbnail := range job.Thumbnails {
		word(thumbnail)
	}
	return h.Sum64()
}
