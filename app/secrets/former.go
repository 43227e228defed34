package secrets

import (
	"errors"

	"github.com/zalando/go-keyring"
)

// formerService is the name under which versions up to 2026-12 kept the key.
const formerService = "app.lookbook"

// withFormer is a keychain whose key may still stand under the former name: it
// is taken over when it is first asked for.
type withFormer struct{ Keyring }

// Get reads the key. One under the former name is stored under today's and then
// removed; where storing fails it stays, and is read there again next time.
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
		_ = w.Keyring.Delete(formerService, user) // a key that stays there is never read again
	}
	return found, nil
}

// Delete removes the key under both names, so that the former one does not come
// back. It answers keyring.ErrNotFound when there was none under either.
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
