package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

const (
	// downloadsAtOnce is how many pictures are fetched side by side unless
	// Saving says otherwise, and mostAtOnce the most that it may say: a
	// connection or two more than a browser would open.
	downloadsAtOnce = 6
	mostAtOnce      = 16

	// deepLook is how many pending pictures are looked through for one that
	// can be fetched, when the first few cannot.
	deepLook = 200

	// hostPatience is how many failures of the image host in a row, whichever
	// the picture, show that it is the host and not the picture.
	hostPatience = 3

	folderFirst = 5 * time.Second // first new try after trouble with the folder
	folderCap   = time.Minute
)

// fetcher is what the download goroutine knows. It is guarded by mu.
type fetcher struct {
	mu       sync.Mutex
	inFlight map[int64]string // pictures that somebody works on, and the folder they go to
	host     breaker
	folder   breaker
	library  breaker
	renewals map[string]renewal // by job
	lastIn   string             // the folder that was last saved to
	wanted   signal             // there may be something to do
}

func (f *fetcher) init() {
	f.inFlight = map[int64]string{}
	f.renewals = map[string]renewal{}
	f.wanted = newSignal()
}

// breaker stops all downloads when the trouble is not one picture's. After a
// while one is let through to see whether it is over.
type breaker struct {
	failures int
	open     bool
	retryAt  time.Time
}

// allows returns how many of n downloads may be under way at now, and when to
// look again if that is none.
func (b *breaker) allows(n int, now time.Time) (int, time.Time) {
	switch {
	case !b.open:
		return n, time.Time{}
	case now.Before(b.retryAt):
		return 0, b.retryAt
	default:
		return 1, time.Time{}
	}
}

func (b *breaker) trip(now time.Time, wait time.Duration) {
	b.open, b.retryAt = true, now.Add(wait)
}

func (b *breaker) reset() { *b = breaker{} }

// runDownloads hands out pictures to be fetched.
func (e *Engine) runDownloads(ctx context.Context) error {
	if err := e.guard("cleaning up", func() error { return e.cleanUp(ctx, e.saving().Folder) }); err != nil && ctx.Err() == nil {
		e.log.Warn("looking for what an earlier run left", "error", err)
	}
	failures := 0
	for ctx.Err() == nil {
		var next time.Time
		err := e.guard("choosing what to fetch", func() (err error) {
			next, err = e.dispatch(ctx)
			return err
		})
		if err != nil && ctx.Err() == nil {
			failures++
			e.log.Error("choosing what to fetch", "error", err)
			next = e.clock.Now().Add(backOff(failures, retryCap, 0, e.random()))
		} else {
			failures = 0
		}
		e.rest(ctx, next)
	}
	return nil
}

// rest waits until there may be something to do, or until next unless that is
// zero.
func (e *Engine) rest(ctx context.Context, next time.Time) {
	var due <-chan time.Time
	if !next.IsZero() {
		timer := e.clock.NewTimer(max(e.clock.Until(next), 0))
		defer timer.Stop()
		due = timer.Chan()
	}
	select {
	case <-ctx.Done():
	case <-e.fetch.wanted:
	case <-due:
	}
}

// dispatch starts as many downloads as there is room for, the one whose
// address expires first, first. It returns when something is due that is not
// now; zero: nothing is.
func (e *Engine) dispatch(ctx context.Context) (time.Time, error) {
	room, next := e.roomFor()
	if room <= 0 {
		return next, nil
	}
	started, next, more, err := e.startSome(ctx, room, room+mostAtOnce)
	if err == nil && started == 0 && more {
		_, next, _, err = e.startSome(ctx, room, deepLook)
	}
	return next, err
}

// roomFor returns how many more downloads may be started, and when to look
// again if that is none and no download is under way.
func (e *Engine) roomFor() (int, time.Time) {
	f := &e.fetch
	atOnce := e.saving().AtOnce
	if atOnce <= 0 {
		atOnce = downloadsAtOnce
	}
	now := e.clock.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	room, next := min(atOnce, mostAtOnce), time.Time{}
	for _, b := range []*breaker{&f.host, &f.folder, &f.library} {
		allowed, at := b.allows(room, now)
		room = min(room, allowed)
		if at.After(next) {
			next = at
		}
	}
	return room - len(f.inFlight), next
}

// startSome starts up to room downloads of the first limit pending pictures.
func (e *Engine) startSome(ctx context.Context, room, limit int) (started int, next time.Time, more bool, err error) {
	images, err := e.library.PendingImages(ctx, limit)
	if err != nil {
		return 0, time.Time{}, false, err
	}
	now := e.clock.Now()
	sooner := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	for _, image := range images {
		if started >= room {
			break
		}
		if image.State == library.ImageFailed {
			if image.NextTry.IsZero() {
				continue // only by hand
			}
			if image.NextTry.After(now) {
				sooner(image.NextTry)
				continue
			}
		}
		if e.stale(image, now) {
			at, may := e.mayRenew(image.JobID)
			if !may {
				continue // KeyChanged wakes us
			}
			if at.After(now) {
				sooner(at)
				continue
			}
		}
		if e.begin(image) {
			started++
		}
	}
	return started, next, len(images) == limit, nil
}

// begin starts the download of one picture unless it is under way.
func (e *Engine) begin(image library.Image) bool {
	if !e.claim(image.ID) {
		return false
	}
	spawned := e.spawn(doingFetch, func(ctx context.Context) error {
		defer e.release(image.ID)
		err := e.fetchOne(ctx, image.ID)
		if ctx.Err() == nil {
			e.noteLibrary(err)
		}
		return err
	})
	if !spawned {
		e.release(image.ID)
	}
	return spawned
}

// fetchOne fetches one picture that is still to be fetched: the list that it
// was chosen from may be older than the end of another try.
func (e *Engine) fetchOne(ctx context.Context, id int64) error {
	image, err := e.library.Image(ctx, id)
	if err != nil {
		return err
	}
	switch image.State {
	case library.ImageSaved, library.ImageGone:
		return nil
	case library.ImageFailed:
		if image.NextTry.IsZero() || image.NextTry.After(e.clock.Now()) {
			return nil
		}
	}
	err = e.guard(doingFetch, func() error { return e.bring(ctx, image) })
	return e.settleImage(ctx, image, err)
}

// noteLibrary notes whether the library could be written. While it cannot,
// downloads would only begin over and over.
func (e *Engine) noteLibrary(err error) {
	f := &e.fetch
	f.mu.Lock()
	if err == nil {
		f.library.reset()
	} else {
		f.library.failures++
		f.library.trip(e.clock.Now(), backOff(f.library.failures, folderCap, 0, e.random()))
	}
	f.mu.Unlock()
	e.board.set(func(s *Status) {
		s.LibraryProblem = nil
		if err != nil {
			s.LibraryProblem = e.problem(doingNote, err, library.ChargedNo)
		}
	})
}

// claim takes a picture for the caller alone. It reports false when somebody
// else works on it.
func (e *Engine) claim(id int64) bool {
	f := &e.fetch
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, taken := f.inFlight[id]; taken {
		return false
	}
	f.inFlight[id] = ""
	e.noteFetching(len(f.inFlight))
	return true
}

// release ends a claim and makes room for the next download.
func (e *Engine) release(id int64) {
	f := &e.fetch
	f.mu.Lock()
	delete(f.inFlight, id)
	e.noteFetching(len(f.inFlight))
	f.mu.Unlock()
	f.wanted.wake()
}

func (e *Engine) noteFetching(n int) {
	e.board.set(func(s *Status) { s.Fetching = n })
}

// settleImage notes how a download ended: for the picture, and for what it
// says of the image host and the folder.
func (e *Engine) settleImage(ctx context.Context, image library.Image, err error) error {
	if err == nil {
		e.hostWorks()
		e.folderWorks()
		return nil
	}
	if ctx.Err() != nil || errors.Is(err, errPutOff) {
		// It goes on from here next time; nothing failed.
		_, err := e.library.SetImageState(context.WithoutCancel(ctx), image.ID, library.ImageKnown)
		return err
	}
	now := e.clock.Now()
	what, message, wait := e.judge(image, err, now)
	p := e.problem(what, err, library.ChargedYes)
	if message != "" {
		p.Message = message
	}
	e.log.Warn(what, "image", image.Generated.GeneratedImageID, "job", image.JobID, "error", err)
	if _, err := e.library.FailImage(ctx, image.ID, p, now.Add(wait)); err != nil {
		return err
	}
	return nil
}

// The longest waits between tries of one picture.
const (
	brokenCap = 10 * time.Minute // what came is not a whole picture
	absentCap = 6 * time.Hour    // the host or the service says that it is not there
)

// judge decides what an error means: what was being done, in which words to
// say it ("": the error's), and how long to wait.
func (e *Engine) judge(image library.Image, err error, now time.Time) (what, message string, wait time.Duration) {
	jitter := e.random()
	tries := image.Attempts + 1
	if saving, ok := errors.AsType[*savingError](err); ok {
		wait = backOff(tries, folderCap, 0, jitter)
		if saving.folder {
			wait = e.folderFails(err, now, jitter)
		}
		return doingSave, saving.words(), wait
	}
	ceiling := brokenCap
	var asked time.Duration
	if told, ok := errors.AsType[*api.Error](err); ok {
		asked = told.RetryAfter
	}
	if renewal, ok := errors.AsType[*renewalError](err); ok {
		if errors.Is(err, api.ErrNotFound) {
			ceiling = absentCap
		}
		return doingRenew, words(renewal.err), max(backOff(tries, ceiling, asked, jitter), renewal.wait)
	}
	switch {
	case errors.Is(err, api.ErrNotFound):
		ceiling = absentCap
	case errors.Is(err, api.ErrNoAnswer):
		ceiling = offlineCap
		e.hostFails(err, now, asked, offlineCap, jitter)
	case errors.Is(err, api.ErrServer), errors.Is(err, api.ErrRateLimited):
		ceiling = retryCap
		e.hostFails(err, now, asked, retryCap, jitter)
	}
	return doingFetch, "", backOff(tries, ceiling, asked, jitter)
}

// hostFails counts a failure of the image host that need not be the picture's.
func (e *Engine) hostFails(err error, now time.Time, asked, ceiling time.Duration, jitter float64) {
	f := &e.fetch
	f.mu.Lock()
	if f.host.open && now.Before(f.host.retryAt) {
		f.mu.Unlock()
		return // one of those that were under way when it was noticed
	}
	f.host.failures++
	tripped := f.host.failures >= hostPatience || asked > 0
	if tripped {
		f.host.trip(now, backOff(max(f.host.failures-hostPatience+1, 1), ceiling, asked, jitter))
	}
	f.mu.Unlock()
	if tripped {
		p := e.problem(doingFetch, err, library.ChargedYes)
		e.board.set(func(s *Status) { s.HostProblem = p })
	}
}

func (e *Engine) hostWorks() {
	e.fetch.mu.Lock()
	e.fetch.host.reset()
	e.fetch.mu.Unlock()
	e.board.set(func(s *Status) { s.HostProblem = nil })
}

// folderFails stops the saving after trouble with the folder and returns the
// wait until the next try.
func (e *Engine) folderFails(err error, now time.Time, jitter float64) time.Duration {
	f := &e.fetch
	f.mu.Lock()
	if f.folder.open && now.Before(f.folder.retryAt) {
		defer f.mu.Unlock()
		return f.folder.retryAt.Sub(now) // under way when it was noticed
	}
	f.folder.failures++
	wait := time.Duration(float64(grow(folderFirst, 2, f.folder.failures-1, folderCap)) * (1 - retryJitter + 2*retryJitter*jitter))
	f.folder.trip(now, wait)
	f.mu.Unlock()
	p := e.problem(doingSave, err, library.ChargedYes)
	if saving, ok := errors.AsType[*savingError](err); ok {
		p.Message = saving.words()
	}
	e.board.set(func(s *Status) { s.FolderProblem = p })
	return wait
}

func (e *Engine) folderWorks() {
	e.fetch.mu.Lock()
	e.fetch.folder.reset()
	e.fetch.mu.Unlock()
	e.board.set(func(s *Status) { s.FolderProblem = nil })
}
