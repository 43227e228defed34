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
	// download must have started by then, and clocks differ.
	expiryMargin = time.Minute

	// freshFor is how long new addresses count as fresh, whatever their dates
	// say. When this computer's clock is wrong, all of them look expired.
	freshFor = 10 * time.Minute

	// tooFresh is the age below which an address is not asked for again, even
	// if the host says that it has expired.
	tooFresh = time.Minute
)

// doingRenew is Problem.What for a picture whose address could not be renewed.
const doingRenew = "asking for the picture's new address"

// errPutOff ends a download that has to wait until the service may be called
// again. It is not a failure.
var errPutOff = errors.New("waiting until the service can be asked")

// renewalError says that no fresh address could be had.
type renewalError struct {
	err  error
	wait time.Duration // until the next try
}

func (r *renewalError) Error() string { return doingRenew + ": " + r.err.Error() }

func (r *renewalError) Unwrap() error { return r.err }

// addresses knows which addresses of pictures are still valid, and gets new
// ones.
type addresses struct {
	common
	library *library.Library
	jobs    Jobs
	service func() (time.Time, bool) // the service's present time
	work    *supervisor.Group
	calls   singleflight.Group // all pictures of a job share one call

	mu       sync.Mutex
	renewals map[string]renewal // by job id
	refused  map[int64]string   // by picture id: addresses that the host says have expired
}

// renewal is what is known about the addresses of a job.
type renewal struct {
	fresh    time.Time // when they last arrived
	failures int       // consecutive failed calls
	retryAt  time.Time
}

// stale reports whether a picture needs a new address.
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

// expired reports whether the date of a picture's address has passed.
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

// usable returns a picture with a valid address: its own, or a fresh one.
func (a *addresses) usable(ctx context.Context, image library.Image) (library.Image, error) {
	if image.Generated.URL == "" || a.expired(image) {
		// The row may have been read before the fresh addresses arrived.
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

// refuse records that the host calls a picture's address expired, whatever its
// date says. The address is not used again; the next one replaces it.
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

// renewed records that fresh addresses of a job's pictures have arrived.
func (a *addresses) renewed(jobID string, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.renewals[jobID] = renewal{fresh: now}
}

// accepted forgets that a picture's address was refused.
func (a *addresses) accepted(id int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.refused, id)
}

// mayRenew returns when the address of a picture may be asked for; false while only a
// new key can change that.
func (a *addresses) mayRenew(image library.Image) (time.Time, bool) {
	at, may := a.jobs.MayCall(image.Account)
	a.mu.Lock()
	defer a.mu.Unlock()
	if own := a.renewals[image.JobID].retryAt; own.After(at) {
		at = own
	}
	return at, may
}

// renew asks for a job to get fresh addresses, once for all its pictures. It
// returns the picture as the library then has it.
func (a *addresses) renew(ctx context.Context, image library.Image) (library.Image, error) {
	now := a.clock.Now()
	if at, may := a.mayRenew(image); !may || at.After(now) {
		return image, errPutOff
	}
	entry, err := a.library.EntryByJob(ctx, image.JobID)
	if err != nil {
		return image, err
	}
	// Several pictures share one call. The check for fresh addresses is inside,
	// so that a caller who comes just after the call uses its result.
	ctxAll := a.work.Context() // a caller that gives up must not cancel the call of the others
	_, err, _ = a.calls.Do(image.JobID, func() (any, error) {
		current, err := a.library.Image(ctxAll, image.ID)
		if err == nil && current.Generated.URL != image.Generated.URL && !a.stale(current, now) {
			return nil, nil
		}
		return nil, a.jobs.Ask(ctxAll, entry)
	})
	if err != nil {
		return image, a.renewFailed(ctx, image, err)
	}
	renewed, err := a.library.Image(ctx, image.ID)
	if err == nil && renewed.Generated.URL == "" {
		err = &renewalError{err: fmt.Errorf("the service tells no address: %w", api.ErrBadAnswer)}
	}
	return renewed, err
}

// renewFailed records that a picture's job could not be asked for. It returns the
// error for its pictures.
func (a *addresses) renewFailed(ctx context.Context, image library.Image, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if api.EveryCall(err) {
		a.jobs.Failed(image.Account, err)
		return errPutOff
	}
	a.mu.Lock()
	own := a.renewals[image.JobID]
	own.failures++
	wait := backoff.After(own.failures, backoff.Longest, 0, a.random())
	own.retryAt = a.clock.Now().Add(wait)
	a.renewals[image.JobID] = own
	a.mu.Unlock()
	if errors.Is(err, api.ErrNotFound) {
		if err := a.jobs.NotKnown(ctx, image.Account, image.JobID, err); err != nil {
			return err
		}
	}
	return &renewalError{err: err, wait: wait}
}

// serviceNow returns the service's time, by which signed addresses expire.
// Until the service has told it, it is this computer's time.
func (a *addresses) serviceNow() time.Time {
	if now, known := a.service(); known {
		return now
	}
	return a.wall()
}

// justCame reports whether a job's addresses are so new that asking again would
// be useless.
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
