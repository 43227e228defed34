package secrets

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/zalando/go-keyring"
)

// Keyring is the part of a keychain that is used here. A call may block for as
// long as the user needs to unlock it. Get and Delete return
// keyring.ErrNotFound when there is no key.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

// system is the operating system's keychain.
type system struct{}

func (system) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (system) Set(service, user, key string) error      { return keyring.Set(service, user, key) }
func (system) Delete(service, user string) error        { return keyring.Delete(service, user) }

// timeLimited makes one call of a keychain at a time and waits for up to limit.
// A call that takes longer can't be cancelled and stays behind; meanwhile no
// other call is made.
type timeLimited struct {
	ring  Keyring
	limit time.Duration
	clock clockwork.Clock

	turn   chan struct{}            // holds a value during a call
	latest atomic.Pointer[question] // the current or last call
}

// question is one call of the keychain.
type question struct {
	overdue atomic.Bool // it is so slow that no other call waits for it
}

func newPatient(ring Keyring, limit time.Duration, clock clockwork.Clock) *timeLimited {
	return &timeLimited{ring: ring, limit: limit, clock: clock, turn: make(chan struct{}, 1)}
}

func (p *timeLimited) get(ctx context.Context, user string) (string, error) {
	return p.ask(ctx, "read", "", nil, func() (string, error) { return p.ring.Get(Service, user) })
}

// await is get without a time limit. It calls slow when there is no answer
// after slowAfter; from then on other calls don't wait for this one.
func (p *timeLimited) await(ctx context.Context, user string, slow func()) (string, error) {
	return p.ask(ctx, "read", "", slow, func() (string, error) { return p.ring.Get(Service, user) })
}

func (p *timeLimited) set(ctx context.Context, user, key string) error {
	_, err := p.ask(ctx, "write", key, nil, func() (string, error) { return "", p.ring.Set(Service, user, key) })
	return err
}

func (p *timeLimited) remove(ctx context.Context, user string) error {
	_, err := p.ask(ctx, "remove", "", nil, func() (string, error) { return "", p.ring.Delete(Service, user) })
	return err
}

type answer struct {
	found string
	err   error
}

// ask returns the result of call, or a *KeychainError, keyring.ErrNotFound or
// the context's error. With slow, only the context limits the time, and slow is
// called once when the call is slow.
func (p *timeLimited) ask(ctx context.Context, doing, key string, slow func(), call func() (string, error)) (string, error) {
	limit := p.limit
	if slow != nil {
		limit = slowAfter
	}
	late := p.clock.NewTimer(limit)
	defer late.Stop()
	if err := p.wait(ctx, late.Chan()); err != nil {
		if ctx.Err() != nil {
			return "", err
		}
		return "", keychainError(doing, key, err)
	}
	q := new(question)
	p.latest.Store(q)
	answers := make(chan answer, 1) // buffered, for an answer that nobody waits for
	go func() {
		found, err := guarded(call)
		<-p.turn
		answers <- answer{found, err}
	}()
	for {
		select {
		case a := <-answers:
			if a.err != nil {
				return "", keychainError(doing, key, a.err)
			}
			return a.found, nil
		case <-ctx.Done():
			q.overdue.Store(true)
			return "", ctx.Err()
		case <-late.Chan(): // fires once
			q.overdue.Store(true)
			if slow == nil {
				return "", keychainError(doing, key, ErrTimeout)
			}
			slow()
		}
	}
}

// wait takes the turn. It doesn't wait for an overdue call, which may never
// end.
func (p *timeLimited) wait(ctx context.Context, late <-chan time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case p.turn <- struct{}{}:
		return nil
	default:
	}
	if q := p.latest.Load(); q != nil && q.overdue.Load() {
		return ErrWaiting
	}
	select {
	case p.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-late:
		return ErrWaiting
	}
}

// guarded turns a panic of the keychain's library into an error: on this
// goroutine it would end the program.
func guarded(call func() (string, error)) (found string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the keychain's library failed: %v", r)
		}
	}()
	return call()
}
