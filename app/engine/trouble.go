package engine

import (
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/backoff"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/problem"
)

// What was being done, in the words of Problem.What.
const (
	doingFetch = "fetching the picture"
	doingSave  = "saving the picture"
	doingNote  = "writing to the library"
)

const (
	// hostPatience is how many failures of the image host in a row, whichever
	// the picture, show that it is the host and not the picture.
	hostPatience = 3

	folderFirst = 5 * time.Second // first new try after trouble with the folder
	folderCap   = time.Minute
)

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
		wait = backoff.After(tries, folderCap, 0, jitter)
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
		if errors.Is(err, api.ErrNotFound) && api.ByService(err) {
			ceiling = absentCap
		}
		return doingRenew, problem.Words(renewal.err), max(backoff.After(tries, ceiling, asked, jitter), renewal.wait)
	}
	switch {
	case errors.Is(err, api.ErrRefused):
		message = "not saved, because " + problem.Words(err)
	case errors.Is(err, api.ErrNotFound):
		ceiling = absentCap
	case errors.Is(err, api.ErrNoAnswer):
		ceiling = backoff.Offline
		e.hostFails(err, now, asked, backoff.Offline, jitter)
	case errors.Is(err, api.ErrServer), errors.Is(err, api.ErrRateLimited):
		ceiling = backoff.Longest
		e.hostFails(err, now, asked, backoff.Longest, jitter)
	}
	return doingFetch, message, backoff.After(tries, ceiling, asked, jitter)
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
		f.host.trip(now, backoff.After(max(f.host.failures-hostPatience+1, 1), ceiling, asked, jitter))
	}
	f.mu.Unlock()
	if tripped {
		p := problem.New(doingFetch, err, library.ChargedYes, e.wall())
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
	wait := backoff.Vary(backoff.Grow(folderFirst, 2, f.folder.failures-1, folderCap), jitter)
	f.folder.trip(now, wait)
	f.mu.Unlock()
	p := problem.New(doingSave, err, library.ChargedYes, e.wall())
	if saving, ok := errors.AsType[*savingError](err); ok {
		p.Message = saving.words()
	}
	e.board.set(func(s *Status) { s.FolderProblem, s.OtherFolder = p, errors.Is(err, folder.ErrOtherFolder) })
	return wait
}

func (e *Engine) folderWorks() {
	e.fetch.mu.Lock()
	e.fetch.folder.reset()
	e.fetch.mu.Unlock()
	e.board.set(func(s *Status) { s.FolderProblem, s.OtherFolder = nil, false })
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
		f.library.trip(e.clock.Now(), backoff.After(f.library.failures, folderCap, 0, e.random()))
	}
	f.mu.Unlock()
	e.board.set(func(s *Status) {
		s.LibraryProblem = nil
		if err != nil {
			s.LibraryProblem = problem.New(doingNote, err, library.ChargedNo, e.wall())
		}
	})
}
