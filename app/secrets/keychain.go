package secrets

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/zalando/go-keyring"
)

// Keyring is what is used of a keychain. A call may block for as long as the
// user needs to unlock it. Get and Delete answer keyring.ErrNotFound when
// there is nothing.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

// system is the keychain of the operating system.
type system struct{}

func (system) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (system) Set(service, user, key string) error      { return keyring.Set(service, user, key) }
func (system) Delete(service, user string) error        { return keyring.Delete(service, user) }

// patient asks a keychain one question at a time and waits for each at most
// for limit. A question that takes longer can't be taken back, so it stays
// behind; while it does, no other is asked.
type timeLimited struct {
	ring  Keyring
	limit time.Duration
	clock clockwork.Clock

	turn   chan struct{}            // holds one token while a question is asked
	latest atomic.Pointer[question] // the one whose turn it is, or was last
}

// question is one call of the keychain.
type question struct {
	overdue atomic.Bool // it takes so long that nobody else waits behind it
}

func newPatient(ring Keyring, limit time.Duration, clock clockwork.Clock) *timeLimited {
	return &timeLimited{ring: ring, limit: limit, clock: clock, turn: make(chan struct{}, 1)}
}

func (p *timeLimited) get(ctx context.Context) (string, error) {
	return p.ask(ctx, "read", "", nil, func() (string, error) { return p.ring.Get(Service, User) })
}

// await is get without a limit. Slow is called when there is no answer after
// slowAfter; from then on other questions don't queue up behind this one.
func (p *timeLimited) await(ctx context.Context, slow func()) (string, error) {
	return p.ask(ctx, "read", "", slow, func() (string, error) { return p.ring.Get(Service, User) })
}

func (p *timeLimited) set(ctx context.Context, key string) error {
	_, err := p.ask(ctx, "write", key, nil, func() (string, error) { return "", p.ring.Set(Service, User, key) })
	return err
}

func (p *timeLimited) remove(ctx context.Context) error {
	_, err := p.ask(ctx, "remove", "", nil, func() (string, error) { return "", p.ring.Delete(Service, User) })
	return err
}

type answer struct {
	found string
	err   error
}

// ask answers what call does, or *KeychainError, keyring.ErrNotFound or
// the context's error. With slow there is no limit but the context: slow is
// called once when it takes long.
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
	answers := make(chan answer, 1) // room for an answer that nobody waits for
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

// wait takes the turn. Behind a question that is overdue there is no waiting:
// it may take for ever.
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

// guarded turns a panic below into an error: it would otherwise end the
// program from a goroutine that nobody can guard.
func guarded(call func() (string, error)) (found string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the keychain's library failed: %v", r)
		}
	}()
	return call()
}
