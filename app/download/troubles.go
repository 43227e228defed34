package download

import (
	"errors"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/app/backoff"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/problem"
)

// What was being done, for Problem.What.
const (
	doingFetch = "fetching the picture"
	doingSave  = "saving the picture"
	doingNote  = "writing to the library"
)

const (
	// hostPatience is how many consecutive failures, of whichever picture, show
	// that the image host is at fault and not the picture.
	hostPatience = 3

	folderFirst = 5 * time.Second // wait before the first retry
	folderCap   = time.Minute
)

// breaker stops all downloads when the fault is not one picture's. After a
// while it lets one through to see whether the fault is over.
type breaker struct {
	failures int
	open     bool
	retryAt  time.Time
}

// allows returns how many of n downloads may run at now; if none may, it also
// returns when to ask again.
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

// troubles stops the downloads while none can succeed, because of the image host, the folder or the
// library.
type troubles struct {
	common
	mu      sync.Mutex
	host    breaker
	folder  breaker
	library breaker
}

// room returns how many of n downloads may run; if none may, it also returns
// when to ask again.
func (t *troubles) room(n int, now time.Time) (room int, next time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	room = n
	for _, b := range []*breaker{&t.host, &t.folder, &t.library} {
		allowed, at := b.allows(room, now)
		room = min(room, allowed)
		if at.After(next) {
			next = at
		}
	}
	return room, next
}

// tryNow ends the waits.
func (t *troubles) tryNow() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.host.retryAt, t.folder.retryAt = t.clock.Now(), t.clock.Now()
}

// The longest waits between two tries of one picture.
const (
	brokenCap = 10 * time.Minute // what arrived is not a complete picture
	absentCap = 6 * time.Hour    // the host or the service says that it doesn't exist
)

// judge decides what an error means for a picture, and how long to wait.
func (t *troubles) judge(image library.Image, err error) (p *library.Problem, wait time.Duration) {
	jitter := t.random()
	tries := image.Attempts + 1
	if saving, ok := errors.AsType[*savingError](err); ok {
		wait = backoff.After(tries, folderCap, 0, jitter)
		if saving.folder {
			wait = t.folderFails(err)
		}
		return t.unsaved(doingSave, err), wait
	}
	ceiling := brokenCap
	var asked time.Duration
	if told, ok := errors.AsType[*api.Error](err); ok {
		asked = told.RetryAfter
	}
	if renewal, ok := errors.AsType[*renewalError](err); ok {
		if errors.Is(err, api.ErrNotFound) && api.ByService(err) {
			ceiling = absentCap
		}
		return problem.New(doingRenew, renewal.err, library.ChargedYes, t.wall()), max(backoff.After(tries, ceiling, asked, jitter), renewal.wait)
	}
	p = problem.New(doingFetch, err, library.ChargedYes, t.wall())
	switch {
	case errors.Is(err, api.ErrRefused):
		p = t.unsaved(doingFetch, err)
	case errors.Is(err, api.ErrNotFound):
		ceiling = absentCap
	case errors.Is(err, api.ErrNoAnswer):
		ceiling = backoff.Offline
		t.hostFails(err, asked, backoff.Offline, jitter)
	case errors.Is(err, api.ErrServer), errors.Is(err, api.ErrRateLimited):
		ceiling = backoff.Longest
		t.hostFails(err, asked, backoff.Longest, jitter)
	}
	return p, backoff.After(tries, ceiling, asked, jitter)
}

// unsaved makes the problem of a picture that can't be saved.
func (t *troubles) unsaved(what string, err error) *library.Problem {
	return problem.Behind(cause.Unsaved, problem.New(what, err, library.ChargedYes, t.wall()))
}

// hostFails counts a failure of the image host that need not be the picture's
// fault.
func (t *troubles) hostFails(err error, asked, ceiling time.Duration, jitter float64) {
	now := t.clock.Now()
	t.mu.Lock()
	if t.host.open && now.Before(t.host.retryAt) {
		t.mu.Unlock()
		return // started before the host was found to fail
	}
	t.host.failures++
	tripped := t.host.failures >= hostPatience || asked > 0
	if tripped {
		t.host.trip(now, backoff.After(max(t.host.failures-hostPatience+1, 1), ceiling, asked, jitter))
	}
	t.mu.Unlock()
	if tripped {
		p := problem.New(doingFetch, err, library.ChargedYes, t.wall())
		t.status.Set(func(s *Status) { s.HostProblem = p })
	}
}

func (t *troubles) hostWorks() {
	t.mu.Lock()
	t.host.reset()
	t.mu.Unlock()
	t.status.Set(func(s *Status) { s.HostProblem = nil })
}

// folderFails stops saving after a failure of the folder, and returns the wait
// until the next try.
func (t *troubles) folderFails(err error) time.Duration {
	now := t.clock.Now()
	t.mu.Lock()
	if t.folder.open && now.Before(t.folder.retryAt) {
		defer t.mu.Unlock()
		return t.folder.retryAt.Sub(now) // started before the folder was found to fail
	}
	t.folder.failures++
	wait := backoff.Vary(backoff.Grow(folderFirst, 2, t.folder.failures-1, folderCap), t.random())
	t.folder.trip(now, wait)
	t.mu.Unlock()
	p := t.unsaved(doingSave, err)
	t.status.Set(func(s *Status) { s.FolderProblem, s.OtherFolder = p, errors.Is(err, folder.ErrOtherFolder) })
	return wait
}

func (t *troubles) folderWorks() {
	t.mu.Lock()
	t.folder.reset()
	t.mu.Unlock()
	t.status.Set(func(s *Status) { s.FolderProblem, s.OtherFolder = nil, false })
}

// noteLibrary records whether the library could be written. While it can't,
// downloads would start over and over.
func (t *troubles) noteLibrary(err error) {
	t.mu.Lock()
	if err == nil {
		t.library.reset()
	} else {
		t.library.failures++
		t.library.trip(t.clock.Now(), backoff.After(t.library.failures, folderCap, 0, t.random()))
	}
	t.mu.Unlock()
	t.status.Set(func(s *Status) {
		s.LibraryProblem = nil
		if err != nil {
			s.LibraryProblem = problem.New(doingNote, err, library.ChargedNo, t.wall())
		}
	})
}
