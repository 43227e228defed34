package secrets

import (
	"context"
	"errors"
	"time"
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

var (
	// ErrNoKey: there is no key anywhere.
	ErrNoKey = errors.New("no API key is stored")
	// ErrWaiting: an earlier call still waits for the keychain.
	ErrWaiting = errors.New("still waiting for the keychain")
	// ErrTimeout: the keychain did not answer in time.
	ErrTimeout = errors.New("the keychain did not answer in time")
)

// Place is where a key is kept.
type Place string

// The places.
const (
	Nowhere     Place = ""
	Environment Place = "environment" // DREAMLOOK_API_KEY, for this run
	Keychain    Place = "keychain"
	Session     Place = "session" // memory, until the program ends
)

// Where says where the key is kept and, for Session, why only there, in words
// for the user ("there is no keychain on this computer").
type Where struct {
	Place Place
	Why   string
}

// Key is an API key and where it came from.
type Key struct {
	Secret Secret
	Where  Where
}

// Keyring is what is used of a keychain; a call may block for long. Get
// answers keyring.ErrNotFound when there is nothing.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, password string) error
	Delete(service, user string) error
}

// Options say where keys come from.
type Options struct {
	Environ func(name string) string // nil: os.Getenv
	Timeout time.Duration            // 0: DefaultTimeout
	Keyring Keyring                  // nil: the operating system's
}

// Store keeps the key.
type Store struct{}

var errUnbuilt = errors.New("not built yet")

// Open makes a store. It reads nothing yet.
func Open(opts Options) *Store { return &Store{} }

// Current is the key as last loaded or saved. It never waits.
func (s *Store) Current() Key { return Key{} }

// Load finds the key: environment, then this session's, then the keychain.
func (s *Store) Load(ctx context.Context) (Key, error) { return Key{}, errUnbuilt }

// Save cleans and keeps a key.
func (s *Store) Save(ctx context.Context, key string) (Where, error) { return Where{}, errUnbuilt }

// Forget removes the key from keychain and session.
func (s *Store) Forget(ctx context.Context) error { return errUnbuilt }
