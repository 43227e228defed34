package ui

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/jonboulle/clockwork"

	"lookbook/app/library"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
)

// silentKeychain opens a window whose keychain hasn't answered for two seconds.
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
	b.until("the panes, with the late key", func() bool { return b.onMain() && b.apiKey.key.Secret.Reveal() == w.key })
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
	b.until("the key to be kept", func() bool { return b.apiKey.key.Where.Place == secrets.Keychain && b.notice(noticeKept) == "" })
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
	first.generate(smallRequest("a lighthouse", 1))
	first.until("its picture", func() bool { return len(w.painted()) == 1 })
	first.end()
	b, _ := silentKeychain(t, w)
	b.until("the panes and why there is no key", func() bool {
		return b.onMain() && strings.Contains(b.notice(noticeKey), "has not answered yet")
	})
	close(w.ring.silent)
	b.until("the key", func() bool { return b.notice(noticeKey) == "" && !b.apiKey.key.Secret.Empty() })
}

// inTheWay puts a file at the path of the library's folder.
func inTheWay(t *testing.T, w *world) {
	t.Helper()
	if err := errors.Join(os.Remove(w.paths.Data), os.WriteFile(w.paths.Data, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderThatCanNotBeUsedIsSaidAndTriedAgain(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	inTheWay(t, w)
	clock := clockwork.NewFakeClock()
	b := w.window(func(p *Params) { p.Clock = clock })
	b.until("why", func() bool { return b.says("a file stands where a folder should be") && b.says("Try again") })
	tick := func() {
		b.advance(t, clock, reopenAfter)
		b.until("another try", func() bool { return !b.opener.busy })
	}
	tick()
	if !b.says("a file stands where a folder should be") {
		t.Errorf("after another try the window says %q", b.words())
	}
	if err := os.Remove(w.paths.Data); err != nil {
		t.Fatal(err)
	}
	tick()
	b.until("the panes, without a click", b.onMain)
	if n := strings.Count(w.log.String(), `"msg":"opening"`); n != 1 {
		t.Errorf("the log tells of it %d times", n)
	}
}

// advance advances the clock and lets the window notice.
func (b *bench) advance(t *testing.T, clock *clockwork.FakeClock, long time.Duration) {
	t.Helper()
	if err := clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	before := clock.Now().Add(long)
	clock.Advance(long)
	b.until("a tick", func() bool { return !b.opener.state.next.Before(before) || b.session != nil || b.opener.busy })
}

// held takes the write lock of the library, as another program may.
func held(t *testing.T, w *world) (release func()) {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open("sqlite", w.paths.Library())
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	// The window may be writing just now.
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 60000; BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := conn.ExecContext(ctx, "ROLLBACK"); err != nil {
			t.Error(err)
		}
		if err := errors.Join(conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

func TestALibraryThatIsHeldIsSaidInWordsAndOpenedLater(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	first := w.window()
	first.until("the panes", first.onMain)
	first.end()
	release := held(t, w)
	b := w.window()
	b.until("who is in the way", func() bool { return b.says("Another program, a backup perhaps") })
	for _, words := range b.words() {
		if strings.Contains(words, "SQLITE") || strings.Contains(words, "database is locked") {
			t.Errorf("the window says %q", words)
		}
	}
	release()
	b.until("the panes, without a click", b.onMain)
}

func TestWhatCouldNotBeWrittenIsTriedAgain(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.until("calm", func() bool { return b.says("Up to date") || b.says("Synced") })
	release := held(t, w)
	b.typed("a lighthouse in fog")
	b.until("who is in the way", func() bool {
		return strings.Contains(b.notice(noticeLibrary), "another program is using Lookbook’s library")
	})
	if strings.Contains(strings.Join(b.words(), " "), "SQLITE") {
		t.Errorf("the window says %q", b.words())
	}
	b.main.params.Generate()
	b.drain()
	if n := len(w.sent()); n != 0 {
		t.Errorf("%d requests were sent that could not be written down", n)
	}
	release()
	b.until("the library to work again", func() bool { return b.notice(noticeLibrary) == "" && !b.session.Edit.Draft.Pending() })
	b.end()
	again := w.window()
	again.until("the panes", again.onMain)
	if c, _ := again.main.params.Config(); c.Prompt != "a lighthouse in fog" {
		t.Errorf("what was being written is %q", c.Prompt)
	}
}

func TestALogThatCanNotBeKeptIsSaidOnTheCardToo(t *testing.T) {
	w := newWorld(t, instant())
	b := w.window(func(p *Params) { p.Unlogged = &fs.PathError{Op: "open", Path: w.paths.Log(), Err: syscall.EROFS} })
	b.until("the card and the notice", func() bool {
		return b.welcome && b.says("Lookbook can’t keep its log") && b.says("on a disk that may only be read")
	})
}

func TestASecondStartBringsTheWindowToTheFrontWhateverIsInTheWay(t *testing.T) {
	w := newWorld(t, instant())
	claim, err := session.Take(w.paths, false, session.Visit{})
	if err != nil || claim == nil {
		t.Fatal(claim, err)
	}
	if second, err := session.Take(w.paths, false, session.Visit{}); second != nil || err != nil {
		t.Fatalf("a second start got %v, %v", second, err)
	}
	if err := os.WriteFile(w.paths.Library(), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := w.window(func(p *Params) { p.Claim = claim })
	b.until("something to see", func() bool { return b.session != nil || b.opener.state.failed })
	later := make(chan error, 1)
	go func() {
		second, err := session.Take(w.paths, false, session.Visit{})
		if second != nil {
			err = errors.Join(err, errors.New("it may open the pictures too"))
		}
		later <- err
	}()
	b.until("it at the front", func() bool { return len(later) > 0 })
	if err := <-later; err != nil {
		t.Fatalf("a later start: %v", err)
	}
	b.end()
	if err := claim.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestWordsForWhatStandsInTheWay(t *testing.T) {
	paths := settings.Paths{Data: "/d"}
	for _, err := range []error{
		library.ErrBusy, library.ErrReadOnly, library.ErrFull, library.ErrUnreachable, library.ErrDisk, library.ErrDamaged,
		settings.ErrNoHome, &library.NewerError{},
	} {
		if words, _ := openWords(fmt.Errorf("settle: %w (5)", err), paths); strings.Contains(words, "(5)") || !strings.HasSuffix(words, ".") {
			t.Errorf("%v is said as %q", err, words)
		}
	}
}
