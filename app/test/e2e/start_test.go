//go:build linux

package e2e

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"lookbook/app/test/desktop"
)

// with starts the program with additional variables, and doesn't wait for a window.
func (s *stage) with(env map[string]string, args ...string) *desktop.Process {
	s.t.Helper()
	s.starts++
	all := map[string]string{"DREAMLOOK_API_URL": s.Service.URL}
	if s.key != "" {
		all["DREAMLOOK_API_KEY"] = s.key
	}
	for name, value := range env {
		all[name] = value
	}
	return s.Start(desktop.Command{
		Name: fmt.Sprintf("lookbook-%d", s.starts), Path: s.Program, Env: all, Args: append([]string{"-v"}, args...),
	})
}

// A window opens whatever is wrong with the folders, and works as soon as it can.
func TestAWindowOpensWhateverIsInTheWay(t *testing.T) {
	s := newStage(t)
	s.key = desktop.Key()
	block := func(name string) (path string) {
		t.Helper()
		path = filepath.Join(s.Home(), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	shown := func(p *desktop.Process, name string) {
		t.Helper()
		s.WaitWindow(p, "Lookbook")
		s.Settle()
		s.Screenshot(name)
	}

	// The log, the cache and the preferences can't be written: everything else
	// works.
	stood := []string{block(".local/state"), block(".cache"), block(".config/lookbook")}
	p := s.with(nil)
	p.WaitOutput(`"msg":"ready"`)
	shown(p, "no-log-no-cache-no-preferences")
	s.CloseWindow()
	_ = p.WaitEnd() // it fails if there are preferences to write
	for _, path := range stood {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}

	// The library can't be created: the window says so, and opens it as soon as it can.
	data := block(".local/share")
	p = s.with(nil)
	s.Said(p, "opening", 1)
	shown(p, "no-library")
	if err := os.Remove(data); err != nil {
		t.Fatal(err)
	}
	s.Said(p, "ready", 1)
	s.close(p)

	// Another program has locked the library.
	release := hold(t, filepath.Join(s.Home(), ".local/share/lookbook/library.db"))
	p = s.with(nil)
	told := s.Said(p, "opening", 1)
	if !strings.Contains(fmt.Sprint(told[0]["error"]), "another program") {
		t.Errorf("the log says %v", told[0])
	}
	shown(p, "library-in-use")
	release()
	s.Said(p, "ready", 1)
	shown(p, "library-free")
	s.close(p)

	// An invalid preferences file is set aside.
	preferences := filepath.Join(s.Home(), ".config/lookbook/settings.json")
	if err := os.WriteFile(preferences, []byte(`{"theme": "li`), 0o600); err != nil {
		t.Fatal(err)
	}
	p = s.with(nil)
	s.Said(p, "ready", 1)
	shown(p, "preferences-set-aside")
	s.close(p)
	if aside, _ := filepath.Glob(preferences + ".bad-*"); len(aside) != 1 {
		t.Errorf("set aside as %q", aside)
	}

	// A home folder that can't be written, and a missing one.
	nowhere := filepath.Join(s.Home(), "nowhere")
	if err := os.WriteFile(nowhere, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, home := range map[string]string{"home-is-a-file": nowhere, "home-is-relative": "nowhere"} {
		p = s.with(map[string]string{"HOME": home})
		p.WaitOutput(`"msg":"opening"`)
		shown(p, name)
		s.CloseWindow()
		_ = p.WaitEnd()
	}
	if left, _ := filepath.Glob(filepath.Join(s.Home(), "*.log")); len(left) > 0 {
		t.Errorf("without a home folder this was left in the current one: %q", left)
	}
}

// hold takes the write lock of a library, as a backup tool may.
func hold(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	release = sync.OnceFunc(func() {
		if err := db.Close(); err != nil { // this also ends the transaction
			t.Error(err)
		}
	})
	t.Cleanup(release)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return release
}

// Three starts at the same moment leave one window, also after one was killed.
func TestThreeStartsGiveOneWindow(t *testing.T) {
	s := newStage(t)
	s.key = desktop.Key()
	for round := range 4 {
		var started []*desktop.Process
		for range 3 {
			started = append(started, s.with(nil))
		}
		var running []*desktop.Process
		desktop.Until(t, desktop.Patience, "two of three starts to leave", func() bool {
			running = nil
			for _, p := range started {
				if p.Running() {
					running = append(running, p)
				} else if err := p.WaitEnd(); err != nil {
					t.Fatalf("a start left with %v: %s", err, p.Output())
				}
			}
			return len(running) <= 1
		})
		if len(running) != 1 {
			t.Fatal("none of three starts stays")
		}
		s.WaitWindow(running[0], "Lookbook")
		s.Said(running[0], "ready", 1)
		if shown := s.Log.Since(started[0].Started()).Said("window shown"); len(shown) != 1 {
			t.Errorf("%d windows were shown", len(shown))
		}
		if round%2 == 0 {
			running[0].Kill() // leaves the lock's file and the socket
		} else {
			s.close(running[0])
		}
	}
}

// Every signal that ends the program ends it cleanly.
func TestSignalsEndInGoodOrder(t *testing.T) {
	s := newStage(t)
	s.key = desktop.Key()
	for i, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGINT} {
		p := s.open()
		s.ready(p)
		written := strings.Repeat("x", 20+i)
		s.Key("ctrl+l", "ctrl+a")
		s.Type(written)
		before := s.Settle()
		s.Key("ctrl+k") // what follows the letters is seen, and the draft is stored up to a second later
		s.waitChange("the palette", before, window)
		p.Signal(signal)
		if err := p.WaitEnd(); err != nil {
			t.Errorf("after %v it ended with %v: %s", signal, err, p.Output())
		}
		if out := p.Output(); strings.Contains(out, "goroutine ") {
			t.Errorf("%v printed goroutines: %s", signal, out)
		}
		s.Said(p, "closed", 1)
		drafts := s.Said(p, "draft stored", 1)
		if last := drafts[len(drafts)-1]["prompt_bytes"]; last != float64(len(written)) {
			t.Errorf("after %v the draft has %v bytes, want %d", signal, last, len(written))
		}
		if _, err := os.Stat(filepath.Join(s.Home(), ".local/share/lookbook/library.db-wal")); err == nil {
			t.Errorf("%v left the library open", signal)
		}
	}
}

// A keychain that doesn't answer keeps nobody waiting, and its key is used when it arrives. It is a
// key of an earlier version under the former name, and is moved to the present one.
func TestASilentKeychain(t *testing.T) {
	s := newStage(t)
	key := desktop.Key()
	store := s.Start(desktop.Command{
		Name: "store", Path: "secret-tool", Stdin: key,
		Args: []string{"store", "--label=Lookbook", "service", "app.lookbook", "username", "dreamlook.ai API key"},
	})
	if err := store.WaitEnd(); err != nil {
		t.Fatalf("storing: %v: %s", err, store.Output())
	}
	thaw := s.FreezeKeychain()
	p := s.open()
	card := s.Said(p, "welcome shown", 1)[0]
	if took := card.Time().Sub(p.Started()); took > 20*time.Second {
		t.Errorf("the card came after %v", took)
	}
	s.Settle()
	s.Screenshot("silent")
	thaw()
	s.ready(p)
	s.Settle()
	s.Screenshot("key-came")
	s.close(p)
	if moved, former := s.Secret("service", "app.lookbook.Lookbook"), s.Secret("service", "app.lookbook"); moved != key || former != "" {
		t.Error("the key did not move to today's name")
	}
}
