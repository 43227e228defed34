package secrets

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/zalando/go-keyring"

	"lookbook/api"
	"lookbook/app/cause"
)

// Names under which the key is kept in the keychain.
const (
	Service = "app.lookbook"
	User    = "dreamlook.ai API key"
)

// Variable is the environment variable that wins over the keychain for a run
// and is not stored.
const Variable = "DREAMLOOK_API_KEY"

// DefaultTimeout is how long a call waits for the keychain: long enough to
// type the keychain's password, short enough not to look dead.
const DefaultTimeout = 30 * time.Second

// slowAfter is when Await calls a keychain slow: a person who sees nothing for
// longer takes the program for dead.
const slowAfter = time.Second

// Place is where a key is kept.
type Place string

// The places.
const (
	Environment Place = "environment" // DREAMLOOK_API_KEY, for this run
	Keychain    Place = "keychain"
	Session     Place = "session" // memory, until the program ends
)

// Where says where the key is kept and, for Session, why only there.
type Where struct {
	Place Place
	Why   cause.Cause `xml:"-"` // zero: only there because that was asked for
}

// Key is an API key and where it came from. The zero Key is none.
type Key struct {
	Secret Secret
	Where  Where
}

// Options say where keys come from.
type Options struct {
	Environ func(name string) string // nil: os.Getenv; asked once, by Open
	Timeout time.Duration            // 0: DefaultTimeout
	Keyring Keyring                  // nil: the operating system's keychain
	Clock   clockwork.Clock          // nil: the real one; measures Timeout
}

// Store keeps the key.
type Store struct {
	environ string // what Variable held
	unfit   error  // why that can't be used; nil: it can, or there is nothing
	ring    *timeLimited

	mu        sync.Mutex
	current   Key
	forgotten int // how often Forget was called
}

// Open makes a store. It reads the environment and nothing else: the key is
// there after Load.
func Open(opts Options) *Store {
	if opts.Environ == nil {
		opts.Environ = os.Getenv
	}
	if opts.Timeout <= 0 {
		opts.Timeout = DefaultTimeout
	}
	if opts.Keyring == nil {
		opts.Keyring = system{}
	}
	if opts.Clock == nil {
		opts.Clock = clockwork.NewRealClock()
	}
	s := &Store{
		environ: strings.TrimSpace(opts.Environ(Variable)),
		ring:    newPatient(opts.Keyring, opts.Timeout, opts.Clock),
	}
	if s.environ != "" {
		_, s.unfit = clean("read "+Variable, s.environ, Environment)
	}
	return s
}

// Unfit is why the key in the environment can't be used; nil where it can, or
// where there is none. It never waits.
func (s *Store) Unfit() error { return s.unfit }

// overruled reports whether the environment has the last word on the key.
func (s *Store) overruled() bool { return s.environ != "" && s.unfit == nil }

// Current is the key as last loaded or saved, the zero Key before that. It
// never waits.
func (s *Store) Current() Key {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

// Load finds the key: in the environment, else in this session's memory, else
// in the keychain. It fails with
//   - *api.KeyFormError, when what was found there can't be sent (nothing else is
//     looked at then: a mistyped variable should not silently mean another key;
//     a key that is saved counts from then on);
//   - ErrNoKey, when the keychain holds none;
//   - *KeychainError, when the keychain can't be asked. There may or may not
//     be a key in it.
func (s *Store) Load(ctx context.Context) (Key, error) {
	if s.overruled() {
		key, err := clean("read "+Variable, s.environ, Environment)
		s.set(key)
		return key, err
	}
	if now := s.Current(); now.Where.Place == Session || s.unfit != nil && !now.Secret.Empty() {
		return now, nil
	}
	if s.unfit != nil {
		return Key{}, s.unfit
	}
	return s.loaded(s.ring.get(ctx))
}

// Await is Load that waits for the keychain for as long as ctx lives. Slow is
// called once, on the caller's goroutine, when there is no answer within a
// second; a key that is saved from then on is kept in memory and goes into the
// keychain when that answers, before Await returns. Errors are Load's and the
// context's.
func (s *Store) Await(ctx context.Context, slow func()) (Key, error) {
	if s.environ != "" || s.Current().Where.Place == Session { // nothing to wait for
		return s.Load(ctx)
	}
	s.mu.Lock()
	before := s.forgotten
	s.mu.Unlock()
	found, err := s.ring.await(ctx, slow)
	if ctx.Err() != nil {
		return Key{}, ctx.Err()
	}
	s.mu.Lock()
	now, forgotten := s.current, s.forgotten != before
	s.mu.Unlock()
	switch {
	case now.Where.Place == Session: // saved meanwhile: that one is newer
		if _, err := s.Save(ctx, now.Secret.Reveal()); err != nil {
			return Key{}, err
		}
		return s.Current(), nil
	case forgotten && err == nil:
		if err := s.Forget(ctx); err != nil {
			return Key{}, err
		}
		return Key{}, ErrNoKey
	}
	return s.loaded(found, err)
}

// Stored asks the keychain, and nothing else, whether it holds a key. It changes
// nothing. Errors are *KeychainError and the context's.
func (s *Store) Stored(ctx context.Context) (bool, error) {
	_, err := s.ring.get(ctx)
	if errors.Is(err, keyring.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// loaded takes the keychain's answer.
func (s *Store) loaded(found string, err error) (Key, error) {
	if errors.Is(err, keyring.ErrNotFound) {
		return Key{}, ErrNoKey
	}
	if err != nil {
		return Key{}, fmt.Errorf("look for the API key: %w", err)
	}
	key, err := clean("read the keychain", found, Keychain)
	if err != nil {
		return Key{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current.Where.Place == Session { // saved meanwhile: that one is newer
		return s.current, nil
	}
	s.current = key
	return key, nil
}

// Save cleans key and keeps it: in the keychain, or, where that can't be done,
// in memory for this session; Where says which and why. The error is
// *api.KeyFormError, when key can't be sent, or the context's; nothing
// was kept then. Under a DREAMLOOK_API_KEY that can be used the saved key counts
// from the next run on; Current stays what it is.
func (s *Store) Save(ctx context.Context, key string) (Where, error) {
	cleaned, err := api.CleanKey(key)
	if err != nil {
		return Where{}, fmt.Errorf("save the API key: %w", err)
	}
	where := Where{Place: Keychain}
	if err := s.ring.set(ctx, cleaned); err != nil {
		if ctx.Err() != nil {
			return Where{}, fmt.Errorf("save the API key: %w", ctx.Err())
		}
		where = Where{Place: Session, Why: because(err)}
	}
	if !s.overruled() {
		s.set(Key{Secret: NewSecret(cleaned), Where: where})
	}
	return where, nil
}

// Forget removes the key from this session and from the keychain. The session
// has forgotten it even when the keychain fails, with *KeychainError; where
// there is no keychain at all there is nothing to remove and no error. A key
// in the environment stays, because it is not ours to remove.
func (s *Store) Forget(ctx context.Context) error {
	s.mu.Lock()
	s.forgotten++
	if !s.overruled() {
		s.current = Key{}
	}
	s.mu.Unlock()
	err := s.ring.remove(ctx)
	if err == nil || errors.Is(err, keyring.ErrNotFound) || errors.Is(err, ErrNoKeychain) {
		return nil
	}
	return fmt.Errorf("forget the API key: %w", err)
}

func (s *Store) set(k Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = k
}

func clean(doing, key string, place Place) (Key, error) {
	cleaned, err := api.CleanKey(key)
	if err != nil {
		return Key{}, fmt.Errorf("%s: %w", doing, err)
	}
	return Key{Secret: NewSecret(cleaned), Where: Where{Place: place}}, nil
}
