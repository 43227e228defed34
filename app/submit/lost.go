package submit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/status"
)

const (
	// mostCandidates bounds how many jobs of a list are kept in memory because
	// they may be those of lost submissions.
	mostCandidates = 1000

	// settleLists and settleTime are how many lists, over how long, must not
	// show a lost submission before a person is asked. A job is in the list
	// within seconds; a service that was in trouble may take longer. The time
	// is measured from the first of these lists on: what the clock showed when
	// the request was written down may have been wrong.
	settleLists = 3
	settleTime  = 2 * time.Minute
)

// search is the search for one lost submission.
type search struct {
	lists int       // that did not show it
	since time.Time // when the first of them came
	asked bool      // it is up to a person now; a list that shows it still settles it
}

// Lost finds out what became of submissions whose answers were lost.
type Lost struct {
	api         API
	library     *library.Library
	jobs        Jobs
	clock       clockwork.Clock
	wall        func() time.Time
	log         *slog.Logger
	status      *status.Value[Status]
	claims      *claims
	recordAgain func(ctx context.Context) error

	// The lock of the claims guards these too.
	searches map[string]search
	earlier  earlierJobs
}

// Settle finds the jobs of lost submissions in a list of the service's jobs. List
// reads it, and has a function called for the jobs, some at a time. They are
// handed on to take, which has stored them when it returns: all but those that
// may belong to a request on its way. These would come in as jobs from elsewhere
// first, and be merged a moment later; the next list will do.
//
// What came before a list broke off is handed on too, beside the error.
func (l *Lost) Settle(ctx context.Context, list func(func([]api.Job) error) error, take func([]api.Job) error) error {
	lost, err := l.entriesNow(ctx)
	if err != nil {
		return err
	}
	var candidates []api.Job // that may be those of lost submissions
	broken := list(func(jobs []api.Job) error {
		var others []api.Job
		for i := range jobs {
			if len(candidates) < mostCandidates && mayBeLost(lost, &jobs[i]) {
				candidates = append(candidates, jobs[i])
			} else {
				others = append(others, jobs[i])
			}
		}
		return l.handOn(ctx, others, take)
	})
	whole := broken == nil
	if err := l.settle(ctx, lost, candidates, whole); err != nil {
		return err
	}
	if err := l.handOn(ctx, candidates, take); err != nil {
		return err
	}
	l.claims.Lock()
	defer l.claims.Unlock()
	if whole {
		l.earlier.whole = l.clock.Now()
		return l.report(ctx)
	}
	return broken
}

// mayBeLost reports whether a job may be a lost submission's. A summary without
// the request may be anybody's.
func mayBeLost(lost []library.Entry, job *api.Job) bool {
	for _, entry := range lost {
		if job.Config.Prompt == "" || api.Same(entry.Submission.Config, job.Config) {
			return true
		}
	}
	return false
}

// handOn hands jobs on to be stored, except for those that are held back.
func (l *Lost) handOn(ctx context.Context, jobs []api.Job, take func([]api.Job) error) error {
	pass := make([]api.Job, 0, len(jobs))
	for i := range jobs {
		held, err := l.holdBack(ctx, &jobs[i])
		if err != nil {
			return err
		}
		if !held {
			pass = append(pass, jobs[i])
		}
	}
	return take(pass)
}

// holdBack reports whether a job that is new to us may be that of a submission
// whose answer is on its way. No request that is made from now on can have made
// it, which is noted.
func (l *Lost) holdBack(ctx context.Context, job *api.Job) (bool, error) {
	l.claims.Lock()
	defer l.claims.Unlock()
	if job.State.Finished() || !l.claims.duplicate(job.Config) {
		return false, nil
	}
	_, err := l.library.EntryByJob(ctx, job.JobID)
	if !errors.Is(err, library.ErrNotFound) {
		return false, err
	}
	unsettled, err := l.library.Unsettled(ctx)
	if err != nil {
		return false, err
	}
	var last int64
	for _, entry := range unsettled {
		last = max(last, entry.ID)
	}
	l.earlier.hold(job.JobID, last)
	return true, nil
}

// Refresh records the outcomes that the library could not take before, and counts
// the lost submissions.
func (l *Lost) Refresh(ctx context.Context) error {
	err := l.recordAgain(ctx)
	l.claims.Lock()
	defer l.claims.Unlock()
	return errors.Join(err, l.report(ctx))
}

// report reports how many submissions are lost, and since when those of them
// are looked for that are not up to a person yet. Called with the lock.
func (l *Lost) report(ctx context.Context) error {
	lost, err := l.entries(ctx)
	if err != nil {
		return err
	}
	var since []time.Time
	for _, entry := range lost {
		if looked := l.searches[entry.Submission.ID]; !looked.asked {
			if looked.since.IsZero() {
				looked.since = l.clock.Now()
			}
			since = append(since, looked.since)
		}
	}
	l.jobs.Searching(since)
	l.status.Set(func(s *Status) { s.Lost = len(lost) })
	return nil
}

// settle matches submissions that were lost when a list was asked for with jobs
// of that list. One that it does not show counts as looked for only if it was
// whole.
func (l *Lost) settle(ctx context.Context, before []library.Entry, jobs []api.Job, whole bool) error {
	if len(before) == 0 {
		return nil
	}
	l.claims.Lock()
	defer l.claims.Unlock()
	lost, err := l.entries(ctx)
	if err != nil {
		return err
	}
	lost = slices.DeleteFunc(lost, func(entry library.Entry) bool {
		return !slices.ContainsFunc(before, func(b library.Entry) bool { return b.ID == entry.ID })
	})
	taken := map[string]bool{}
	for _, entry := range lost { // oldest first, so that equal requests get their jobs in order
		if l.claims.duplicate(entry.Submission.Config) {
			continue
		}
		jobID, err := l.findLost(ctx, entry, jobs, taken)
		if err != nil {
			return err
		}
		if jobID != "" {
			taken[jobID] = true
			adopted, err := l.library.Submissions.Accept(ctx, entry.Submission.ID, jobID)
			if err != nil {
				return fmt.Errorf("adopting job %s: %w", jobID, err)
			}
			l.log.Info("lost submission found", "submission", entry.Submission.ID, "job", jobID)
			delete(l.searches, entry.Submission.ID)
			l.jobs.Expect(adopted)
			continue
		}
		if !whole {
			continue
		}
		if err := l.notFound(ctx, entry); err != nil {
			return err
		}
	}
	return nil
}

// entriesNow is entries, with the lock taken.
func (l *Lost) entriesNow(ctx context.Context) ([]library.Entry, error) {
	l.claims.Lock()
	defer l.claims.Unlock()
	return l.entries(ctx)
}

// entries are those whose submission is unknown, oldest first.
func (l *Lost) entries(ctx context.Context) ([]library.Entry, error) {
	unsettled, err := l.library.Unsettled(ctx)
	if err != nil {
		return nil, err
	}
	var lost []library.Entry
	for _, entry := range unsettled {
		if entry.Submission == nil || entry.Submission.State != library.Unknown {
			continue
		}
		if !l.claims.has(entry.Submission.ID) {
			lost = append(lost, entry)
		}
	}
	return lost, nil
}

// notFound counts a list that did not show a lost submission, and asks a
// person when it was looked for long enough.
func (l *Lost) notFound(ctx context.Context, entry library.Entry) error {
	s := entry.Submission
	looked := l.searches[s.ID]
	if looked.lists++; looked.lists == 1 {
		looked.since = l.clock.Now()
	}
	if !looked.asked && looked.lists >= settleLists && l.clock.Since(looked.since) >= settleTime {
		if err := l.ask(ctx, entry, cause.NotInList); err != nil {
			return err
		}
		looked.asked = true
	}
	l.searches[s.ID] = looked
	return nil
}

// ask leaves a lost submission to a person.
func (l *Lost) ask(ctx context.Context, entry library.Entry, code cause.Code) error {
	p := problemOf(code, library.ChargedMaybe, l.wall())
	if was := entry.Submission.Problem; was != nil {
		p.Status = was.Status
		if was.Cause.Code == code {
			return nil
		}
	}
	_, err := l.library.Submissions.Settle(ctx, entry.Submission.ID, library.Unknown, p)
	return err
}

// NoList leaves every lost submission to a person: there is no list to find it in.
func (l *Lost) NoList(ctx context.Context) error {
	l.claims.Lock()
	defer l.claims.Unlock()
	lost, err := l.entries(ctx)
	if err != nil {
		return err
	}
	for _, entry := range lost {
		if looked := l.searches[entry.Submission.ID]; looked.asked {
			continue
		}
		if err := l.ask(ctx, entry, cause.NoList); err != nil {
			return err
		}
		l.searches[entry.Submission.ID] = search{asked: true}
	}
	return l.report(ctx)
}
