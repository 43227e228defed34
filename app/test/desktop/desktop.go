//go:build linux

package desktop

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// Patience is how long Until waits for something that a person would see within a second or two.
// It is generous because a test machine may have two busy cores and draws in software.
const Patience = 60 * time.Second

// Options say what kind of desktop it is. The zero value is a screen of 1280×800 pixels.
type Options struct {
	Width, Height int // pixels of the screen; 0 means 1280×800
}

// Desktop is one desktop. See the package comment for who may call its methods.
type Desktop struct {
	t         testing.TB
	display   string // ":5"
	bus       string // D-Bus address of the session
	home      string
	runtime   string // XDG_RUNTIME_DIR
	artifacts string
	screen    *screen
	keycodes  map[rune]int // letters that were put on spare keys
	pictures  int          // screenshots taken
	over      bool         // the test has ended
}

// Artifacts is the folder that screenshots and output go to: $ARTIFACTS, or artifacts at the top of
// the tree that the current folder is in.
func Artifacts() string {
	if folder := os.Getenv("ARTIFACTS"); folder != "" {
		return folder
	}
	folder, err := os.Getwd()
	for err == nil && folder != filepath.Dir(folder) {
		if _, missing := os.Stat(filepath.Join(folder, "go.mod")); missing == nil {
			break
		}
		folder = filepath.Dir(folder)
	}
	return filepath.Join(folder, "artifacts")
}

// Start sets a desktop up and returns when it can be worked at. It is taken down when the test ends.
// Screenshots and the output of every program go to a folder of the test's name under artifacts.
func Start(t testing.TB, artifacts string, options Options) *Desktop {
	t.Helper()
	if options.Width == 0 || options.Height == 0 {
		options.Width, options.Height = 1280, 800
	}
	d := &Desktop{t: t, keycodes: map[rune]int{}, home: t.TempDir(), artifacts: filepath.Join(artifacts, t.Name())}
	// What an earlier run left there would be taken for this run's.
	if err := os.RemoveAll(d.artifacts); err != nil {
		t.Fatalf("desktop: clearing the artifacts: %v", err)
	}
	if err := os.MkdirAll(d.artifacts, 0o755); err != nil {
		t.Fatalf("desktop: %v", err)
	}
	// The bus puts sockets there, whose paths may hold 108 bytes: a test's own folder is too deep.
	runtime, err := os.MkdirTemp("", "desktop-")
	if err != nil {
		t.Fatalf("desktop: %v", err)
	}
	t.Cleanup(func() { os.RemoveAll(runtime) })
	d.runtime = runtime // MkdirTemp makes it 0700, as XDG_RUNTIME_DIR has to be

	d.startScreen(options)
	d.startSession()
	d.startWindows()
	return d
}

// Home is the home folder of every program on this desktop. XDG_CONFIG_HOME and its like are not set:
// files go where they go for most people.
func (d *Desktop) Home() string { return d.home }

// Artifacts is the folder for what is kept of this test.
func (d *Desktop) Artifacts() string { return d.artifacts }

// Environ is the whole environment of a program on this desktop, with extra's variables added.
func (d *Desktop) Environ(extra map[string]string) []string {
	env := map[string]string{
		"PATH":            os.Getenv("PATH"),
		"HOME":            d.home,
		"USER":            "tester",
		"LANG":            "C.UTF-8", // Fyne complains when there is no locale
		"XDG_RUNTIME_DIR": d.runtime,
		// The same everywhere, whatever graphics card the machine has.
		"LIBGL_ALWAYS_SOFTWARE": "1",
		// GTK, for the folder dialog, would start an accessibility bus and a settings service.
		"NO_AT_BRIDGE":      "1",
		"GSETTINGS_BACKEND": "memory",
	}
	if d.display != "" {
		env["DISPLAY"] = d.display
	}
	if d.bus != "" {
		env["DBUS_SESSION_BUS_ADDRESS"] = d.bus
	}
	maps.Copy(env, extra)
	lines := make([]string, 0, len(env))
	for _, name := range slices.Sorted(maps.Keys(env)) {
		lines = append(lines, name+"="+env[name])
	}
	return lines
}

// Until polls ready every few milliseconds until it says yes, and ends the test with what when it
// doesn't within limit.
func Until(t testing.TB, limit time.Duration, what string, ready func() bool) {
	t.Helper()
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ready() {
		select {
		case <-tick.C:
		case <-deadline.C:
			if ready() { // a slow look may have eaten the time
				return
			}
			t.Fatalf("waited %v in vain for %s", limit, what)
		}
	}
}
