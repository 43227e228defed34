package secrets

import "sync"

// EnvironmentAccount is the uid of the account whose key is in Variable.
const EnvironmentAccount = "environment"

// accounts are the stores of all accounts.
type accounts struct {
	first *Store

	mu     sync.Mutex
	others map[string]*Store // by uid
}

// Of returns the store of another account; "" is the first. It never waits.
func (s *Store) Of(uid string) *Store {
	if uid == "" {
		return s.all.first
	}
	s.all.mu.Lock()
	defer s.all.mu.Unlock()
	other := s.all.others[uid]
	if other == nil {
		other = &Store{user: User + " " + uid, ring: s.ring, all: s.all}
		if uid == EnvironmentAccount {
			other.environ = s.all.first.environ
		}
		s.all.others[uid] = other
	}
	return other
}

// SetApart makes the key in the environment that of EnvironmentAccount, and
// reports whether there is one. The first account then has its saved key, which
// Load finds. Until then it has none.
func (s *Store) SetApart() bool {
	first := s.all.first
	if first.environ == "" {
		return false
	}
	first.mu.Lock()
	defer first.mu.Unlock()
	if !first.apart {
		first.apart = true
		first.current = Key{}
	}
	return true
}

// InUse returns the keys of all accounts, as far as they are loaded. It never
// waits.
func (s *Store) InUse() []string {
	s.all.mu.Lock()
	stores := []*Store{s.all.first}
	for _, other := range s.all.others {
		stores = append(stores, other)
	}
	s.all.mu.Unlock()
	var keys []string
	for _, store := range stores {
		if key := store.Current().Secret.Reveal(); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
