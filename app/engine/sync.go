package engine

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"net/http"
	"slices"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/signal"
)

// listPatience is how many answers to the list call, in a row, may make no
// sense before each job is asked for by itself: what the call answers is only
// assumed, and the program must be complete without it.
const listPatience = 3

// relistAfter is how long a service that has no list for us is not asked for
// it. It may have been a proxy's word: lost submissions are found nowhere else.
const relistAfter = 10 * time.Minute

// follower is what the sync goroutine knows. Its fields are guarded by mu,
// except for searches, which the ledger's lock (outbox.mu) guards.
type follower struct {
	mu       sync.Mutex
	watches  map[string]*watch // unfinished jobs, by id
	runs     []time.Duration   // how long the last jobs ran
	noList   bool
	relist   time.Time // when to ask for the list all the same
	badLists int       // answers to the list call, in a row, that made no sense
	last     time.Time // when the last round ended
	quiet    int
	failures int       // rounds in a row that failed
	retryAt  time.Time // not before, after a failure
	holdTill time.Time // not before, because the service said so
	waiting  []chan error
	paused   Pause
	lost     []time.Time // see outlook
	seed     maphash.Seed
	told     map[string]uint64 // what the list last said of each job, as a hash
	spelled  map[string]string // the job types of addresses, where they differ from what is told
	again    time.Time         // when the next job is to be followed up; zero: none is
	listed   time.Time         // when the list, or each job in its stead, was last asked for
	newKey   bool              // the key is another one since the last round
	refused  repeated          // the key, by the service itself
	unlisted repeated          // the service says that it has no list

	listings listings

	details details // belongs to the sync goroutine

	searches map[string]search // by submission
	replan   signal.Signal     // something the schedule depends on has changed
	asked    signal.Signal     // a person wants a sync now
}

func (f *follower) init() {
	f.watches = map[string]*watch{}
	f.searches = map[string]search{}
	f.seed = maphash.MakeSeed()
	f.told, f.spelled = map[string]uint64{}, map[string]string{}
	f.listings.init()
	f.details.init()
	f.replan, f.asked = signal.New(), signal.New()
}

// runSync asks the service whenever the schedule or a person says so.
func (e *Engine) runSync(ctx context.Context) error {
	f := &e.follow
	for ctx.Err() == nil {
		at, planned := e.planned()
		var due <-chan time.Time
		stop := func() bool { return false }
		if planned {
			timer := e.clock.NewTimer(max(e.clock.Until(at), 0))
			due, stop = timer.Chan(), timer.Stop
		}
		select {
		case <-ctx.Done():
		case <-f.replan:
		case <-due:
			e.round(ctx)
		case <-f.asked:
			if f.anyWaiting() {
				e.round(ctx)
			}
		}
		stop()
	}
	f.answer(ErrClosed)
	return nil
}

// planned returns when the next sync is due, or false while syncs are paused.
func (e *Engine) planned() (time.Time, bool) {
	f := &e.follow
	f.mu.Lock()
	at, ok := f.next()
	f.mu.Unlock()
	e.board.set(func(s *Status) {
		s.NextSync = time.Time{}
		if ok {
			s.NextSync = at
		}
	})
	return at, ok
}

// next is planned under the lock.
func (f *follower) next() (time.Time, bool) {
	if f.paused == NoKey {
		return time.Time{}, false
	}
	at := f.outlook().next()
	if f.failures > 0 {
		at = f.retryAt
	}
	if at.Before(f.holdTill) {
		at = f.holdTill
	}
	return at, true
}

func (f *follower) outlook() outlook {
	o := outlook{last: f.last, lost: f.lost, quiet: f.quiet, each: f.noList, more: f.details.waiting(), again: f.again}
	o.jobs = make([]*watch, 0, len(f.watches))
	for _, w := range f.watches {
		o.jobs = append(o.jobs, w)
	}
	if len(f.runs) > 0 {
		sorted := slices.Sorted(slices.Values(f.runs))
		o.run = sorted[len(sorted)/2]
	}
	return o
}

// SyncNow asks the service now, or joins a sync that is under way, and returns
// when it is over. While the service has asked us to wait (Retry-After) it
// returns an error that wraps api.ErrRateLimited and asks nothing. It may be
// called while paused: a key that is accepted again ends the pause.
func (e *Engine) SyncNow(ctx context.Context) error {
	f := &e.follow
	over := make(chan error, 1)
	f.mu.Lock()
	if wait := f.holdTill.Sub(e.clock.Now()); wait > 0 {
		f.mu.Unlock()
		return fmt.Errorf("the service asked us to wait another %s: %w", wait.Round(time.Second), api.ErrRateLimited)
	}
	f.waiting = append(f.waiting, over)
	f.mu.Unlock()
	f.asked.Wake()
	select {
	case err := <-over:
		return err
	case <-e.ctx.Done():
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *follower) anyWaiting() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.waiting) > 0
}

// answer tells everyone who waits for a sync how it went.
func (f *follower) answer(err error) {
	f.mu.Lock()
	waiting := f.waiting
	f.waiting = nil
	f.mu.Unlock()
	for _, over := range waiting {
		over <- err
	}
}

// KeyChanged ends a pause: the key is another one, or there is one now.
func (e *Engine) KeyChanged() {
	f := &e.follow
	f.mu.Lock()
	f.paused, f.failures, f.last, f.listed = NotPaused, 0, time.Time{}, time.Time{}
	f.refused, f.newKey = repeated{}, true
	f.mu.Unlock()
	e.board.set(func(s *Status) { s.Paused, s.Problem = NotPaused, nil })
	f.replan.Wake()
	e.fetch.wanted.Wake()
}

// round is one sync with everything that belongs to it.
func (e *Engine) round(ctx context.Context) {
	f := &e.follow
	e.board.set(func(s *Status) { s.Syncing = true })
	err := e.work.Guard(doingSync, func() error { return e.sync(ctx) })
	if ctx.Err() != nil {
		f.answer(ErrClosed)
		return
	}
	if errors.Is(err, errNotAsked) {
		e.noteNothingAsked()
		f.answer(nil)
		return
	}
	e.noteRound(err)
	f.answer(err)
}

// errNotAsked: no call was worth making, so nothing is known about the service.
var errNotAsked = errors.New("there was nothing to ask")

// sync asks for everything that is unfinished.
func (e *Engine) sync(ctx context.Context) error {
	f := &e.follow
	unsaid := errors.Join(e.recordUnsaid(ctx), e.keyIsNew(ctx))
	unfinished, err := e.library.Unfinished(ctx)
	if err != nil {
		return err
	}
	e.watchAll(unfinished)
	var listed map[string]bool
	var brokeOff error
	listing := f.listDue(e.clock.Now())
	if listing && !f.listOff(e.clock.Now()) {
		var err error
		listed, err = e.takeList(ctx)
		broken := ctx.Err() == nil && listBrokeOff(err, len(listed))
		useless := !broken && (noList(err) && api.ByService(err) || (noList(err) || errors.Is(err, api.ErrBadAnswer)) && f.badList())
		switch {
		case err == nil:
			e.goodList()
		case broken:
			brokeOff = err // what came was taken; the other jobs are asked for one by one
		case useless:
			e.log.Warn("the service has no job list for us; asking for each job by itself", "error", err)
			f.mu.Lock()
			f.unlist(e.clock.Now())
			f.mu.Unlock()
			e.board.set(func(s *Status) { s.NoList = true })
		default:
			return err
		}
	}
	asked := listing && !f.listOff(e.clock.Now())
	if !asked && f.listOff(e.clock.Now()) && f.listGone() {
		if err := e.askAll(ctx); err != nil {
			return err
		}
	}
	alone, summed := e.dueAlone(unfinished, listed), e.dueDetails()
	open, err := e.dueFollowUps(ctx)
	if err != nil {
		return err
	}
	for _, due := range [][]library.Entry{alone, summed, open} {
		asked = asked || len(due) > 0
		if err := e.askEach(ctx, due); err != nil {
			return err
		}
	}
	err = errors.Join(unsaid, brokeOff, e.noteFollowUps(ctx), e.noteLost(ctx))
	if err == nil && !asked {
		return errNotAsked
	}
	return err
}

// listDue reports whether this round is one for the list, and notes that it is.
// A round that only follows up jobs goes without: the list may be long.
func (f *follower) listDue(now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	o := f.outlook()
	o.last, o.again = f.listed, time.Time{}
	if len(f.waiting) == 0 && f.failures == 0 && o.next().After(now) {
		return false
	}
	f.listed = now
	return true
}

// listBrokeOff reports whether an error means that only the beginning of a list
// came, which told of so many jobs.
func listBrokeOff(err error, told int) bool {
	broken, ok := errors.AsType[*api.Error](err)
	return ok && broken.Status == http.StatusOK && (told > 0 || errors.Is(err, api.ErrNoAnswer))
}

// badList counts an answer to the list call that made no sense, and reports
// whether it is time to do without the list.
func (f *follower) badList() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.badLists++
	return f.badLists >= listPatience
}

// goodList notes that there is a list, perhaps again.
func (e *Engine) goodList() {
	f := &e.follow
	f.mu.Lock()
	f.badLists, f.noList, f.unlisted = 0, false, repeated{}
	f.mu.Unlock()
	e.board.set(func(s *Status) { s.NoList = false })
}

// unlist notes, under the lock, that the service has no list for us. Where a
// request is lost it is asked again soon: a person is told that nobody can tell
// only when that is sure.
func (f *follower) unlist(now time.Time) {
	f.unlisted.note(now)
	f.noList, f.relist = true, now.Add(relistAfter)
	if len(f.lost) > 0 && !f.unlisted.over(noListAnswers, noListTime) {
		f.relist = now.Add(relistLost)
	}
}

// listGone reports whether the service said often enough that it has no list.
func (f *follower) listGone() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.unlisted.over(noListAnswers, noListTime)
}

// listOff reports whether the list is not worth asking for at now.
func (f *follower) listOff(now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.noList && now.Before(f.relist)
}

// noList reports whether the answer to the list call means that there is no
// such call, or none that we know how to make.
func noList(err error) bool {
	told, ok := errors.AsType[*api.Error](err)
	return ok && (told.Status == http.StatusNotFound || told.Status == http.StatusMethodNotAllowed ||
		told.Status == http.StatusUnprocessableEntity)
}

// dueAlone returns the unfinished jobs that the list did not tell of and that
// are worth a call of their own now.
func (e *Engine) dueAlone(unfinished []library.Entry, listed map[string]bool) []library.Entry {
	f := &e.follow
	f.mu.Lock()
	defer f.mu.Unlock()
	o := f.outlook()
	now := e.clock.Now()
	forced := len(f.waiting) > 0
	var due []library.Entry
	for _, entry := range unfinished {
		if listed[entry.Job.JobID] || entry.NotFound() && !forced {
			continue // told of, or followed up
		}
		w := f.watches[entry.Job.JobID]
		// A job that is due in a moment goes along: it saves the next round.
		if forced || w == nil || w.looked.IsZero() || !o.due(w).After(now.Add(soonest)) {
			due = append(due, entry)
		}
	}
	return due
}
