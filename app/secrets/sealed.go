package secrets

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zalando/go-keyring"

	"lookbook/app/platform/atomicfile"
)

// sealed is a keychain in a file, for a program that may not ask the desktop's: each key is encrypted
// with a secret that the desktop keeps for this program alone.
type sealed struct {
	file   string
	secret func() ([]byte, error)
}

// sealedKey is one key in the file.
type sealedKey struct {
	Service, User string
	Sealed        []byte
}

func (k sealedKey) is(service, user string) bool { return k.Service == service && k.User == user }

// name is what the encryption binds the key to, so that two keys can't be swapped in the file.
func (k sealedKey) name() []byte { return []byte(k.Service + "\x00" + k.User) }

func (s sealed) Get(service, user string) (string, error) {
	keys, err := s.read()
	if err != nil {
		return "", err
	}
	for _, k := range keys {
		if !k.is(service, user) {
			continue
		}
		box, err := s.box()
		if err != nil {
			return "", err
		}
		plain, err := box.Open(nil, nil, k.Sealed, k.name())
		if err != nil {
			return "", fmt.Errorf("the desktop has another secret than when %s was written: %w", s.file, err)
		}
		return string(plain), nil
	}
	return "", keyring.ErrNotFound
}

func (s sealed) Set(service, user, password string) error {
	box, err := s.box()
	if err != nil {
		return err
	}
	added := sealedKey{Service: service, User: user}
	added.Sealed = box.Seal(nil, nil, []byte(password), added.name())
	_, err = s.change(service, user, added)
	return err
}

func (s sealed) Delete(service, user string) error {
	found, err := s.change(service, user)
	if err == nil && !found {
		return keyring.ErrNotFound
	}
	return err
}

// change puts other keys in the place of one, and says whether that was there.
func (s sealed) change(service, user string, others ...sealedKey) (found bool, err error) {
	keys, err := s.read()
	if err != nil {
		return false, err
	}
	kept := others
	for _, k := range keys {
		if k.is(service, user) {
			found = true
		} else {
			kept = append(kept, k)
		}
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return found, err
	}
	if err := os.MkdirAll(filepath.Dir(s.file), 0o700); err != nil {
		return found, err
	}
	return found, atomicfile.Write(s.file, bytes.NewReader(data))
}

func (s sealed) read() ([]sealedKey, error) {
	data, err := os.ReadFile(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var keys []sealedKey
	if err := json.Unmarshal(data, &keys); err != nil {
		return nil, fmt.Errorf("read %s: %w", s.file, err)
	}
	return keys, nil
}

func (s sealed) box() (cipher.AEAD, error) {
	secret, err := s.secret()
	if err != nil {
		return nil, err
	}
	if len(secret) < 16 {
		return nil, fmt.Errorf("the desktop's secret has %d bytes", len(secret))
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "Lookbook's keys", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
