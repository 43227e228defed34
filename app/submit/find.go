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
	// clock, a job may have been made and still be the submission's, where no
	// list tells which jobs were there before. The Date header and the jobs'
	// times come from one service but perhaps from two of its computers; more
	// would let a job that was started on the website a little earlier be taken
	// for ours.
	clockSkew = 2 * time.Minute

	// dateSlack is how much earlier than the submission a job that it made can
	// seem to have been made: headers tell whole seconds.
	dateSlack = 5 * time.Second
)

// findLost returns the job of the list that is most probably the submission's
// and that belongs to no other; "" when there is none that can be.
//
// A job is the submission's only if it was asked for in the same words, and was
// in no list before the submission was written down. Where a list was taken in
// just before (Listed), that is enough, whatever any clock says. In a fresh
// library, or at the start of a run, there was none: a job that comes with the
// first list may be an old one of the website, and only its date can tell. It
// is compared with the service's own clock at the time of the request, which
// the Date header of any answer gives, that of the list itself if need be:
// counted back from there by the time that has passed here since. A job that
// does not say when it was made is then left alone.
//
// Of several that can be, the first that was made after the submission is the
// one, so that equal requests get their jobs in order; failing that, the last before.
func (l *Lost) findLost(ctx context.Context, lost library.Entry, jobs []api.Job, taken map[string]bool) (string, error) {
	s := lost.Submission
	sent := l.sentAt(s)
	found, foundAt, foundAfter := "", time.Time{}, false
	for i := range jobs {
		job := &jobs[i]
		// A list of summaries may leave the request out; the library has it when
		// the job was asked for since.
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
			continue // it was there before
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
