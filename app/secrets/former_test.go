package secrets

import (
	"context"
	"errors"
	"maps"
	"testing"

	"github.com/zalando/go-keyring"
)

// entries is a keychain in memory with several service names.
type entries struct {
	held     map[string]string // keys by service
	readOnly error             // the error of storing
}

func (e entries) Get(service, _ string) (string, error) {
	if key, ok := e.held[service]; ok {
		return key, nil
	}
	return "", keyring.ErrNotFound
}

func (e entries) Set(service, _, key string) error {
	if e.readOnly == nil {
		e.held[service] = key
	}
	return e.readOnly
}

func (e entries) Delete(service, _ string) error {
	if _, ok := e.held[service]; !ok {
		return keyring.ErrNotFound
	}
	delete(e.held, service)
	return nil
}

// A key stored by an earlier version is found and moved to the present name.
func TestTheFormerKeyIsTakenOver(t *testing.T) {
	for name, c := range map[string]struct {
		before, after map[string]string
		readOnly      error
		want          string
	}{
		"former":         {map[string]string{formerService: key("a")}, map[string]string{Service: key("a")}, nil, key("a")},
		"can't be moved": {map[string]string{formerService: key("a")}, map[string]string{formerService: key("a")}, errors.New("read-only"), key("a")},
		"today's wins":   {map[string]string{formerService: key("a"), Service: key("b")}, map[string]string{formerService: key("a"), Service: key("b")}, nil, key("b")},
		"none":           {map[string]string{}, map[string]string{}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := entries{c.before, c.readOnly}
			s := Open(Options{Environ: func(string) string { return "" }, Keyring: withFormer{e}})
			got, err := s.Load(context.Background())
			if got.Secret.Reveal() != c.want || (err == nil) != (c.want != "") {
				t.Errorf("found %v, %v", got, err)
			}
			if !maps.Equal(e.held, c.after) {
				t.Errorf("the keychain holds %d keys, want %d under other names", len(e.held), len(c.after))
			}
			if err := s.Forget(context.Background()); err != nil || len(e.held) > 0 {
				t.Errorf("forgotten, and %d keys are left: %v", len(e.held), err)
			}
		})
	}
}
