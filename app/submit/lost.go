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
	// mostCandidates bounds how many jobs of a list are kept in memory as
	// possible jobs of lost submissions.
	mostCandidates = 1000

	// settleLists and settleTime are how many lists, over how long, must lack a
	// lost submission before a person is asked. A job is listed within seconds;
	// a service in trouble may take longer. The time is measured from the first
	// of these lists, because the clock may have been wrong when the request
	// was written down.
	settleLists = 3
	settleTime  = 2 * time.Minute
)

// search is the search for one lost submission.
type search struct {
	lists int       // lists without it
	since time.Time // first list without it
	asked bool      // a person was asked; a list that shows it still settles it
}

// Lost finds out what happened to submissions whose answers were lost.
type Lost struct {
	account     int64
	api         API
	library     *library.Library
	jobs        Jobs
	clock       clockwork.Clock
	wall        func() time.Time
	log         *slog.Logger
	status      *status.Value[Status]
	claims      *claims
	recordAgain func(ctx context.Context) error

	// guarded by the lock of the claims
	searches map[string]search
	earlier  earlierJobs
}

// Settle searches a list of the service's jobs for those of lost submissions. list reads the list
// and calls its argument with some jobs at a time. Settle passes them on to take, which stores them
// before it returns. Jobs that may belong to a request on its way are left out: they would be
// stored as foreign jobs and merged a moment later; the next list brings them.
//
// Jobs before a break in the list are passed on too, beside the error.
func (l *Lost) Settle(ctx context.Context, list func(func([]api.Job) error) error, take func([]api.Job) error) error {
	lost, err := l.entriesNow(ctx)
	if err != nil {
		return err
	}
	var candidates []api.Job // possible jobs of lost submissions
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

// handOn passes jobs on to be stored, except those that are held back.
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

// holdBack reports whether a job new to us may be that of a submission whose
// answer is on its way. It also records that no later request can have made the
// job.
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
	unsettled, err := l.library.Unsettled(ctx, l.account)
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

// Refresh records outcomes that the library could not store before, and counts the lost
// submissions.
func (l *Lost) Refresh(ctx context.Context) error {
	err := l.recordAgain(ctx)
	l.claims.Lock()
	defer l.claims.Unlock()
	return errors.Join(err, l.report(ctx))
}

// report reports how many submissions are lost, and since when those are
// searched that no person was asked about. The caller holds the lock.
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

// settle matches the submissions that were lost before the list was requested
// with jobs of that list. A missing one counts as searched only if the list was
// complete (whole).
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

// entriesNow is entries, taking the lock.
func (l *Lost) entriesNow(ctx context.Context) ([]library.Entry, error) {
	l.claims.Lock()
	defer l.claims.Unlock()
	return l.entries(ctx)
}

// entries are those whose submission is unknown, oldest first.
func (l *Lost) entries(ctx context.Context) ([]library.Entry, error) {
	unsettled, err := l.library.Unsettled(ctx, l.account)
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

// notFound counts a list without a lost submission, and asks a person after
// enough of them.
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

// NoList leaves every lost submission to a person, because there is no list to search.
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
