package submit

import (
	"context"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

const (
	// clockSkew is how much earlier than the submission, by the service's
	// clock, its job may have been made, when no list shows which jobs existed
	// before. The Date header and the times of jobs may come from two computers
	// of the service. A larger value would take a job started on the website a
	// little earlier for ours.
	clockSkew = 2 * time.Minute

	// dateSlack is how much earlier than the submission its job can seem to be
	// made, because Date headers have whole seconds.
	dateSlack = 5 * time.Second
)

// findLost returns the job of the list that is most probably the submission's and belongs to no
// other; "" when there is none.
//
// A job is the submission's only if it has the same request and was in no list before the
// submission was written down. If a list was read just before (Listed), that is sufficient,
// whatever any clock says. In a fresh library, or at the start of a run, there was no such list: a
// job of the first list may be an old one from the website, and only its date can tell. The date is
// compared with the service's time at the moment of the request. That time comes from the Date
// header of any answer, if need be the list's own, minus the time that has passed here since. A job
// without a date is not adopted then.
//
// Of several candidates, the first one made after the submission is chosen, so that equal requests
// get their jobs in order; if there is none, the last one before.
func (l *Lost) findLost(ctx context.Context, lost library.Entry, jobs []api.Job, taken map[string]bool) (string, error) {
	s := lost.Submission
	sent := l.sentAt(s)
	found, foundAt, foundAfter := "", time.Time{}, false
	for i := range jobs {
		job := &jobs[i]
		// The request may be missing from a list of summaries; the library has it if the job was
		// asked for since.
		told := job.Config.Prompt != ""
		if job.JobID == "" || taken[job.JobID] || told && !api.Same(s.Config, job.Config) {
			continue
		}
		made := job.Made()
		if !s.Listed && (made.IsZero() || made.Before(sent.Add(-clockSkew))) {
			continue
		}
		after := !made.Before(sent.Add(-dateSlack))
		if found != "" && !closer(after, made, foundAfter, foundAt) {
			continue
		}
		entry, err := l.library.EntryByJob(ctx, job.JobID)
		switch {
		case errors.Is(err, library.ErrNotFound):
		case err != nil:
			return "", err
		case entry.ID < lost.ID:
			continue // it existed before
		case entry.Submission != nil && entry.Submission.State == library.Accepted:
			continue
		}
		if l.earlier.heldBefore(job.JobID, lost.ID) || !told && !api.Same(s.Config, entry.Job.Config) {
			continue
		}
		found, foundAt, foundAfter = job.JobID, made, after
	}
	return found, nil
}

// closer reports whether a job is more probably the submission's than the
// other. made is when it was made, after whether that was after the submission.
func closer(after bool, made time.Time, otherAfter bool, other time.Time) bool {
	switch {
	case after != otherAfter:
		return after
	case after:
		return made.Before(other)
	}
	return made.After(other)
}
