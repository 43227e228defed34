package jobsync

import (
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// How often and for how long the service has to say something before it is
// believed. One answer is never enough for what would lose a picture: services
// tell of results late, and proxies, firewalls and another account's key all
// answer in the service's stead for a while. Each time is asked again after
// half as long as it has been asked for so far: soon at first, calmly later.
const (
	// A job that has succeeded without all of its pictures. Results follow
	// within seconds where a service has two databases; half an hour is a bad
	// day of the service.
	shortFirst   = 2 * time.Second
	shortCap     = 5 * time.Minute
	shortAnswers = 8
	shortTime    = 30 * time.Minute

	// A job that has failed promises nothing, but what it made before may be
	// told a moment late.
	failedAnswers = 3
	failedTime    = 2 * time.Minute

	// oldJob is the age from which a job of the website's counts as one whose
	// pictures were deleted: a first list may hold thousands of them, and one
	// answer to each is enough.
	oldJob = 7 * 24 * time.Hour

	// A job that the service does not know. Nobody sees an hour of another
	// account's key, or of a restored database, as the end of a job.
	notFoundFirst   = 15 * time.Second
	notFoundCap     = 15 * time.Minute
	notFoundAnswers = 6
	notFoundTime    = time.Hour

	// What is believed is asked for less and less, and after a month no more.
	finalCap = 24 * time.Hour
	askedFor = 30 * 24 * time.Hour

	// A refused key. New POSTs stop at the first such answer; that the key is
	// no good is said after a minute of them. Even then it is tried now and
	// then: a service's own trouble with its keys must not need a person.
	refusalAnswers = 4
	refusalTime    = time.Minute
	refusedEvery   = 15 * time.Minute

	// A list that the service says it does not have. Lost requests are found
	// nowhere else, and a person who is told that nobody can tell may pay twice.
	noListAnswers = 3
	noListTime    = 30 * time.Second
	relistLost    = 20 * time.Second

	// troubleWait is how long a job whose own answer made no sense, or was an
	// error, waits when it is followed up.
	troubleWait = time.Minute

	// followUpsAtOnce is how many jobs are followed up in one round: what runs
	// now must not wait for thousands of old ones.
	followUpsAtOnce = 8
)

// repeated is an answer that was given several times in a row.
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

// over reports whether the answer was given so often, over so long a time.
func (r repeated) over(answers int, time time.Duration) bool {
	return r.answers >= answers && r.last.Sub(r.since) >= time
}

// counted is a follow-up after one more answer that left the job open, and how
// long it has been open.
func counted(f library.FollowUp, now time.Time) (library.FollowUp, time.Duration) {
	if f.Since.IsZero() || now.Before(f.Since) {
		f.Since = now
	}
	f.Answers++
	return f, now.Sub(f.Since)
}

// stillShort judges an answer that told of a job and not of all its pictures;
// age is how long ago the job ended.
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

// stillAbsent judges an answer that knew nothing of the job. Only the service's
// own word counts.
func stillAbsent(entry library.Entry, f library.FollowUp, own bool, age time.Duration, now time.Time) library.FollowUp {
	if entry.Job.State.Finished() {
		if entry.Short() > 0 && own {
			return stillShort(entry, f, age, now)
		}
		// Its pictures' addresses are asked for by those who need them. The
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
	// A job that was there made pictures that are still to be had.
	unsaved := entry.Images.Unsaved() > 0 || seenAlive(entry) && entry.Reported() < library.Promised(entry.Job)
	over := f.Answers >= notFoundAnswers && open >= notFoundTime
	f.Final = f.Final || !unsaved && over
	f.Due = nextLook(f.Final || over, open, notFoundFirst, notFoundCap, now)
	return f
}

// seenAlive reports whether the service has told of a job since it accepted it.
func seenAlive(entry library.Entry) bool {
	job := entry.Job
	return entry.Submission == nil || job.State != api.Queued || !job.Made().IsZero() || job.QueueingState != "" || entry.Reported() > 0
}

// nextLook is when to ask again after a job has been open for some time; zero:
// not by itself any more.
func nextLook(final bool, open, first, ceiling time.Duration, now time.Time) time.Time {
	if final {
		if open > askedFor {
			return time.Time{}
		}
		ceiling = finalCap
	}
	return now.Add(min(max(open/2, first), ceiling))
}
