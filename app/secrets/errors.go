package secrets

import (
	"errors"
	"strings"

	"github.com/zalando/go-keyring"

	"lookbook/api"
)

// What can be asked of the errors of this package with errors.Is.
var (
	// ErrNoKey: there is no key anywhere.
	ErrNoKey = errors.New("no API key is stored")
	// ErrNoKeychain: this computer, or this login, has no keychain.
	ErrNoKeychain = errors.New("there is no keychain")
	// ErrTimeout: the keychain did not answer in time.
	ErrTimeout = errors.New("the keychain did not answer in time")
	// ErrWaiting: an earlier call still waits for the keychain.
	ErrWaiting = errors.New("still waiting for the keychain")
)

// KeychainError tells that the keychain could not do what it was asked to.
type KeychainError struct {
	Doing string // "read", "write" or "remove"
	Why   string // in words for the user, fit to follow "because"
	Err   error  // the cause; never holds the key
}

func (e *KeychainError) Error() string { return e.Doing + " the key in the keychain: " + e.Why }

// Unwrap is the cause.
func (e *KeychainError) Unwrap() error { return e.Err }

// keychainError puts err into words. The key, if a keychain should quote it,
// is masked.
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
		return &KeychainError{doing, "the keychain did not answer; it may be waiting for its own password", err}
	case errors.Is(err, ErrWaiting):
		return &KeychainError{doing, "the keychain is still busy with an earlier question; it may be waiting for its own password", err}
	case absent(err):
		return &KeychainError{doing, "there is no keychain on this computer, or none is running", errors.Join(ErrNoKeychain, err)}
	case containsAny(told, "IsLocked", "locked object", "dismissed", "failed to unlock"):
		return &KeychainError{doing, "the keychain is locked or not set up", err}
	}
	return &KeychainError{doing, "the keychain answered: " + told, err}
}

// absent reports whether err is how a missing keychain shows itself. On Linux
// that is known by text only: no session bus (two wordings of the D-Bus
// library), no program that could start one, nobody on the bus who offers
// org.freedesktop.secrets, or an address that leads nowhere.
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

// because is why err happened, to follow "because".
func because(err error) string {
	var told *KeychainError
	if errors.As(err, &told) {
		return told.Why
	}
	return err.Error()
}
