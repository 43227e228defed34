package engine

import (
	"context"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// The tests work the engine by hand: each function does what one of its
// goroutines would do next, and returns when it is done.

// SendAll sends every submission that waits.
func (e *Engine) SendAll() { e.sendAll(e.sendCtx) }

// Round makes one sync.
func (e *Engine) Round() { e.round(e.ctx) }

// Planned is when the next sync is due.
func (e *Engine) Planned() (time.Time, bool) { return e.planned() }

// Fetch downloads all that can be downloaded now and returns when there will
// be more to do; zero: when something happens.
func (e *Engine) Fetch() (time.Time, error) {
	for {
		next, err := e.dispatch(e.ctx)
		if e.inFlight() == 0 || err != nil {
			return next, err
		}
		<-e.fetch.wanted
	}
}

func (e *Engine) inFlight() int {
	e.fetch.mu.Lock()
	defer e.fetch.mu.Unlock()
	return len(e.fetch.inFlight)
}

// CleanUp does what happens before the first download.
func (e *Engine) CleanUp(folder string) error { return e.cleanUp(e.ctx, folder) }

// OnStep has step called as the saving of each picture gets on.
func (e *Engine) OnStep(step func(string)) { e.stepped = step }

// Count brings the counts of the status up to date.
func (e *Engine) Count() error {
	e.board.recount()
	return e.count(e.ctx)
}

// Expect follows a job as though it had been accepted.
func (e *Engine) Expect(entry library.Entry) { e.expectJob(entry) }

// Outlook is a schedule for tests.
type Outlook struct {
	Last  time.Time
	Run   time.Duration
	Lost  []time.Time
	Quiet int
	Each  bool
	Jobs  []Told
}

// Told is what the service told of one job, oldest first.
type Told []struct {
	At  time.Time
	Job api.Job
}

// Next is the schedule's answer.
func (o Outlook) Next() time.Time {
	inner := outlook{last: o.Last, run: o.Run, lost: o.Lost, quiet: o.Quiet, each: o.Each}
	for _, told := range o.Jobs {
		w := &watch{percent: -1}
		for _, seen := range told {
			w.observe(seen.Job, imagesIn(&seen.Job), seen.At)
		}
		inner.jobs = append(inner.jobs, w)
	}
	return inner.next()
}

// Begin lets Background and the like run without Start.
func (e *Engine) Begin(ctx context.Context, image library.Image) bool { return e.begin(image.ID) }

// Waiting is how many wait for a sync.
func (e *Engine) Waiting() int {
	e.follow.mu.Lock()
	defer e.follow.mu.Unlock()
	return len(e.follow.waiting)
}

// TellFolder does what happens before each check of the files.
func (e *Engine) TellFolder() { e.tellFolder(e.ctx) }
