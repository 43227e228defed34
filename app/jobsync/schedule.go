package jobsync

import (
	"math"
	"time"

	"lookbook/api"
	"lookbook/app/backoff"
)

// The times of the schedule. The service publishes no limits, so these are
// ours. A person should see a picture within about a second of its being made,
// and a hundred waiting jobs should cost hardly more calls than one.
const (
	// typicalRun is the running time assumed until this computer has seen a job
	// run: the sample in the service's documentation took 52 s.
	typicalRun = 52 * time.Second

	// arrival is added to an estimated moment, so that the call comes just
	// after the picture and not just before it.
	arrival = 200 * time.Millisecond

	// soonest is the shortest wait. steady is the shortest wait that may repeat
	// while a job is about to finish.
	soonest = 300 * time.Millisecond
	steady  = time.Second

	// With more than crowd or throng unfinished jobs, waits shorter than
	// crowdFloor or throngFloor are useless: some job is always about to
	// finish, and one list call notices them all.
	crowd       = 4
	crowdFloor  = 2 * time.Second
	throng      = 20
	throngFloor = 2500 * time.Millisecond

	// partialFloor is the shortest wait for a picture that is not the last of
	// its job.
	partialFloor = 3 * time.Second

	// eachFloor, times the number of jobs, is the shortest wait for a job that
	// is asked for by itself: two and a half calls a second in all.
	eachFloor = 400 * time.Millisecond

	// A job may end at any moment, whatever its progress and the earlier running times. So it is
	// asked for at intervals that grow with the time it has been followed. lookCap bounds the delay
	// with which its end is noticed; for a job that runs a quarter of an hour the delay may be a
	// little longer.
	lookFirst = time.Second
	lookCap   = 4400 * time.Millisecond
	longCap   = 60 * time.Second

	idleFirst = 60 * time.Second
	idleCap   = 5 * time.Minute

	lookingFirst = 2 * time.Second
	lookingCap   = 20 * time.Second
)

// watch is what the schedule knows about one unfinished job. Times are this
// computer's. The service's clock may differ, so its timestamps are only
// compared with each other.
type watch struct {
	state   api.State
	percent float64 // 0 to 100; negative: unknown
	images  int     // pictures that the job will have
	known   int     // pictures listed so far

	begun  time.Time // when this run first saw the job
	since  time.Time // when the state was first seen
	told   time.Time // when percent last changed
	first  time.Time // when a percentage was first seen
	firstP float64   // that percentage
	looked time.Time // last question about the job
	failed int       // consecutive failed calls for this job alone
}

// observe records what the service said about a job at now.
func (w *watch) observe(job api.Job, known int, now time.Time) {
	percent := -1.0
	if job.PercentageDone != nil && !math.IsNaN(*job.PercentageDone) {
		percent = min(max(*job.PercentageDone, 0), 100)
	}
	if w.begun.IsZero() {
		w.begun = now
	}
	if w.since.IsZero() || w.state != job.State {
		w.state, w.since, w.told = job.State, now, now
		w.first, w.firstP = time.Time{}, 0
	}
	if percent >= 0 && w.first.IsZero() && job.State == api.Running {
		w.first, w.firstP = now, percent
	}
	if percent != w.percent || known != w.known {
		w.told = now
	}
	w.percent, w.known, w.looked, w.failed = percent, known, now, 0
	w.images = max(job.Config.NumSamples, known, 1)
}

// remaining estimates how long after w.told the job finishes.
func (w *watch) remaining(run time.Duration) time.Duration {
	if w.percent < 0 {
		return run - w.told.Sub(w.since)
	}
	left := (100 - w.percent) / 100
	if gained, took := w.percent-w.firstP, w.told.Sub(w.first); gained > 0 && took > 0 {
		return time.Duration((100 - w.percent) / gained * float64(took))
	}
	return time.Duration(left * float64(run))
}

// wait returns how long after now the next look at the job is due. run is how long jobs ran lately.
// An estimate of the progress can only shorten the wait.
func (w *watch) wait(now time.Time, run time.Duration) time.Duration {
	if w.failed > 0 {
		return backoff.Grow(backoff.First, 2, w.failed, backoff.Longest)
	}
	age := now.Sub(w.begun)
	wait := max(lookFirst, min(age*2/3, max(lookCap, min(age/200, longCap))))
	if w.state != api.Running {
		// When jobs run for a few seconds only, the start predicts the end.
		return min(wait, max(run/4, lookFirst, min(age/60, longCap)))
	}
	end := w.remaining(run) - now.Sub(w.told)
	if end <= 0 {
		return min(wait, max(-end/6, steady)) // it may finish at any moment
	}
	wait = min(wait, end+arrival)
	if w.percent >= 0 && w.known < w.images {
		share := 100 / float64(w.images)
		due := (math.Floor(w.percent/share) + 1) * share
		if due < 100 {
			perPercent := float64(end) / max(100-w.percent, 0.1)
			wait = min(wait, max(time.Duration((due-w.percent)*perPercent)+arrival, partialFloor))
		}
	}
	return max(wait, soonest)
}

// scheduleInput is the whole input of the schedule.
type scheduleInput struct {
	last  time.Time     // end of the last round; zero: there was none
	run   time.Duration // running time of recent jobs; 0: none seen
	jobs  []watch
	lost  []time.Time // lost submissions: when each was made
	more  bool        // jobs wait to be asked for their pictures
	again time.Time   // when the next job is followed up; zero: no job is
	quiet int         // consecutive rounds that found nothing to follow
	each  bool        // there is no list, so every job is a call of its own
}

// next returns when the next round is due. It is a pure function of the
// scheduleInput.
func (o scheduleInput) next() time.Time {
	if o.last.IsZero() {
		return o.last
	}
	at := o.last.Add(idleFirst)
	if len(o.jobs) == 0 && len(o.lost) == 0 && !o.more {
		at = o.last.Add(backoff.Grow(idleFirst, 1.5, o.quiet-1, idleCap))
	}
	if !o.again.IsZero() {
		// Thousands may be overdue.
		at = earlier(at, later(o.again, o.last.Add(shortFirst)))
	}
	for i := range o.jobs {
		at = earlier(at, o.due(&o.jobs[i]))
	}
	for _, made := range o.lost {
		at = earlier(at, o.last.Add(min(max(o.last.Sub(made)/3, lookingFirst), lookingCap)))
	}
	if o.more {
		at = earlier(at, o.last.Add(partialFloor))
	}
	if floor := o.last.Add(o.floor()); at.Before(floor) {
		return floor
	}
	return at
}

// due returns when the next look at a job is due.
func (o scheduleInput) due(w *watch) time.Time {
	run := o.run
	if run <= 0 {
		run = typicalRun
	}
	wait := w.wait(w.looked, run)
	if o.each {
		// The client's rate limit spreads the calls of one round. Asking more
		// often would only fill its queue.
		wait = max(wait, time.Duration(len(o.jobs))*eachFloor)
	}
	return w.looked.Add(wait)
}

// floor is the shortest time between two rounds.
func (o scheduleInput) floor() time.Duration {
	switch n := len(o.jobs); {
	case n > throng:
		return throngFloor
	case n > crowd:
		return crowdFloor
	}
	return soonest
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
