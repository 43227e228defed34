package secrets

import (
	"errors"

	"github.com/zalando/go-keyring"
)

// formerService is the service name of the key in the keychains of versions
// until 2026-12.
const formerService = "app.lookbook"

// withFormer is a keychain that may hold the key under the former name. Get
// moves it to the present name.
type withFormer struct{ Keyring }

// Get reads the key. A key under the former name is stored under the present
// one and then removed. If storing fails, it stays there and is moved by a
// later Get.
func (w withFormer) Get(service, user string) (string, error) {
	found, err := w.Keyring.Get(service, user)
	if !errors.Is(err, keyring.ErrNotFound) {
		return found, err
	}
	found, err = w.Keyring.Get(formerService, user)
	if err != nil {
		return "", err
	}
	if w.Keyring.Set(service, user, found) != nil {
		return found, nil
	}
	if stored, err := w.Keyring.Get(service, user); err == nil && stored == found {
		_ = w.Keyring.Delete(formerService, user) // a key left behind is never read again
	}
	return found, nil
}

// Delete removes the key under both names, so that a former key doesn't come
// back. It returns keyring.ErrNotFound when there was none under either.
func (w withFormer) Delete(service, user string) error {
	err := w.Keyring.Delete(service, user)
	former := w.Keyring.Delete(formerService, user)
	switch {
	case errors.Is(former, keyring.ErrNotFound):
		return err
	case errors.Is(err, keyring.ErrNotFound):
		return former
	}
	return errors.Join(err, former)
}
