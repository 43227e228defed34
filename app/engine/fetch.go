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

	// mostStored is how many pictures that have come may be waiting for the
	// disk while others are fetched.
	mostStored = 12

	// mostUnrecorded is how many pictures may be in place without the library's
	// knowing: a crash leaves them to be found again.
	mostUnrecorded = 48

	// deepLook is how many pending pictures are looked through for one that
	// can be fetched, when the first few cannot.
	deepLook = 200
)

// fetcher is what the download goroutine knows. It is guarded by mu.
type fetcher struct {
	mu       sync.Mutex
	inFlight map[int64]claim // pictures that somebody works on
	storing  int             // of them have come and are being put into the folder
	placed   int             // of them are in place and wait to be recorded
	host     breaker
	folder   breaker
	library  breaker
	renewals map[string]renewal // by job
	refused  map[int64]string   // addresses that the host takes for expired, by picture
	lastIn   string             // the folder that was last saved to
	wanted   signal.Signal      // there may be something to do

	touched  map[int64]bool // pictures whose claims ended since the pending ones were last read
	readAt   time.Time      // when that was
	memory   memory
	entries  entryCache
	records  recorder
	placings placings
	kept     leftovers
	doubts   doubts
	ahead    lookahead // belongs to the download goroutine
}

// claim is somebody's work on one picture.
type claim struct {
	folder string // that it goes to
	stage  stage
}

// stage is how far the work on a picture is.
type stage int

const (
	fetching stage = iota
	storing        // it has come whole, the image host is done with
	placed         // it is in the folder
)

// at notes how far a picture is, which may make room for another.
func (f *fetcher) at(id int64, now stage) {
	f.mu.Lock()
	if c, ok := f.inFlight[id]; ok {
		f.count(c.stage, -1)
		c.stage = now
		f.count(now, 1)
		f.inFlight[id] = c
	}
	f.mu.Unlock()
	f.wanted.Wake()
}

// count is called with the lock.
func (f *fetcher) count(s stage, n int) {
	switch s {
	case storing:
		f.storing += n
	case placed:
		f.placed += n
	}
}

func (f *fetcher) init() {
	f.inFlight = map[int64]claim{}
	f.touched = map[int64]bool{}
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
	most := min(atOnce, mostAtOnce)
	room, next := most, time.Time{}
	for _, b := range []*breaker{&f.host, &f.folder, &f.library} {
		allowed, at := b.allows(room, now)
		room = min(room, allowed)
		if at.After(next) {
			next = at
		}
	}
	if f.placed >= mostUnrecorded {
		return 0, next
	}
	busy := len(f.inFlight) - f.placed
	if room == most && f.storing < mostStored {
		busy -= f.storing // the network need not wait for the disk, unless a try is to tell how things are
	}
	return room - busy, next
}

// startSome starts up to room downloads of the first limit pending pictures.
func (e *Engine) startSome(ctx context.Context, room, limit int) (started int, next time.Time, more bool, err error) {
	ahead := &e.fetch.ahead
	if ahead.good(e.clock.Now()) {
		if started, _ = e.startOf(ahead, room); started == room {
			return started, next, true, nil
		}
	}
	ahead.forget()
	e.fetch.beforeReading(e.clock.Now())
	images, err := e.library.PendingImages(ctx, max(limit, lookedAhead))
	if err != nil {
		return started, time.Time{}, false, err
	}
	more = len(images) >= limit
	if images, err = e.notInFolder(ctx, images); err != nil {
		return started, time.Time{}, false, err
	}
	ahead.images, ahead.read = images, e.clock.Now()
	n, next := e.startOf(ahead, room-started)
	return started + n, next, more, nil
}

// startOf starts up to room downloads of the pictures that were read ahead, and
// takes what it has looked at off them.
func (e *Engine) startOf(ahead *lookahead, room int) (started int, next time.Time) {
	now := e.clock.Now()
	sooner := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	for len(ahead.images) > 0 && started < room {
		image := ahead.images[0]
		ahead.images = ahead.images[1:]
		if image.State == library.ImageFailed {
			if image.NextTry.IsZero() {
				continue // only by hand
			}
			if at := e.triedAt(image); at.After(now) {
				sooner(at)
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
	return started, next
}

// begin starts the download of one picture unless it is under way.
func (e *Engine) begin(image library.Image) bool {
	if !e.claim(image.ID) {
		return false
	}
	touched := e.fetch.isTouched(image) // the next reading of the list forgets it
	spawned := e.work.Go(doingFetch, func(ctx context.Context) error {
		defer e.release(image.ID)
		err := e.fetchOne(ctx, image, touched)
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

// fetchOne fetches one picture that is still to be fetched. Whoever saves a
// picture has its claim meanwhile; where such a claim has ended since the list
// was read from which it was chosen (touched), it is looked up once more.
func (e *Engine) fetchOne(ctx context.Context, image library.Image, touched bool) error {
	if touched {
		var err error
		image, err = e.library.Image(ctx, image.ID)
		if errors.Is(err, library.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	switch image.State {
	case library.ImageSaved, library.ImageGone, library.ImageTrashed:
		return nil
	case library.ImageFailed:
		if image.NextTry.IsZero() || e.triedAt(image).After(e.clock.Now()) {
			return nil
		}
	}
	err := e.work.Guard(doingFetch, func() error { return e.bring(ctx, image) })
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
	f.inFlight[id] = claim{}
	e.noteFetching(len(f.inFlight))
	return true
}

// release ends a claim and makes room for the next download.
func (e *Engine) release(id int64) {
	f := &e.fetch
	f.mu.Lock()
	f.count(f.inFlight[id].stage, -1)
	delete(f.inFlight, id)
	f.touched[id] = true
	e.noteFetching(len(f.inFlight))
	if len(f.inFlight) == 0 {
		f.entries.clear()
		f.memory.clear()
	}
	f.mu.Unlock()
	e.stopGathering()
	f.wanted.Wake()
}

// isTouched reports whether a picture, or its address, may be another one than
// when the pending pictures were read.
func (f *fetcher) isTouched(image library.Image) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.touched[image.ID] || !f.renewals[image.JobID].fresh.Before(f.readAt)
}

// beforeReading is called before the pending pictures are read.
func (f *fetcher) beforeReading(now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.touched)
	f.readAt = now
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
