package secrets

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/zalando/go-keyring"

	"lookbook/api"
	"lookbook/app/cause"
)

// Names of the first account's key in the keychain. That of another account is
// followed by its uid.
const (
	Service = "app.lookbook.Lookbook"
	User    = "dreamlook.ai API key"
)

// Variable is the environment variable that overrides the keychain for one run.
// Its key is not stored.
const Variable = "DREAMLOOK_API_KEY"

// DefaultTimeout is how long a call waits for the keychain: long enough to type
// its password, short enough not to seem dead.
const DefaultTimeout = 30 * time.Second

// slowAfter is when Await calls its slow function. A program that shows nothing
// for longer seems dead.
const slowAfter = time.Second

// Place is where a key is stored.
type Place string

const (
	Environment Place = "environment" // DREAMLOOK_API_KEY, for this run only
	Keychain    Place = "keychain"
	Session     Place = "session" // in memory, until the program ends
)

// Where says where the key is stored and, for Session, why only there.
type Where struct {
	Place Place
	Why   cause.Cause `xml:"-"` // zero: the caller asked for it
}

// Key is an API key and its place. The zero Key is none.
type Key struct {
	Secret Secret
	Where  Where
}

// Options of a Store.
type Options struct {
	Environ func(name string) string // nil: os.Getenv; called once, by Open
	Timeout time.Duration            // 0: DefaultTimeout
	Keyring Keyring                  // nil: the operating system's keychain
	Clock   clockwork.Clock          // nil: the real clock; measures Timeout
}

// Store keeps the key of one account.
type Store struct {
	user    string // in the keychain
	environ string // value of Variable; empty: there is none that can be used
	unfit   error  // why that is; nil: there is one, or the variable is not set
	ring    *timeLimited
	all     *accounts

	mu        sync.Mutex
	apart     bool // the key in the environment is of another account
	current   Key
	forgotten int // number of calls of Forget
}

// Open makes the store of the first account. It only reads the environment; Load finds the key.
func Open(opts Options) *Store {
	if opts.Environ == nil {
		opts.Environ = os.Getenv
	}
	if opts.Timeout <= 0 {
		opts.Timeout = DefaultTimeout
	}
	if opts.Keyring == nil {
		opts.Keyring = withFormer{native()}
	}
	if opts.Clock == nil {
		opts.Clock = clockwork.NewRealClock()
	}
	s := &Store{
		user: User, ring: newPatient(opts.Keyring, opts.Timeout, opts.Clock),
	}
	s.all = &accounts{first: s, others: map[string]*Store{}}
	if set := opts.Environ(Variable); set != "" {
		if _, s.unfit = clean("read "+Variable, set, Environment); s.unfit == nil {
			s.environ = set
		}
	}
	return s
}

// Unfit says why the key in the environment can't be used; nil: it can, or
// there is none. Another key is used then, so a person has to be told. It never
// waits.
func (s *Store) Unfit() error { return s.unfit }

// overruled reports whether the environment's key is used instead of a saved
// one.
func (s *Store) overruled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.environ != "" && !s.apart
}

// Current returns the key last loaded or saved, the zero Key before that. It
// never waits.
func (s *Store) Current() Key {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

// Load finds the key: in the environment, else in this session's memory, else
// in the keychain. It fails with
//   - *api.KeyFormError, when what was found there can't be sent;
//   - ErrNoKey, when the keychain holds none;
//   - *KeychainError, when the keychain can't be asked. There may or may not
//     be a key in it.
func (s *Store) Load(ctx context.Context) (Key, error) {
	if key, found, err := s.inEnvironment(); found {
		return key, err
	}
	if now := s.Current(); now.Where.Place == Session {
		return now, nil
	}
	return s.loaded(s.ring.get(ctx, s.user))
}

// inEnvironment takes the key from the environment, if it is this account's.
func (s *Store) inEnvironment() (key Key, found bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.environ == "" || s.apart {
		return Key{}, false, nil
	}
	s.current, err = clean("read "+Variable, s.environ, Environment)
	return s.current, true, err
}

// Await is Load, but waits for the keychain until ctx ends. It calls slow once,
// on the caller's goroutine, when there is no answer within a second. A key
// that is saved after that is kept in memory, and stored in the keychain when
// that answers, before Await returns. The errors are those of Load and of the
// context.
func (s *Store) Await(ctx context.Context, slow func()) (Key, error) {
	if s.overruled() || s.Current().Where.Place == Session { // nothing to wait for
		return s.Load(ctx)
	}
	s.mu.Lock()
	before := s.forgotten
	s.mu.Unlock()
	found, err := s.ring.await(ctx, s.user, slow)
	if ctx.Err() != nil {
		return Key{}, ctx.Err()
	}
	s.mu.Lock()
	now, forgotten := s.current, s.forgotten != before
	s.mu.Unlock()
	switch {
	case now.Where.Place == Session: // saved meanwhile, so it is newer
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

// Reload asks the keychain again, because another process changed the key in it. Its answer replaces
// the current key, also one in memory, which is older. If the keychain can't be asked, the current
// key stays and is returned with the error. A key in the environment stays in use. The errors are
// those of Load.
func (s *Store) Reload(ctx context.Context) (Key, error) {
	if s.overruled() {
		return s.Load(ctx)
	}
	found, err := s.ring.get(ctx, s.user)
	if errors.Is(err, keyring.ErrNotFound) {
		s.set(Key{})
		return Key{}, ErrNoKey
	}
	if err != nil {
		return s.Current(), fmt.Errorf("look for the API key: %w", err)
	}
	key, err := clean("read the keychain", found, Keychain)
	if err != nil {
		return s.Current(), err
	}
	s.set(key)
	return key, nil
}

// Stored reports whether the keychain has a key. It changes nothing. The error is a *KeychainError
// or the context's.
func (s *Store) Stored(ctx context.Context) (bool, error) {
	_, err := s.ring.get(ctx, s.user)
	if errors.Is(err, keyring.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// loaded handles the keychain's answer.
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
	if s.current.Where.Place == Session { // saved meanwhile, so it is newer
		return s.current, nil
	}
	s.current = key
	return key, nil
}

// Save cleans key and stores it: in the keychain or, if that fails, in memory for this session;
// Where says which and why. The error is an *api.KeyFormError when key can't be sent, or the
// context's; then nothing was stored. While a usable DREAMLOOK_API_KEY is set, the saved key is
// used from the next run on, and Current is unchanged.
func (s *Store) Save(ctx context.Context, key string) (Where, error) {
	cleaned, err := api.CleanKey(key)
	if err != nil {
		return Where{}, fmt.Errorf("save the API key: %w", err)
	}
	where := Where{Place: Keychain}
	if err := s.ring.set(ctx, s.user, cleaned); err != nil {
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

// Forget removes the key from this session and from the keychain. When the
// keychain fails, with a *KeychainError, the session has forgotten the key
// nevertheless. Without a keychain there is nothing to remove and no error. A
// key in the environment stays, because it is not ours to remove.
func (s *Store) Forget(ctx context.Context) error {
	overruled := s.overruled()
	s.mu.Lock()
	s.forgotten++
	if !overruled {
		s.current = Key{}
	}
	s.mu.Unlock()
	err := s.ring.remove(ctx, s.user)
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
