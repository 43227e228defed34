package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lookbook/api/apitest"
	"lookbook/app/secrets"
	"lookbook/widgets/darkroom"
)

func TestAFirstStartAsksForTheKeyAndThenForAPrompt(t *testing.T) {
	w := newWorld(t, instant())
	b := w.window()
	b.until("the welcome card", func() bool { return b.welcome })
	if b.onMain() || !b.says("Connect") {
		t.Fatalf("the window says %q", b.words())
	}
	b.typed("  " + w.key + "\n")
	b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("the panes", b.onMain)
	if !b.promptFocused() {
		t.Error("the prompt has not got the keyboard")
	}
	if w.ring.key != w.key || b.apiKey.key.Secret.Empty() {
		t.Error("the key was not kept")
	}
	if strings.Contains(w.log.String(), w.key) || b.says(w.key) {
		t.Error("the key is in the log or in sight")
	}
	b.end()

	again := w.window()
	again.until("the panes at once", again.onMain)
	if !again.promptFocused() {
		t.Error("the prompt has not got the keyboard at the second start")
	}
	if n := strings.Count(w.log.String(), "welcome shown"); n != 1 {
		t.Errorf("the welcome card was shown %d times", n)
	}
}

// The page is made while the card is shown. What the desktop says of colours meanwhile holds for the page too.
func TestColoursThatChangeWhileTheCardIsShown(t *testing.T) {
	w := newWorld(t, instant())
	b := w.window()
	b.until("the welcome card", func() bool { return b.welcome && b.main != nil })
	b.main.content.MinSize() // draws it
	themes := fyne.CurrentApp().Settings()
	themes.SetTheme(darkroom.New(darkroom.Dark, darkroom.HighContrast))
	b.typed(w.key + "\n")
	b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("the panes", b.onMain)
	colours := func() (all []string) {
		b.walk(func(o fyne.CanvasObject) {
			if text, ok := o.(*canvas.Text); ok {
				all = append(all, fmt.Sprint(text.Text, " ", text.Color))
			}
		})
		return all
	}
	shown := colours()
	themes.SetTheme(themes.Theme()) // paints all anew
	if anew := colours(); !slices.Equal(shown, anew) {
		t.Errorf("shown:\n%q\npainted anew:\n%q", shown, anew)
	}
}

func TestAWrongKeyIsRefusedOnTheCard(t *testing.T) {
	w := newWorld(t, instant())
	b := w.window()
	b.until("the welcome card", func() bool { return b.welcome })
	b.typed("dl-" + strings.Repeat("a1", 16))
	b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("the service's answer", func() bool { return b.says("does not know this key") })
	if !b.welcome || w.ring.key != "" {
		t.Error("a key that the service refuses was kept")
	}
}

// A key of an unknown form is used. A key from the environment that can't be
// used is reported to the person who set it.
func TestAKeyFromTheEnvironment(t *testing.T) {
	other := "sk_live-" + strings.Repeat("Zx9", 9)
	w := newWorld(t, apitest.Options{QueueTime: -1, RunTime: -1})
	b := w.window(func(p *Params) {
		p.Secrets = secrets.Open(secrets.Options{Environ: func(string) string { return other }, Keyring: w.ring})
	})
	b.until("the panes", b.onMain)
	if b.apiKey.key.Secret.Reveal() != other || b.says(other) || strings.Contains(w.log.String(), other) {
		t.Error("the key is not in use, or in sight")
	}
	b.end()

	b = w.window(func(p *Params) {
		p.Secrets = secrets.Open(secrets.Options{Environ: func(string) string { return "two words" }, Keyring: w.ring})
	})
	b.until("the welcome card", func() bool { return b.welcome })
	if got := b.notice(noticeVariable); !strings.Contains(got, "DREAMLOOK_API_KEY can’t be used: it has a blank") || !strings.Contains(got, "or enter a key") {
		t.Errorf("the top of the window says %q", got)
	}
	b.typed(w.key)
	b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("the panes", b.onMain)
	b.until("a word about both", func() bool {
		return strings.Contains(b.notice(noticeVariable), "the key that you entered is used instead")
	})
	if b.apiKey.key.Secret.Reveal() != w.key || b.notice(noticeKey) != "" {
		t.Errorf("the key that was entered is not used; the window says %q", b.notice(noticeKey))
	}
	b.end()

	b = w.window(func(p *Params) {
		p.Secrets = secrets.Open(secrets.Options{Environ: func(string) string { return " \n" }, Keyring: w.ring})
	})
	b.until("the panes", b.onMain)
	b.until("a word about both", func() bool {
		return strings.Contains(b.notice(noticeVariable), "it is empty; the key that you entered is used instead")
	})
}

func TestAKeychainThatFailsIsSaid(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.err = errors.New("the keychain is locked")
	b := w.window()
	b.until("the welcome card", func() bool { return b.welcome })
	if !b.says("this session only") {
		t.Errorf("the card says %q", b.words())
	}
	b.typed(w.key)
	b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("the panes", b.onMain)
	if got := b.notice(noticeKept); !strings.Contains(got, "this session only") {
		t.Errorf("after the key was typed: %q", got)
	}
}

func TestTheDemoOpensFromTheCardAndLeadsBack(t *testing.T) {
	w := newWorld(t, instant())
	b := w.window()
	b.until("the welcome card", func() bool { return b.welcome })
	b.press("Try the demo without a key")
	b.until("the demo", func() bool { return b.onMain() && b.session.Demo })
	if !strings.Contains(b.notice(noticeDemo), "This is a demo") || !b.promptFocused() {
		t.Errorf("the demo says %q", b.notice(noticeDemo))
	}
	if b.notice(noticeKey) != "" {
		t.Errorf("the demo asks for a key: %q", b.notice(noticeKey))
	}
	b.press("Use my own key")
	b.until("the welcome card again", func() bool { return b.session != nil && !b.session.Demo && !b.onMain() && b.says("Connect") })
	if b.notice(noticeDemo) != "" {
		t.Error("the demo's banner stays")
	}
	if len(w.server.Calls()) != 0 {
		t.Errorf("the demo called the service: %d calls", len(w.server.Calls()))
	}
}
