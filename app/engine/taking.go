package engine

import (
	"context"

	"lookbook/api"
	"lookbook/app/library"
)

// mostCandidates bounds how many jobs of a list are kept in memory because they
// may be those of lost submissions.
const mostCandidates = 1000

// jobStream is a service that hands its list out job by job, as *api.Client
// does; of any other the whole list is taken at once.
type jobStream interface {
	EachJob(ctx context.Context, take func(api.Job) error) error
}

// taking is one list on its way into the library. It may tell of thousands of
// jobs with sixteen pictures each, so no more of them than go into one
// transaction are in memory.
type taking struct {
	engine *Engine
	listed map[string]bool // jobs that the list told of

	lost       []library.Entry // the submissions whose answers were lost when the list was asked for
	candidates []api.Job       // that may be theirs: stored when that is settled

	fresh  []api.Job // to be stored
	prints []uint64  // of fresh
	brief  []api.Job // all, as far as noteSummaries asks
}

// takeList asks for the list, stores what it says and returns which jobs it
// told of, also beside an error: what came before a list broke off is taken.
// What it says of a job in the same words as last time is not stored again: it
// may hold thousands, and comes every few seconds.
func (e *Engine) takeList(ctx context.Context) (map[string]bool, error) {
	t := &taking{engine: e, listed: map[string]bool{}}
	var err error
	if t.lost, err = e.nowLost(ctx); err != nil {
		return nil, err
	}
	err = t.each(ctx, func(job api.Job) error { return t.take(ctx, job) })
	if end := t.end(ctx, err == nil); end != nil {
		return t.listed, end
	}
	return t.listed, err
}

// each has take called for every job of the list.
func (t *taking) each(ctx context.Context, take func(api.Job) error) error {
	if stream, ok := t.engine.api.(jobStream); ok {
		return stream.EachJob(ctx, take)
	}
	jobs, err := t.engine.api.Jobs(ctx)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if err := take(job); err != nil {
			return err
		}
	}
	return nil
}

// take takes one job in.
func (t *taking) take(ctx context.Context, job api.Job) error {
	if job.JobID == "" || t.listed[job.JobID] {
		return nil
	}
	t.listed[job.JobID] = true
	t.brief = append(t.brief, briefly(&job))
	if t.mayBeLost(&job) {
		t.candidates = append(t.candidates, job)
		return nil
	}
	return t.file(ctx, job)
}

// briefly is what noteSummaries asks of a job: its pictures, but for whether
// there are any, are most of what it holds.
func briefly(job *api.Job) api.Job {
	brief := api.Job{JobType: job.JobType, JobID: job.JobID, State: job.State, PercentageDone: job.PercentageDone}
	brief.Config.NumSamples = job.Config.NumSamples
	if imagesIn(job) > 0 {
		brief.ImageGenResults = []api.ImageGenResult{{GeneratedImages: make([]api.GeneratedImage, 1)}}
	}
	return brief
}

// file stores a job, with others, unless that is done or has to wait.
func (t *taking) file(ctx context.Context, job api.Job) error {
	e, f := t.engine, &t.engine.follow
	print := fingerprint(&job, f.seed)
	f.mu.Lock()
	same := f.told[job.JobID] == print
	if w := f.watches[job.JobID]; w != nil && same {
		w.observe(job, max(imagesIn(&job), w.known), e.clock.Now())
	}
	f.mu.Unlock()
	switch {
	case same:
		return nil
	case e.maybeInFlight(&job):
		return e.holdBack(ctx, job.JobID)
	}
	t.fresh, t.prints = append(t.fresh, job), append(t.prints, print)
	if len(t.fresh) < putAtOnce {
		return nil
	}
	return t.store(ctx)
}

// mayBeLost reports whether a job may be a lost submission's. A summary without
// the request may be anybody's.
func (t *taking) mayBeLost(job *api.Job) bool {
	if len(t.candidates) >= mostCandidates {
		return false
	}
	for _, entry := range t.lost {
		if job.Config.Prompt == "" || api.Same(entry.Submission.Config, job.Config) {
			return true
		}
	}
	return false
}

// store stores the jobs that have come since the last time.
func (t *taking) store(ctx context.Context) error {
	f := &t.engine.follow
	if len(t.fresh) == 0 {
		return nil
	}
	if err := t.engine.put(ctx, t.fresh, false); err != nil {
		return err
	}
	f.mu.Lock()
	for i := range t.fresh {
		f.told[t.fresh[i].JobID] = t.prints[i]
	}
	f.mu.Unlock()
	clear(t.fresh) // the pictures' addresses are most of what they hold
	t.fresh, t.prints = t.fresh[:0], t.prints[:0]
	return nil
}

// end settles the lost submissions and stores what is left. whole: the list came
// to its end.
func (t *taking) end(ctx context.Context, whole bool) error {
	e, f := t.engine, &t.engine.follow
	if err := e.settle(ctx, t.lost, t.candidates, whole); err != nil {
		return err
	}
	for _, job := range t.candidates {
		if err := t.file(ctx, job); err != nil {
			return err
		}
	}
	if err := t.store(ctx); err != nil {
		return err
	}
	if whole {
		f.listings.taken(e.clock.Now())
	}
	return e.noteSummaries(ctx, t.brief)
}
