package jobsync

import (
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// How often, and over how long, the service must repeat an answer before it is
// believed. One answer is never enough for anything that could lose a picture:
// services deliver results late, and proxies, firewalls and another account's
// key may answer for a while. The waits grow by half of the time so far: short
// at first, long later.
const (
	// A job that succeeded without all of its pictures. With two databases,
	// results follow within seconds; half an hour is a bad day of the service.
	shortFirst   = 2 * time.Second
	shortCap     = 5 * time.Minute
	shortAnswers = 8
	shortTime    = 30 * time.Minute

	// A failed job promises no pictures, but those that it made may be listed a
	// moment late.
	failedAnswers = 3
	failedTime    = 2 * time.Minute

	// oldJob is the age from which the pictures of a job from the website count
	// as deleted. A first list may have thousands of such jobs, and one answer
	// to each is enough.
	oldJob = 7 * 24 * time.Hour

	// A job that the service doesn't know. An hour with another account's key,
	// or with a restored database, must not end a job.
	notFoundFirst   = 15 * time.Second
	notFoundCap     = 15 * time.Minute
	notFoundAnswers = 6
	notFoundTime    = time.Hour

	// What is believed is checked less and less often, and not at all after a
	// month.
	finalCap = 24 * time.Hour
	askedFor = 30 * 24 * time.Hour

	// A refused key. No request is sent after the first refusal; a person is
	// told after a minute of them. Even then the key is tried now and then,
	// because trouble of the service with its keys should end without a person.
	refusalAnswers = 4
	refusalTime    = time.Minute
	refusedEvery   = 15 * time.Minute

	// A list that the service says it doesn't have. Only the list shows lost submissions, and a
	// person who is told that nobody knows may pay twice.
	noListAnswers = 3
	noListTime    = 30 * time.Second
	relistLost    = 20 * time.Second

	// troubleWait is the wait after a follow-up that failed for this job alone.
	troubleWait = time.Minute

	// followUpsAtOnce bounds the follow-ups in one round, so that running jobs
	// don't wait for thousands of old ones.
	followUpsAtOnce = 8
)

// repeated counts consecutive equal answers.
type repeated struct {
	answers     int
	since, last time.Time
}

func (r *repeated) note(now time.Time) {
	if r.answers == 0 || now.Before(r.last) { // the clock was set back
		r.since = now
	}
	r.answers++
	r.last = now
}

// over reports whether the answer was repeated often enough, over a long enough
// time.
func (r repeated) over(answers int, time time.Duration) bool {
	return r.answers >= answers && r.last.Sub(r.since) >= time
}

// counted returns a follow-up with one more inconclusive answer, and how long
// the job has been open.
func counted(f library.FollowUp, now time.Time) (library.FollowUp, time.Duration) {
	if f.Since.IsZero() || now.Before(f.Since) {
		f.Since = now
	}
	f.Answers++
	return f, now.Sub(f.Since)
}

// stillShort judges an answer without all pictures of the job. age is how long
// ago the job ended.
func stillShort(entry library.Entry, f library.FollowUp, age time.Duration, now time.Time) library.FollowUp {
	f, open := counted(f, now)
	old := entry.Submission == nil && age > oldJob
	failed := entry.Job.State == api.Failure
	switch {
	case old:
		f.Final = true
	case failed:
		f.Final = f.Answers >= failedAnswers && open >= failedTime
	default:
		f.Final = f.Final || f.Answers >= shortAnswers && open >= shortTime
	}
	switch {
	case f.Final && (old || failed):
		f.Due = time.Time{}
	default:
		f.Due = nextLook(f.Final, open, shortFirst, shortCap, now)
	}
	return f
}

// stillAbsent judges an answer that says that the job doesn't exist. own: the
// service itself said it, and only then it counts.
func stillAbsent(entry library.Entry, f library.FollowUp, own bool, age time.Duration, now time.Time) library.FollowUp {
	if entry.Job.State.Finished() {
		if entry.Short() > 0 && own {
			return stillShort(entry, f, age, now)
		}
		// Downloads ask for this job's addresses when they need them. The
		// follow-up remembers that the job was not found.
		if f.Since.IsZero() {
			f.Since = now
		}
		if entry.Short() > 0 {
			f.Due = now.Add(troubleWait)
		}
		return f
	}
	before := f.Answers
	f, open := counted(f, now)
	if !own {
		f.Answers = before
	}
	// A job that existed has made pictures that may still be available.
	unsaved := entry.Images.Unsaved() > 0 || seenAlive(entry) && entry.Reported() < library.Promised(entry.Job)
	over := f.Answers >= notFoundAnswers && open >= notFoundTime
	f.Final = f.Final || !unsaved && over
	f.Due = nextLook(f.Final || over, open, notFoundFirst, notFoundCap, now)
	return f
}

// seenAlive reports whether the service has described the job since it accepted
// it.
func seenAlive(entry library.Entry) bool {
	job := entry.Job
	return entry.Submission == nil || job.State != api.Queued || !job.Made().IsZero() || job.QueueingState != "" || entry.Reported() > 0
}

// nextLook returns when to ask again about a job that has been open for some
// time; zero: not by itself.
func nextLook(final bool, open, first, ceiling time.Duration, now time.Time) time.Time {
	if final {
		if open > askedFor {
			return time.Time{}
		}
		ceiling = finalCap
	}
	return now.Add(min(max(open/2, first), ceiling))
}
