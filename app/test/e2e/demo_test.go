//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"lookbook/app/test/desktop"
)

// A person without a key uses the demo, by keyboard alone.
func TestDemo(t *testing.T) {
	s := newStage(t)
	p := s.open()
	s.Said(p, "welcome shown", 1)
	s.Key(demoKeys...)
	s.ready(p)
	s.Screenshot("demo")

	const folder = "Pictures/Lookbook demo"
	s.Type("dunes at dusk, long shadows")
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 1)
	const pictures = 4 // the window's default
	s.complete(folder, pictures)
	s.painted(p, pictures)
	s.Screenshot("demo-done")
	for _, file := range s.pictures(folder) {
		readPicture(t, file)
	}

	// The pictures are not in the user's own folder, and the service got no calls.
	if _, err := os.Stat(filepath.Join(s.Home(), "Pictures/Lookbook")); err == nil {
		t.Error("the demo made the folder for one's own pictures")
	}
	if calls := s.serviceCalls(); len(calls) > 0 {
		t.Errorf("the demo called the service %d times: %v", len(calls), calls)
	}
	if secret := s.Secret("service", "app.lookbook.Lookbook"); secret != "" {
		t.Error("the demo put a key into the keychain")
	}
	s.close(p)

	// The next start is like the first: the demo left no files of its own.
	p = s.open()
	s.Said(p, "welcome shown", 1)
	s.Screenshot("welcome-again")
	s.close(p)
}

// demoKeys move the focus from the key entry to "Try the demo" and press it.
var demoKeys = []string{"Tab", "Tab", "Tab", "space"}

// serviceCalls returns the calls that the simulated service got.
func (s *stage) serviceCalls() []desktop.Entry {
	s.t.Helper()
	return desktop.OpenLog(s.t, filepath.Join(s.Artifacts(), "service.log")).Entries(nil)
}
