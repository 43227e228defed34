package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/jonboulle/clockwork"

	"lookbook/app/secrets"
)

// silentKeychain opens a window whose keychain has said nothing for two seconds.
func silentKeychain(t *testing.T, w *world) (b *bench, clock *clockwork.FakeClock) {
	t.Helper()
	clock = clockwork.NewFakeClock()
	w.ring.silent = make(chan struct{})
	b = w.window(func(p *Params) {
		p.Secrets = secrets.Open(secrets.Options{Environ: func(string) string { return "" }, Keyring: w.ring, Clock: clock})
	})
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	clock.Advance(2 * time.Second)
	return b, clock
}

func TestAKeychainThatIsSlowLeavesTheWindowToThePerson(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b, clock := silentKeychain(t, w)
	b.until("the card", func() bool { return b.welcome && b.says("has not answered yet") })
	clock.Advance(40 * time.Second)
	close(w.ring.silent)
	b.until("the panes, with the late key", func() bool { return b.onMain() && b.key.Secret.Reveal() == w.key })
	if b.notice(noticeKey) != "" || b.notice(noticeKept) != "" {
		t.Errorf("the window says %q", b.words())
	}
}

func TestAKeyCanBeEnteredWhileTheKeychainIsSilent(t *testing.T) {
	w := newWorld(t, instant())
	b, _ := silentKeychain(t, w)
	b.until("the card", func() bool { return b.welcome })
	b.typed(w.key)
	b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("the panes", b.onMain)
	if got := b.notice(noticeKept); !strings.Contains(got, "still busy") {
		t.Errorf("while the keychain is silent: %q", got)
	}
	close(w.ring.silent)
	b.until("the key to be kept", func() bool { return b.key.Where.Place == secrets.Keychain && b.notice(noticeKept) == "" })
	if w.ring.key != w.key {
		t.Error("the keychain does not hold the key")
	}
}

func TestPicturesAreThereWhileTheKeychainIsSilent(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	first := w.window()
	first.until("the panes", first.onMain)
	first.typed("a lighthouse")
	first.generate(request("a lighthouse", 1))
	first.until("its picture", func() bool { return len(w.painted()) == 1 })
	first.end()
	b, _ := silentKeychain(t, w)
	b.until("the panes and why there is no key", func() bool {
		return b.onMain() && strings.Contains(b.notice(noticeKey), "has not answered yet")
	})
	close(w.ring.silent)
	b.until("the key", func() bool { return b.notice(noticeKey) == "" && !b.key.Secret.Empty() })
}
