package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lookbook/api"
	"lookbook/app/backoff"
	"lookbook/app/library"
)

const (
	// expiryMargin is how long before its end an address counts as expired: a
	// download that begins must have begun by then, and clocks differ.
	expiryMargin = time.Minute

	// freshFor is how long addresses that were just asked for are taken to be
	// fresh, whatever their dates say: where this computer's clock is wrong,
	// all of them look expired.
	freshFor = 10 * time.Minute

	// tooFresh is the age below which an address that the host takes for
	// expired is not worth asking for again.
	tooFresh = time.Minute
)

// doingRenew is Problem.What of a picture whose address could not be renewed.
const doingRenew = "asking for the picture's new address"

// errPutOff ends a download that has to wait for calls to the service to be
// possible again. It is no failure.
var errPutOff = errors.New("waiting until the service can be asked")

// renewalError is trouble with asking for a fresh address.
type renewalError struct {
	err  error
	wait time.Duration // not before
}

func (r *renewalError) Error() string { return doingRenew + ": " + r.err.Error() }

func (r *renewalError) Unwrap() error { return r.err }

// renewal is what is known of a job's addresses.
type renewal struct {
	fresh    time.Time // when they came last
	failures int       // calls in a row that failed
	retryAt  time.Time
}

// stale reports whether a picture's address has to be asked for again before
// it is used.
func (e *Engine) stale(image library.Image, now time.Time) bool {
	if image.Generated.URL == "" || e.fetch.wasRefused(image) {
		return true
	}
	expires := image.Expires
	if expires.IsZero() {
		told, ok := api.URLExpiry(image.Generated.URL)
		if !ok {
			return false
		}
		expires = told
	}
	if e.serviceNow().Before(expires.Add(-expiryMargin)) {
		return false
	}
	e.fetch.mu.Lock()
	defer e.fetch.mu.Unlock()
	fresh := e.fetch.renewals[image.JobID].fresh
	return fresh.IsZero() || now.Sub(fresh) > freshFor
}

// refuse notes that the host takes a picture's address for expired, whatever
// its date says: it is not used again, and whichever comes next replaces it.
func (e *Engine) refuse(ctx context.Context, image library.Image) error {
	e.fetch.mu.Lock()
	e.fetch.refused[image.ID] = image.Generated.URL
	e.fetch.mu.Unlock()
	return e.library.Images.DropAddress(ctx, image.ID, image.Generated.URL)
}

func (f *fetcher) wasRefused(image library.Image) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.refused[image.ID] == image.Generated.URL
}

// forJobs is what the part that follows jobs tells the downloads.
type forJobs struct{ e *Engine }

// Wake says that there may be pictures to fetch.
func (d forJobs) Wake() { d.e.fetch.wanted.Wake() }

// Renewed says that fresh addresses of a job's pictures are in the library.
func (d forJobs) Renewed(jobID string) { d.e.fetch.renewed(jobID, d.e.clock.Now()) }

// NewKey opens again what only another key may have closed: jobs that were not
// found, and pictures whose addresses could not be asked for.
func (d forJobs) NewKey(ctx context.Context) error {
	d.e.fetch.mu.Lock()
	clear(d.e.fetch.renewals)
	d.e.fetch.mu.Unlock()
	return d.e.library.Jobs.AskAgain(ctx, doingRenew)
}

// renewed notes that fresh addresses of a job's pictures have come.
func (f *fetcher) renewed(jobID string, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.renewals[jobID] = renewal{fresh: now}
}

// accepted forgets that an address was refused.
func (f *fetcher) accepted(id int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.refused, id)
}

// mayRenew returns when a job's addresses may be asked for, or false while
// only a new key can tell.
func (e *Engine) mayRenew(jobID string) (time.Time, bool) {
	at, may := e.Jobs.Service.MayCall()
	e.fetch.mu.Lock()
	defer e.fetch.mu.Unlock()
	if own := e.fetch.renewals[jobID].retryAt; own.After(at) {
		at = own
	}
	return at, may
}

// renew asks for a job again to get fresh addresses for its pictures, once for
// all of them, and returns the picture as it is then known.
func (e *Engine) renew(ctx context.Context, image library.Image) (library.Image, error) {
	now := e.clock.Now()
	if at, may := e.mayRenew(image.JobID); !may || at.After(now) {
		return image, errPutOff
	}
	entry, err := e.library.EntryByJob(ctx, image.JobID)
	if err != nil {
		return image, err
	}
	// Several pictures share one call. Whoever comes when it has just ended
	// finds what it brought: the look is inside, so that nothing lies between.
	_, err, _ = e.renewing.Do(image.JobID, func() (any, error) {
		current, err := e.library.Image(e.ctx, image.ID)
		if err == nil && current.Generated.URL != image.Generated.URL && !e.stale(current, now) {
			return nil, nil
		}
		_, err = e.Jobs.Asker.Job(entry.Job.JobType, image.JobID)
		return nil, err
	})
	if err != nil {
		return image, e.renewFailed(ctx, image.JobID, err)
	}
	renewed, err := e.library.Image(ctx, image.ID)
	if err == nil && renewed.Generated.URL == "" {
		err = &renewalError{err: fmt.Errorf("the service tells no address: %w", api.ErrBadAnswer)}
	}
	return renewed, err
}

// renewFailed notes that a job could not be asked for, and returns what that
// means for its pictures.
func (e *Engine) renewFailed(ctx context.Context, jobID string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if api.EveryCall(err) {
		e.Jobs.Service.Failed(err)
		return errPutOff
	}
	f := &e.fetch
	f.mu.Lock()
	own := f.renewals[jobID]
	own.failures++
	wait := backoff.After(own.failures, backoff.Longest, 0, e.random())
	own.retryAt = e.clock.Now().Add(wait)
	f.renewals[jobID] = own
	f.mu.Unlock()
	if errors.Is(err, api.ErrNotFound) {
		if err := e.Jobs.Asker.NotKnown(ctx, jobID, err); err != nil {
			return err
		}
	}
	return &renewalError{err: err, wait: wait}
}
