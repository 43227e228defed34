package secrets

import (
	"errors"
	"strings"

	"github.com/zalando/go-keyring"

	"lookbook/api"
	"lookbook/app/cause"
)

// Kinds of errors, for errors.Is.
var (
	// ErrNoKey: no key is stored.
	ErrNoKey = errors.New("no API key is stored")
	// ErrNoKeychain: this computer, or this login, has no keychain.
	ErrNoKeychain = errors.New("there is no keychain")
	// ErrTimeout: the keychain did not answer in time.
	ErrTimeout = errors.New("the keychain did not answer in time")
	// ErrWaiting: an earlier call still waits for the keychain.
	ErrWaiting = errors.New("still waiting for the keychain")
)

// KeychainError says that an operation of the keychain failed.
type KeychainError struct {
	Doing string // "read", "write" or "remove"
	Why   cause.Cause
	Err   error // of the keychain; never contains the key
}

func (e *KeychainError) Error() string {
	return e.Doing + " the key in the keychain: " + e.Err.Error()
}

// Cause returns why it failed.
func (e *KeychainError) Cause() cause.Cause { return e.Why }

func (e *KeychainError) Unwrap() error { return e.Err }

// keychainError classifies err. If a keychain quotes the key, the key is
// masked.
func keychainError(doing, key string, err error) error {
	if errors.Is(err, keyring.ErrNotFound) {
		return keyring.ErrNotFound
	}
	told := err.Error()
	if key != "" && strings.Contains(told, key) {
		told = strings.ReplaceAll(told, key, api.MaskKey(key))
		err = errors.New(told)
	}
	switch {
	case errors.Is(err, ErrTimeout):
		return &KeychainError{doing, cause.New(cause.KeychainSilent), err}
	case errors.Is(err, ErrWaiting):
		return &KeychainError{doing, cause.New(cause.KeychainBusy), err}
	case absent(err):
		return &KeychainError{doing, cause.New(cause.KeychainNone), errors.Join(ErrNoKeychain, err)}
	case containsAny(told, "IsLocked", "locked object", "dismissed", "failed to unlock"):
		return &KeychainError{doing, cause.New(cause.KeychainLocked), err}
	}
	return &KeychainError{doing, cause.New(cause.KeychainOther, "Text", told), err}
}

// absent reports whether err means that there is no keychain. On Linux only the
// text shows that: no session bus (two wordings of the D-Bus library), no
// program to start one, no owner of org.freedesktop.secrets, or an unreachable
// address.
func absent(err error) bool {
	return errors.Is(err, keyring.ErrUnsupportedPlatform) || containsAny(err.Error(),
		"org.freedesktop.secrets was not provided",
		"ServiceUnknown",
		"session bus",
		"dbus-launch",
		"dial unix",
		"DBUS_SESSION_BUS_ADDRESS",
		"couldn't determine address",
	)
}

func containsAny(s string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// because returns the cause of err.
func because(err error) cause.Cause {
	if told, ok := errors.AsType[*KeychainError](err); ok {
		return told.Why
	}
	return cause.New(cause.Unexpected, "Text", err.Error())
}
