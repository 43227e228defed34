package secrets

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/zalando/go-keyring"
)

// chains is a keychain with an entry for each user.
type chains map[string]string

func (e chains) Get(_, user string) (string, error) {
	if key, has := e[user]; has {
		return key, nil
	}
	return "", keyring.ErrNotFound
}

func (e chains) Set(_, user, key string) error { e[user] = key; return nil }

func (e chains) Delete(_, user string) error {
	if _, has := e[user]; !has {
		return keyring.ErrNotFound
	}
	delete(e, user)
	return nil
}

func openAll(ring chains, environ string) *Store {
	return Open(Options{Environ: func(string) string { return environ }, Keyring: ring, Clock: clockwork.NewFakeClock()})
}

// Each account has an entry of its own. The first has the one of versions that knew one account.
func TestEachAccountHasItsOwnEntry(t *testing.T) {
	ctx := context.Background()
	ring := chains{User: key("a")}
	s := openAll(ring, "")
	other := s.Of("u-2")
	if other != s.Of("u-2") || s.Of("") != s || other.Of("") != s {
		t.Error("an account has more than one store")
	}
	if _, err := other.Load(ctx); !errors.Is(err, ErrNoKey) {
		t.Errorf("another account's key is %v", err)
	}
	if _, err := other.Save(ctx, key("b")); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Load(ctx); err != nil || got.Secret.Reveal() != key("a") || ring[User+" u-2"] != key("b") || len(ring) != 2 {
		t.Errorf("%v, %v, %d entries", got, err, len(ring))
	}
	if keys := s.InUse(); len(keys) != 2 || !slices.Contains(keys, key("a")) || !slices.Contains(keys, key("b")) {
		t.Errorf("%d keys are in use", len(keys))
	}
	if err := other.Forget(ctx); err != nil || len(ring) != 1 || ring[User] != key("a") {
		t.Errorf("%v, %d entries", err, len(ring))
	}
}

// The key in the environment is the first account's, until it is set apart. Then the first has its
// saved key again.
func TestTheEnvironmentsKeyIsSetApart(t *testing.T) {
	ctx := context.Background()
	s := openAll(chains{User: key("a")}, key("e"))
	if got, err := s.Load(ctx); err != nil || got.Secret.Reveal() != key("e") {
		t.Errorf("the first account has %v, %v", got, err)
	}
	if !s.SetApart() || !s.Current().Secret.Empty() {
		t.Error("set apart, the first account still has the environment's key")
	}
	for store, want := range map[*Store]Key{
		s:                        {NewSecret(key("a")), Where{Place: Keychain}},
		s.Of(EnvironmentAccount): {NewSecret(key("e")), Where{Place: Environment}},
	} {
		if got, err := store.Load(ctx); err != nil || got.Secret.Reveal() != want.Secret.Reveal() || got.Where.Place != want.Where.Place {
			t.Errorf("%v, %v, want %v", got, err, want)
		}
	}
	if openAll(chains{}, "").SetApart() {
		t.Error("there is a key where the environment has none")
	}
	if _, err := openAll(chains{}, "").Of(EnvironmentAccount).Load(ctx); !errors.Is(err, ErrNoKey) {
		t.Errorf("without the variable its account has %v", err)
	}
}
