package secrets

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jonboulle/clockwork"

	"lookbook/app/cause"
)

// TestABlockedKeychain simulates a keychain that asks the user for its
// password.
func TestABlockedKeychain(t *testing.T) {
	ctx := context.Background()
	clock := clockwork.NewFakeClock()
	c := newChain()
	c.held, c.block = key("b"), make(chan struct{})
	s := Open(Options{Environ: func(string) string { return "" }, Keyring: c, Clock: clock, Timeout: time.Minute})

	errs := make(chan error, 1)
	go func() { _, err := s.Load(ctx); errs <- err }()
	<-c.calls
	clock.Advance(59 * time.Second)
	select {
	case err := <-errs:
		t.Fatalf("gave up early: %v", err)
	default:
	}
	clock.Advance(time.Second)
	if err := <-errs; !errors.Is(err, ErrTimeout) {
		t.Fatalf("the error is %v", err)
	}
	// Further calls return at once and don't ask again.
	if _, err := s.Load(ctx); !errors.Is(err, ErrWaiting) {
		t.Errorf("loading again: %v", err)
	}
	if where, err := s.Save(ctx, key("a")); err != nil || where.Place != Session || where.Why.Code != cause.KeychainBusy {
		t.Errorf("saved %+v, %v", where, err)
	}
	if err := s.Forget(ctx); !errors.Is(err, ErrWaiting) {
		t.Errorf("forgot: %v", err)
	}
	if c.asked() != 0 {
		t.Errorf("the keychain was asked %d times more", c.asked())
	}
	// The user types the password: the next call gets an answer.
	close(c.block)
	waitForTurn(s)
	if got, err := s.Load(ctx); err != nil || got.Secret.Reveal() != key("b") {
		t.Errorf("loaded %v, %v", got, err)
	}
}

// waitForTurn returns when the pending question is answered.
func waitForTurn(s *Store) {
	s.ring.turn <- struct{}{}
	<-s.ring.turn
}

// slowly asks a keychain that doesn't answer within a second. It returns a
// function that lets the keychain answer, and the result of Await.
func slowly(t *testing.T, held string) (s *Store, c *chain, clock *clockwork.FakeClock, answered func() (Key, error)) {
	t.Helper()
	clock = clockwork.NewFakeClock()
	c = newChain()
	c.held, c.block = held, make(chan struct{})
	s = Open(Options{Environ: func(string) string { return "" }, Keyring: c, Clock: clock})
	type result struct {
		key Key
		err error
	}
	results, slow := make(chan result, 1), make(chan struct{})
	go func() {
		k, err := s.Await(context.Background(), func() { close(slow) })
		results <- result{k, err}
	}()
	<-c.calls
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	clock.Advance(slowAfter)
	<-slow
	return s, c, clock, func() (Key, error) {
		close(c.block)
		r := <-results
		return r.key, r.err
	}
}

func TestAKeyIsUsedHoweverLateItComes(t *testing.T) {
	s, _, clock, answered := slowly(t, key("b"))
	clock.Advance(time.Hour)
	if got, err := answered(); err != nil || got.Secret.Reveal() != key("b") || got.Where.Place != Keychain {
		t.Errorf("loaded %v, %v", got, err)
	}
	if s.Current().Secret.Reveal() != key("b") {
		t.Error("it is not in use")
	}
}

func TestAKeyThatIsSavedWhileTheKeychainIsSilentGoesThereLater(t *testing.T) {
	for _, held := range []string{"", key("b")} {
		s, c, _, answered := slowly(t, held)
		where, err := s.Save(context.Background(), key("a"))
		if err != nil || where.Place != Session || where.Why.Code != cause.KeychainBusy {
			t.Errorf("saved %+v, %v", where, err)
		}
		if got, err := answered(); err != nil || got.Secret.Reveal() != key("a") || !cmp.Equal(got.Where, Where{Place: Keychain}) {
			t.Errorf("answered %v, %v", got, err)
		}
		if c.held != key("a") || s.Current().Where.Place != Keychain {
			t.Errorf("the keychain was not given the newer key: %+v", s.Current())
		}
	}
}

func TestAKeyThatIsForgottenWhileTheKeychainIsSilentIsRemoved(t *testing.T) {
	s, c, _, answered := slowly(t, key("b"))
	if err := s.Forget(context.Background()); !errors.Is(err, ErrWaiting) {
		t.Errorf("forgot: %v", err)
	}
	if got, err := answered(); !errors.Is(err, ErrNoKey) || !got.Secret.Empty() {
		t.Errorf("answered %v, %v", got, err)
	}
	if c.held != "" || !s.Current().Secret.Empty() {
		t.Error("the key is still there")
	}
}

func TestWaitingEndsWithTheProgram(t *testing.T) {
	c := newChain()
	c.block = make(chan struct{})
	s := open(c, "")
	ctx, cancel := context.WithCancel(context.Background())
	errs := make(chan error, 1)
	go func() { _, err := s.Await(ctx, func() {}); errs <- err }()
	<-c.calls
	cancel()
	if err := <-errs; !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	close(c.block)
	waitForTurn(s)
}

func TestCallsWaitForEachOther(t *testing.T) {
	ctx := context.Background()
	c := newChain()
	c.held, c.block = key("b"), make(chan struct{})
	s := open(c, "")
	errs := make(chan error, 2)
	load := func() { _, err := s.Load(ctx); errs <- err }
	go load()
	<-c.calls
	go load()
	close(c.block)
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestTheCallersContextCounts(t *testing.T) {
	c := newChain()
	c.block = make(chan struct{})
	s := open(c, "")
	ctx, cancel := context.WithCancel(context.Background())
	errs := make(chan error, 1)
	go func() { _, err := s.Save(ctx, key("a")); errs <- err }()
	<-c.calls
	cancel()
	if err := <-errs; !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if !s.Current().Secret.Empty() {
		t.Error("the key was kept all the same")
	}
	if _, err := s.Load(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
	close(c.block)
	waitForTurn(s)
}
