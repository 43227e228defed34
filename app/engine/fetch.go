package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"lookbook/app/backoff"
	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/signal"
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
)

// fetcher is what the download goroutine knows. It is guarded by mu.
type fetcher struct {
	mu       sync.Mutex
	inFlight map[int64]string // pictures that somebody works on, and the folders they go to
	host     breaker
	folder   breaker
	library  breaker
	renewals map[string]renewal // by job
	refused  map[int64]string   // addresses that the host takes for expired, by picture
	lastIn   string             // the folder that was last saved to
	wanted   signal.Signal      // there may be something to do

	kept   leftovers
	doubts doubts
}

func (f *fetcher) init() {
	f.inFlight = map[int64]string{}
	f.renewals, f.refused = map[string]renewal{}, map[int64]string{}
	f.wanted = signal.New()
}

// runDownloads hands out pictures to be fetched.
func (e *Engine) runDownloads(ctx context.Context) error {
	if err := e.work.Guard("cleaning up", func() error { return e.cleanUp(ctx, e.saving().Folder) }); err != nil && ctx.Err() == nil {
		e.log.Warn("looking for what an earlier run left", "error", err)
	}
	failures := 0
	for ctx.Err() == nil {
		var next time.Time
		err := e.work.Guard("choosing what to fetch", func() (err error) {
			next, err = e.dispatch(ctx)
			return err
		})
		if err != nil && ctx.Err() == nil {
			failures++
			e.log.Error("choosing what to fetch", "error", err)
			next = e.clock.Now().Add(backoff.After(failures, backoff.Longest, 0, e.random()))
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
	more = len(images) == limit
	if images, err = e.Files.NotInFolder(ctx, images); err != nil {
		return 0, time.Time{}, false, err
	}
	for _, image := range images {
		if started == room {
			break
		}
		at, may := e.due(image)
		switch {
		case !may:
		case at.After(e.clock.Now()):
			if next.IsZero() || at.Before(next) {
				next = at
			}
		case e.begin(image.ID):
			started++
		}
	}
	return started, next, more, nil
}

// due is when a picture may be fetched; false: not before something happens
// that wakes us.
func (e *Engine) due(image library.Image) (at time.Time, may bool) {
	now := e.clock.Now()
	if image.State == library.ImageFailed {
		if image.NextTry.IsZero() {
			return now, false // only by hand
		}
		if at := e.triedAt(image); at.After(now) {
			return at, true
		}
	}
	if e.stale(image, now) {
		return e.mayRenew(image.JobID) // false: KeyChanged wakes us
	}
	return now, true
}

// begin starts the download of one picture unless it is under way.
func (e *Engine) begin(id int64) bool {
	if !e.claim(id) {
		return false
	}
	spawned := e.work.Go(doingFetch, func(ctx context.Context) error {
		defer e.release(id)
		err := e.fetchOne(ctx, id)
		if ctx.Err() == nil {
			e.noteLibrary(err)
		}
		return err
	})
	if !spawned {
		e.release(id)
	}
	return spawned
}

// fetchOne fetches one picture that is still to be fetched. It is looked up
// once more: somebody may have saved it before its claim was taken.
func (e *Engine) fetchOne(ctx context.Context, id int64) error {
	image, err := e.library.Image(ctx, id)
	if errors.Is(err, library.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if at, may := e.due(image); !pending(image) || !may || at.After(e.clock.Now()) {
		return nil
	}
	err = e.work.Guard(doingFetch, func() error { return e.bring(ctx, image) })
	return e.settleImage(ctx, image, err)
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
	f.wanted.Wake()
}

func (e *Engine) noteFetching(n int) {
	e.board.set(func(s *Status) { s.Fetching = n })
}

// settleImage notes how a download ended: for the picture, and for what it
// says of the image host and the folder.
func (e *Engine) settleImage(ctx context.Context, image library.Image, err error) error {
	if err == nil {
		e.fetch.accepted(image.ID)
		e.hosts.worked(image)
		e.hostWorks()
		e.folderWorks()
		return nil
	}
	if ctx.Err() != nil || errors.Is(err, errPutOff) {
		// It goes on from here next time; nothing failed.
		_, err := e.library.Images.SetState(context.WithoutCancel(ctx), image.ID, library.ImageKnown)
		return err
	}
	e.hosts.failed(image, err)
	now := e.clock.Now()
	what, message, wait := e.judge(image, err, now)
	p := problem.New(what, err, library.ChargedYes, e.wall())
	if message != "" {
		p.Message = message
	}
	e.log.Warn(what, "image", image.Generated.GeneratedImageID, "job", image.JobID, "error", err)
	_, err = e.library.Images.Fail(ctx, image.ID, p, p.At.Add(wait))
	if _, moved := errors.AsType[*library.StateError](err); moved {
		return nil // it is saved after all
	}
	return err
}
