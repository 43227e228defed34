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

// Patience is how long Until waits for something that a person would see within a second or two. It
// is generous because a test machine may have two busy cores and renders in software.
const Patience = 60 * time.Second

// Options of a Desktop. The zero value is a screen of 1280×800 pixels.
type Options struct {
	Width, Height int // pixels of the screen; 0 means 1280×800
}

// Desktop is one desktop. The package comment says who may call its methods.
type Desktop struct {
	*Input

	t         testing.TB
	display   string // ":5"
	bus       string // D-Bus address of the session
	home      string
	runtime   string // XDG_RUNTIME_DIR
	artifacts string
	screen    *screen
	pictures  int  // number of screenshots
	over      bool // the test has ended
}

// Artifacts returns the folder for screenshots and output: $ARTIFACTS, or artifacts at the top of
// the tree that contains the current folder.
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

// Start starts a desktop and returns when it is ready. It ends with the test. Screenshots and the
// output of every program go to a folder with the test's name in artifacts.
func Start(t testing.TB, artifacts string, options Options) *Desktop {
	t.Helper()
	if options.Width == 0 || options.Height == 0 {
		options.Width, options.Height = 1280, 800
	}
	d := &Desktop{t: t, home: t.TempDir(), artifacts: filepath.Join(artifacts, t.Name())}
	d.Input = &Input{t, d.run, map[rune]int{}}
	// Files of an earlier run would be taken for this run's.
	if err := os.RemoveAll(d.artifacts); err != nil {
		t.Fatalf("desktop: clearing the artifacts: %v", err)
	}
	if err := os.MkdirAll(d.artifacts, 0o755); err != nil {
		t.Fatalf("desktop: %v", err)
	}
	d.runtime = shortFolder(t)

	d.startScreen(options)
	d.startSession()
	d.startWindows()
	return d
}

// Home returns the home folder of every program on this desktop. XDG_CONFIG_HOME and similar
// variables are not set, as for most people.
func (d *Desktop) Home() string { return d.home }

// Artifacts returns the folder of this test's screenshots and output.
func (d *Desktop) Artifacts() string { return d.artifacts }

// Environ returns the complete environment of a program on this desktop, with extra's variables.
func (d *Desktop) Environ(extra map[string]string) []string {
	env := map[string]string{
		"PATH":            os.Getenv("PATH"),
		"HOME":            d.home,
		"USER":            "tester",
		"LANG":            "C.UTF-8", // Fyne reports an error without a locale
		"XDG_RUNTIME_DIR": d.runtime,
		// Software rendering is the same on every machine.
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

// Until calls ready every few milliseconds until it returns true, and fails the test with what
// after limit.
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
			if ready() { // a slow check may have used the time
				return
			}
			t.Fatalf("waited %v in vain for %s", limit, what)
		}
	}
}
