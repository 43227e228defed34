package download

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"lookbook/api"
	"lookbook/app/backoff"
	"lookbook/app/library"
	"lookbook/app/supervisor"
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

// addresses knows which pictures' addresses are still good, and gets others.
type addresses struct {
	common
	library *library.Library
	jobs    Jobs
	service func() (time.Time, bool) // what the service's clock shows
	work    *supervisor.Group
	calls   singleflight.Group // one look for fresh addresses for all pictures of a job

	mu       sync.Mutex
	renewals map[string]renewal // by job
	refused  map[int64]string   // those that the host takes for expired, by picture
}

// renewal is what is known of a job's addresses.
type renewal struct {
	fresh    time.Time // when they came last
	failures int       // calls in a row that failed
	retryAt  time.Time
}

// stale reports whether a picture's address has to be asked for again before
// it is used.
func (a *addresses) stale(image library.Image, now time.Time) bool {
	if image.Generated.URL == "" || a.wasRefused(image) {
		return true
	}
	if !a.expired(image) {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	fresh := a.renewals[image.JobID].fresh
	return fresh.IsZero() || now.Sub(fresh) > freshFor
}

// expired reports whether a picture's address is past its date.
func (a *addresses) expired(image library.Image) bool {
	expires := image.Expires
	if expires.IsZero() {
		told, ok := api.URLExpiry(image.Generated.URL)
		if !ok {
			return false
		}
		expires = told
	}
	return !a.serviceNow().Before(expires.Add(-expiryMargin))
}

// usable returns a picture with an address to use now: its own, or a fresh one.
func (a *addresses) usable(ctx context.Context, image library.Image) (library.Image, error) {
	if image.Generated.URL == "" || a.expired(image) {
		// The row was perhaps read before the job's fresh addresses came.
		var err error
		if image, err = a.library.Image(ctx, image.ID); err != nil {
			return image, err
		}
	}
	if a.stale(image, a.clock.Now()) {
		return a.renew(ctx, image)
	}
	return image, nil
}

// refuse notes that the host takes a picture's address for expired, whatever
// its date says: it is not used again, and whichever comes next replaces it.
func (a *addresses) refuse(ctx context.Context, image library.Image) error {
	a.mu.Lock()
	a.refused[image.ID] = image.Generated.URL
	a.mu.Unlock()
	return a.library.Images.DropAddress(ctx, image.ID, image.Generated.URL)
}

func (a *addresses) wasRefused(image library.Image) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.refused[image.ID] == image.Generated.URL
}

// renewed notes that fresh addresses of a job's pictures have come.
func (a *addresses) renewed(jobID string, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.renewals[jobID] = renewal{fresh: now}
}

// accepted forgets that an address was refused.
func (a *addresses) accepted(id int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.refused, id)
}

// mayRenew returns when a job's addresses may be asked for, or false while
// only a new key can tell.
func (a *addresses) mayRenew(jobID string) (time.Time, bool) {
	at, may := a.jobs.MayCall()
	a.mu.Lock()
	defer a.mu.Unlock()
	if own := a.renewals[jobID].retryAt; own.After(at) {
		at = own
	}
	return at, may
}

// renew asks for a job again to get fresh addresses for its pictures, once for
// all of them, and returns the picture as it is then known.
func (a *addresses) renew(ctx context.Context, image library.Image) (library.Image, error) {
	now := a.clock.Now()
	if at, may := a.mayRenew(image.JobID); !may || at.After(now) {
		return image, errPutOff
	}
	entry, err := a.library.EntryByJob(ctx, image.JobID)
	if err != nil {
		return image, err
	}
	// Several pictures share one call. Whoever comes when it has just ended
	// finds what it brought: the look is inside, so that nothing lies between.
	ctxAll := a.work.Context() // whoever asked first must not take the answer from the others by giving up
	_, err, _ = a.calls.Do(image.JobID, func() (any, error) {
		current, err := a.library.Image(ctxAll, image.ID)
		if err == nil && current.Generated.URL != image.Generated.URL && !a.stale(current, now) {
			return nil, nil
		}
		return nil, a.jobs.Ask(ctxAll, entry)
	})
	if err != nil {
		return image, a.renewFailed(ctx, image.JobID, err)
	}
	renewed, err := a.library.Image(ctx, image.ID)
	if err == nil && renewed.Generated.URL == "" {
		err = &renewalError{err: fmt.Errorf("the service tells no address: %w", api.ErrBadAnswer)}
	}
	return renewed, err
}

// renewFailed notes that a job could not be asked for, and returns what that
// means for its pictures.
func (a *addresses) renewFailed(ctx context.Context, jobID string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if api.EveryCall(err) {
		a.jobs.Failed(err)
		return errPutOff
	}
	a.mu.Lock()
	own := a.renewals[jobID]
	own.failures++
	wait := backoff.After(own.failures, backoff.Longest, 0, a.random())
	own.retryAt = a.clock.Now().Add(wait)
	a.renewals[jobID] = own
	a.mu.Unlock()
	if errors.Is(err, api.ErrNotFound) {
		if err := a.jobs.NotKnown(ctx, jobID, err); err != nil {
			return err
		}
	}
	return &renewalError{err: err, wait: wait}
}

// serviceNow is what the service's clock shows: signed addresses expire by it.
// Before the first answer that tells, it is taken to be this computer's.
func (a *addresses) serviceNow() time.Time {
	if now, known := a.service(); known {
		return now
	}
	return a.wall()
}

// justCame reports whether a job's addresses came so recently that asking
// again would bring nothing new.
func (a *addresses) justCame(jobID string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	fresh := a.renewals[jobID].fresh
	return !fresh.IsZero() && a.clock.Since(fresh) < tooFresh
}

// tryNow ends the wait for a job's fresh addresses.
func (a *addresses) tryNow(jobID string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	own := a.renewals[jobID]
	own.retryAt = a.clock.Now()
	a.renewals[jobID] = own
}

// forget ends all waits.
func (a *addresses) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.renewals)
}
