package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/problem"
)

const (
	// clockSkew is how much earlier than the submission, by the service's
	// clock, a job may have been made and still be the submission's, where no
	// list tells which jobs were there before. The Date header and the jobs'
	// times come from one service but perhaps from two of its computers; more
	// would let a job that was started on the website a little earlier be taken
	// for ours.
	clockSkew = 2 * time.Minute

	// dateSlack is how much earlier than the submission a job that it made can
	// seem to have been made: headers tell whole seconds.
	dateSlack = 5 * time.Second

	// settleLists and settleTime are how many lists, over how long, must not
	// show a lost submission before a person is asked. A job is in the list
	// within seconds; a service that was in trouble may take longer. The time
	// is measured from the first of these lists on: what the clock showed when
	// the request was written down may have been wrong.
	settleLists = 3
	settleTime  = 2 * time.Minute
)

// What is said of a submission whose answer was lost.
const (
	stillLooking = "the answer was lost; looking for the job in the service's list"
	cannotTell   = "we can't tell whether this was accepted: the answer was lost, and the service's list does not show it"
	cannotLook   = "we can't tell whether this was accepted: the answer was lost, and the service has no list to look it up in"
)

// lookingProblem is the problem of a submission whose answer was lost just now.
func (e *Engine) lookingProblem(err error) *library.Problem {
	p := problem.New(doingSubmit, err, library.ChargedMaybe, e.wall())
	p.Message = problem.Words(err) + "; " + stillLooking
	return p
}

// search is the search for one lost submission.
type search struct {
	lists int       // that did not show it
	since time.Time // when the first of them came
	asked bool      // it is up to a person now; a list that shows it still settles it
}

// settle matches submissions that were lost when a list was asked for with jobs
// of that list. One that it does not show counts as looked for only if it was
// whole.
func (e *Engine) settle(ctx context.Context, before []library.Entry, jobs []api.Job, whole bool) error {
	if len(before) == 0 {
		return nil
	}
	o := &e.outbox
	o.mu.Lock()
	defer o.mu.Unlock()
	lost, err := e.lost(ctx)
	if err != nil {
		return err
	}
	lost = slices.DeleteFunc(lost, func(entry library.Entry) bool {
		return !slices.ContainsFunc(before, func(b library.Entry) bool { return b.ID == entry.ID })
	})
	taken := map[string]bool{}
	for _, entry := range lost { // oldest first, so that twins get their jobs in order
		if e.twinInFlight(entry.Submission.Config) {
			continue
		}
		jobID, err := e.findLost(ctx, entry, jobs, taken)
		if err != nil {
			return err
		}
		if jobID != "" {
			taken[jobID] = true
			adopted, err := e.library.Submissions.Accept(ctx, entry.Submission.ID, jobID)
			if err != nil {
				return fmt.Errorf("adopting job %s: %w", jobID, err)
			}
			e.log.Info("lost submission found", "submission", entry.Submission.ID, "job", jobID)
			delete(e.follow.searches, entry.Submission.ID)
			e.expectJob(adopted)
			continue
		}
		if !whole {
			continue
		}
		if err := e.notFound(ctx, entry); err != nil {
			return err
		}
	}
	return nil
}

// nowLost is lost, with the ledger's lock taken.
func (e *Engine) nowLost(ctx context.Context) ([]library.Entry, error) {
	e.outbox.mu.Lock()
	defer e.outbox.mu.Unlock()
	return e.lost(ctx)
}

// lost returns the entries whose submission is unknown, oldest first.
func (e *Engine) lost(ctx context.Context) ([]library.Entry, error) {
	unsettled, err := e.library.Unsettled(ctx)
	if err != nil {
		return nil, err
	}
	var lost []library.Entry
	for _, entry := range unsettled {
		if entry.Submission == nil || entry.Submission.State != library.Unknown {
			continue
		}
		if _, mine := e.outbox.inFlight[entry.Submission.ID]; !mine {
			lost = append(lost, entry)
		}
	}
	return lost, nil
}

// twinInFlight reports whether a submission with the same request is on its
// way: its job may be in the list already and must not be given to another.
func (e *Engine) twinInFlight(config api.Config) bool {
	for _, other := range e.outbox.inFlight {
		if api.Same(config, other) {
			return true
		}
	}
	return false
}

// findLost returns the job of the list that is most probably the submission's
// and that belongs to no other; "" when there is none that can be.
//
// A job is the submission's only if it was asked for in the same words, and was
// in no list before the submission was written down. Where a list was taken in
// just before (Listed), that is enough, whatever any clock says. In a fresh
// library, or at the start of a run, there was none: a job that comes with the
// first list may be an old one of the website's, and only its date can tell. It
// is compared with the service's own clock at the time of the request, which
// the Date header of any answer gives, that of the list itself if need be:
// counted back from there by the time that has passed here since. A job that
// does not say when it was made is then left alone.
//
// Of several that can be, the first that was made after the submission is the
// one, so that twins get their jobs in order; failing that, the last before.
func (e *Engine) findLost(ctx context.Context, lost library.Entry, jobs []api.Job, taken map[string]bool) (string, error) {
	s := lost.Submission
	sent := e.sentAt(s)
	found, foundAt, foundAfter := "", time.Time{}, false
	for i := range jobs {
		job := &jobs[i]
		// A list of summaries may leave the request out; the library has it when
		// the job was asked for since.
		told := job.Config.Prompt != ""
		if job.JobID == "" || taken[job.JobID] || told && !api.Same(s.Config, job.Config) {
			continue
		}
		made := madeAt(job)
		if !s.Listed && (made.IsZero() || made.Before(sent.Add(-clockSkew))) {
			continue
		}
		after := !made.Before(sent.Add(-dateSlack))
		if found != "" && !closer(after, made, foundAfter, foundAt) {
			continue
		}
		entry, err := e.library.EntryByJob(ctx, job.JobID)
		switch {
		case errors.Is(err, library.ErrNotFound):
		case err != nil:
			return "", err
		case entry.ID < lost.ID:
			continue // it was there before
		case entry.Submission != nil && entry.Submission.State == library.Accepted:
			continue
		}
		if e.follow.listings.heldBefore(job.JobID, lost.ID) || !told && !api.Same(s.Config, entry.Job.Config) {
			continue
		}
		found, foundAt, foundAfter = job.JobID, made, after
	}
	return found, nil
}

// closer reports whether a job, made at the given time and after the submission
// or not, is more probably the submission's than the other.
func closer(after bool, made time.Time, otherAfter bool, other time.Time) bool {
	switch {
	case after != otherAfter:
		return after
	case after:
		return made.Before(other)
	}
	return made.After(other)
}

// madeAt is when the service says a job was made; zero: it does not say.
func madeAt(job *api.Job) time.Time {
	for _, at := range []api.Time{job.StateQueuedStart, job.StateRunningStart, job.StateUpdated} {
		if !at.IsZero() {
			return at.Time
		}
	}
	return time.Time{}
}

// notFound counts a list that did not show a lost submission, and asks a
// person when it was looked for long enough.
func (e *Engine) notFound(ctx context.Context, entry library.Entry) error {
	s := entry.Submission
	looked := e.follow.searches[s.ID]
	if looked.lists++; looked.lists == 1 {
		looked.since = e.clock.Now()
	}
	if !looked.asked && looked.lists >= settleLists && e.clock.Since(looked.since) >= settleTime {
		if err := e.ask(ctx, entry, cannotTell); err != nil {
			return err
		}
		looked.asked = true
	}
	e.follow.searches[s.ID] = looked
	return nil
}

// ask leaves a lost submission to a person.
func (e *Engine) ask(ctx context.Context, entry library.Entry, message string) error {
	p := &library.Problem{What: doingSubmit, Message: message, Charged: library.ChargedMaybe, At: e.wall()}
	if was := entry.Submission.Problem; was != nil {
		p.Status = was.Status
		if was.Message == message {
			return nil
		}
	}
	_, err := e.library.Submissions.Settle(ctx, entry.Submission.ID, library.Unknown, p)
	return err
}

// askAll leaves every lost submission to a person: there is no list.
func (e *Engine) askAll(ctx context.Context) error {
	o := &e.outbox
	o.mu.Lock()
	defer o.mu.Unlock()
	lost, err := e.lost(ctx)
	if err != nil {
		return err
	}
	for _, entry := range lost {
		if looked := e.follow.searches[entry.Submission.ID]; looked.asked {
			continue
		}
		if err := e.ask(ctx, entry, cannotLook); err != nil {
			return err
		}
		e.follow.searches[entry.Submission.ID] = search{asked: true}
	}
	return nil
}
