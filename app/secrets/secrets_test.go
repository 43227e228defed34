package secrets

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"github.com/zalando/go-keyring"
	"go.uber.org/goleak"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/cause"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// key makes a key of the usual form at run time, so that no file contains one.
func key(digit string) string { return "dl-" + strings.Repeat(digit, 32) }

// chain is a keychain in memory.
type chain struct {
	held  string
	fail  error         // the error of every call
	block chan struct{} // every call waits for it
	calls chan string   // the calls
	panic any
}

func newChain() *chain { return &chain{calls: make(chan string, 100)} }

func (c *chain) ask(what string) error {
	c.calls <- what
	if c.block != nil {
		<-c.block
	}
	if c.panic != nil {
		panic(c.panic)
	}
	return c.fail
}

func (c *chain) Get(service, user string) (string, error) {
	if err := c.ask("get " + service + "/" + user); err != nil {
		return "", err
	}
	if c.held == "" {
		return "", keyring.ErrNotFound
	}
	return c.held, nil
}

func (c *chain) Set(_, _, password string) error {
	if err := c.ask("set"); err != nil {
		return err
	}
	c.held = password
	return nil
}

func (c *chain) Delete(_, _ string) error {
	if err := c.ask("delete"); err != nil {
		return err
	}
	if c.held == "" {
		return keyring.ErrNotFound
	}
	c.held = ""
	return nil
}

func (c *chain) asked() int { return len(c.calls) }

func open(c *chain, environ string) *Store {
	return Open(Options{Environ: func(string) string { return environ }, Keyring: c, Clock: clockwork.NewFakeClock()})
}

func TestKeychainKeepsTheKey(t *testing.T) {
	ctx := context.Background()
	c := newChain()
	s := open(c, "")
	if _, err := s.Load(ctx); !errors.Is(err, ErrNoKey) {
		t.Errorf("nothing stored: %v", err)
	}
	if got, want := <-c.calls, "get app.lookbook.Lookbook/dreamlook.ai API key"; got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
	where, err := s.Save(ctx, " \n"+key("a")+"\r\n")
	if err != nil || where.Place != Keychain || !where.Why.IsZero() || c.held != key("a") {
		t.Errorf("saved %q: %+v, %v", c.held, where, err)
	}
	if got := s.Current(); got.Secret.Reveal() != key("a") || got.Where.Place != Keychain {
		t.Errorf("current is %+v", got)
	}
	again := open(c, "")
	if !again.Current().Secret.Empty() {
		t.Error("there is a key before it was loaded")
	}
	got, err := again.Load(ctx)
	if err != nil || got.Secret.Reveal() != key("a") || got.Where.Place != Keychain || again.Current().Secret.Reveal() != key("a") {
		t.Errorf("loaded %+v, %v", got, err)
	}
	for range 2 {
		if err := again.Forget(ctx); err != nil {
			t.Error(err)
		}
	}
	if c.held != "" || !again.Current().Secret.Empty() {
		t.Error("the key is still there")
	}
}

func TestEnvironmentWinsAndIsNotStored(t *testing.T) {
	ctx := context.Background()
	c := newChain()
	c.held = key("b")
	s := open(c, " "+key("a")+"\n")
	got, err := s.Load(ctx)
	if err != nil || got.Secret.Reveal() != key("a") || got.Where.Place != Environment {
		t.Errorf("loaded %+v, %v", got, err)
	}
	if c.asked() != 0 {
		t.Error("the keychain was asked")
	}
	if where, err := s.Save(ctx, key("c")); err != nil || where.Place != Keychain || c.held != key("c") {
		t.Errorf("saved %+v, %v", where, err)
	}
	if s.Current().Secret.Reveal() != key("a") {
		t.Error("the run's key was changed")
	}
	if err := s.Forget(ctx); err != nil || c.held != "" || s.Current().Secret.Reveal() != key("a") {
		t.Errorf("forgot: %v, the keychain holds %q", err, c.held)
	}
}

func TestWhatCannotBeSentIsSaidWithoutTheKey(t *testing.T) {
	ctx := context.Background()
	wrong := "dl-" + strings.Repeat("z", 16) + " " + strings.Repeat("z", 16)
	for name, try := range map[string]func() error{
		"saved":          func() error { _, err := open(newChain(), "").Save(ctx, wrong); return err },
		"in the environ": func() error { return open(newChain(), wrong).Unfit() },
		"in the keychain": func() error {
			c := newChain()
			c.held = wrong
			_, err := open(c, "").Load(ctx)
			return err
		},
	} {
		err := try()
		var form *api.KeyFormError
		if !errors.As(err, &form) || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "zzzz") {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := newChain()
	if _, err := open(c, "").Save(ctx, "two words"); err == nil || c.asked() != 0 {
		t.Errorf("nonsense went to the keychain: %v", err)
	}
}

// Only the service knows which keys are valid: a key of an unknown form is
// kept.
func TestAKeyOfAnyFormIsKept(t *testing.T) {
	ctx := context.Background()
	for _, other := range []string{"dl-" + strings.Repeat("z", 32), "sk_live-" + strings.Repeat("Q", 9), key("a")[:30], "short", strings.Repeat("é", 20)} {
		s := open(newChain(), other)
		got, err := s.Load(ctx)
		if err != nil || got.Secret.Reveal() != other || got.Where.Place != Environment || s.Unfit() != nil {
			t.Errorf("%d characters in the environment: %+v, %v, %v", len(other), got, err, s.Unfit())
		}
		c := newChain()
		if _, err := open(c, "").Save(ctx, other); err != nil || c.held != other {
			t.Errorf("%d characters saved: %v", len(other), err)
		}
		if got, err := open(c, "").Load(ctx); err != nil || got.Secret.Reveal() != other {
			t.Errorf("%d characters in the keychain: %+v, %v", len(other), got, err)
		}
	}
}

// An unusable variable is reported as long as no key was entered, and doesn't
// prevent the use of an entered key.
func TestAKeyThatIsEnteredCountsWhereTheEnvironmentHasNone(t *testing.T) {
	ctx := context.Background()
	c := newChain()
	s := open(c, "two words")
	if _, err := s.Load(ctx); err == nil || s.Unfit() == nil {
		t.Fatalf("loaded: %v", err)
	}
	if where, err := s.Save(ctx, key("a")); err != nil || where.Place != Keychain || s.Current().Secret.Reveal() != key("a") {
		t.Fatalf("saved %+v, %v; current is %v", where, err, s.Current())
	}
	if got, err := s.Load(ctx); err != nil || got.Secret.Reveal() != key("a") {
		t.Errorf("loaded %+v, %v", got, err)
	}
	if err := s.Forget(ctx); err != nil || !s.Current().Secret.Empty() {
		t.Errorf("forgot: %v, %v", err, s.Current())
	}
}

func TestAVariableThatCannotBeUsedIsSaidBesideAStoredKey(t *testing.T) {
	for _, set := range []string{"two words", "dl-one\ndl-two", " \t ", "\n", "\"\"", "dl-\x01a"} {
		c := newChain()
		c.held = key("a")
		s := open(c, set)
		if got, err := s.Load(t.Context()); err != nil || got.Secret.Reveal() != key("a") || s.Unfit() == nil {
			t.Errorf("%q: loaded %v, %v; said: %v", set, got, err, s.Unfit())
		}
	}
	if s := open(newChain(), ""); s.Unfit() != nil {
		t.Errorf("without the variable: %v", s.Unfit())
	}
}

func TestWithoutAKeychainTheSessionKeepsTheKey(t *testing.T) {
	ctx := context.Background()
	missing := errors.New("The name org.freedesktop.secrets was not provided by any .service files")
	for _, test := range []struct {
		fail   error
		why    cause.Cause
		absent bool
	}{
		{missing, cause.New(cause.KeychainNone), true},
		{errors.New("dbus: couldn't determine address of session bus"), cause.New(cause.KeychainNone), true},
		{errors.New(`exec: "dbus-launch": executable file not found in $PATH`), cause.New(cause.KeychainNone), true},
		{errors.New("dial unix /run/user/0/bus: connect: no such file or directory"), cause.New(cause.KeychainNone), true},
		{keyring.ErrUnsupportedPlatform, cause.New(cause.KeychainNone), true},
		{errors.New("org.freedesktop.Secret.Error.IsLocked"), cause.New(cause.KeychainLocked), false},
		{errors.New("failed to unlock correct collection"), cause.New(cause.KeychainLocked), false},
		{errors.New("could not store " + key("a") + " here"), cause.New(cause.KeychainOther, "Text", "could not store dl-…aaaa here"), false},
	} {
		t.Run(test.fail.Error()[:20], func(t *testing.T) {
			c := newChain()
			c.fail = test.fail
			s := open(c, "")
			_, err := s.Load(ctx)
			var told *KeychainError
			if !errors.As(err, &told) || errors.Is(err, ErrNoKeychain) != test.absent || errors.Is(err, ErrNoKey) {
				t.Errorf("loading: %v", err)
			}
			where, err := s.Save(ctx, key("a"))
			if err != nil || where.Place != Session || !cmp.Equal(where.Why, test.why) {
				t.Errorf("saved %+v, %v", where, err)
			}
			before := c.asked()
			if got, err := s.Load(ctx); err != nil || got.Secret.Reveal() != key("a") || !cmp.Equal(got.Where, where) || c.asked() != before {
				t.Errorf("loaded %+v, %v", got, err)
			}
			err = s.Forget(ctx)
			if (err == nil) != test.absent || !s.Current().Secret.Empty() {
				t.Errorf("forgot: %v", err)
			}
		})
	}
}

func TestAPanicBelowIsAnError(t *testing.T) {
	c := newChain()
	c.panic = "godbus"
	s := open(c, "")
	if _, err := s.Load(context.Background()); err == nil || !strings.Contains(err.Error(), "godbus") {
		t.Errorf("the error is %v", err)
	}
	c.panic = nil
	if _, err := s.Load(context.Background()); !errors.Is(err, ErrNoKey) {
		t.Errorf("after it: %v", err)
	}
}

// TestSecretHidesItself prints, logs and encodes a secret in every way.
func TestSecretHidesItself(t *testing.T) {
	secret := NewSecret(key("c"))
	type holder struct {
		Key    Key
		Secret Secret
		Ptr    *Secret
		hidden Secret
	}
	type pointer struct{ Secret *Secret }
	h := holder{Key{Secret: secret}, secret, &secret, secret}
	var out bytes.Buffer
	for _, verb := range []string{"v", "+v", "#v", "s", "q", "x", "X", "d", "T", "p", "10v", "c", "U", "b", "t"} {
		for _, v := range []any{secret, &secret, h, &h, []Secret{secret}, map[string]any{"k": h}} {
			fmt.Fprintf(&out, "%"+verb+"\n", v)
		}
	}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "key", secret, "ptr", &secret, "holder", h)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "key", secret, "ptr", &secret, "holder", h)
	for name, encode := range map[string]func(any) error{
		"json": json.NewEncoder(&out).Encode, "gob": gob.NewEncoder(&out).Encode, "xml": xml.NewEncoder(&out).Encode,
	} {
		for _, v := range []any{secret, Key{Secret: secret}, pointer{&secret}} {
			if err := encode(v); err != nil {
				t.Errorf("%s of %T: %v", name, v, err)
			}
		}
	}
	fmt.Fprintln(&out, errors.New(secret.String()), secret)
	if strings.Contains(out.String(), "ccccc") {
		t.Errorf("the key is in\n%s", out.String())
	}
	if hex := fmt.Sprintf("%x", strings.Repeat("c", 8)); strings.Contains(strings.ToLower(out.String()), hex) {
		t.Error("the key is there in hexadecimal")
	}
	if !strings.Contains(out.String(), "dl-…cccc") {
		t.Error("the masked form is nowhere")
	}
	if secret.Reveal() != key("c") || secret.Empty() || !(Secret{}).Empty() || (Secret{}).String() != "" {
		t.Error("revealing doesn't work")
	}
}

// Another process changed the key: the keychain's answer counts, also against a key in memory.
func TestReloadTakesTheKeychainsAnswer(t *testing.T) {
	ctx := context.Background()
	c := newChain()
	s := open(c, "")
	if _, err := s.Save(ctx, key("a")); err != nil {
		t.Fatal(err)
	}
	c.held = key("b")
	if got, err := s.Reload(ctx); err != nil || got.Secret.Reveal() != key("b") || s.Current().Secret.Reveal() != key("b") {
		t.Errorf("another key: %+v, %v", got, err)
	}
	c.fail = errors.New("no bus")
	if got, err := s.Reload(ctx); err == nil || got.Secret.Reveal() != key("b") || s.Current().Secret.Reveal() != key("b") {
		t.Errorf("no answer: %+v, %v", got, err)
	}
	if where, err := s.Save(ctx, key("a")); err != nil || where.Place != Session {
		t.Fatal(where, err)
	}
	c.fail = nil
	if got, err := s.Reload(ctx); err != nil || got.Secret.Reveal() != key("b") || got.Where.Place != Keychain {
		t.Errorf("an older key in memory: %+v, %v", got, err)
	}
	c.held = ""
	if _, err := s.Reload(ctx); !errors.Is(err, ErrNoKey) || !s.Current().Secret.Empty() {
		t.Errorf("none any more: %v", err)
	}
	c.held = key("b")
	if got, err := open(c, key("a")).Reload(ctx); err != nil || got.Where.Place != Environment {
		t.Errorf("the environment's: %+v, %v", got, err)
	}
}
