//go:build linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/test/desktop"
)

// A key from the environment stays there: it is neither stored nor in arguments, in copied texts,
// or in the environment of the programs that Lookbook starts.
func TestKeyFromTheEnvironment(t *testing.T) {
	s := newStage(t, "-queue", "0", "-run", "1s")
	s.key = desktop.Key()
	s.path = t.TempDir()
	started := filepath.Join(s.Artifacts(), "started.log")
	// A stub opens folders and web pages, and records how it was started.
	stub := fmt.Sprintf("#!/bin/sh\n{ echo \"asked for $*\"; env; echo over; } >>'%s'\n", started)
	if err := os.WriteFile(filepath.Join(s.path, "xdg-open"), []byte(stub), 0o755); err != nil {
		t.Fatal(err)
	}
	s.Service.Control("jobs", map[string]any{
		"prompt": "dunes at dusk", "width": 512, "height": 512, "num_samples": 1, "model_type": "sd-v1",
		"base_model": "stable-diffusion-v1-5", "num_inference_steps": 20, "scheduler_type": "dpm++", "seed": -1,
	}, nil)
	p := s.open()
	s.ready(p)
	s.complete("Pictures/Lookbook", 1)

	s.Key("ctrl+shift+o")
	waitFile(t, started, "asked for "+s.Home(), 1)
	s.Click(helpMenu.x, helpMenu.y)
	s.Settle()
	s.Screenshot("help")
	s.Click(aboutAPI.x, aboutAPI.y)
	told := waitFile(t, started, "asked for https://", 1)
	waitFile(t, started, "\nover\n", 2)
	if !strings.Contains(told, "HOME="+s.Home()) {
		t.Error("the programs that were started had no environment to look at")
	}

	// Copied texts are checked by pasting them elsewhere.
	s.Key("ctrl+l")
	s.Type("a lake at dawn")
	s.Key("ctrl+shift+c")
	s.Screenshot("copied")
	other := s.Start(desktop.Command{Name: "bare", Path: desktop.Build(t, "lookbook/app/test/bare")})
	s.WaitWindow(other, "Bare")
	s.Key("ctrl+v")
	other.WaitOutput("DREAMLOOK_API_KEY")
	if copied := other.Output(); !strings.Contains(copied, "a lake at dawn") || strings.Contains(copied, s.key) {
		t.Errorf("the request was copied as %q", strings.ReplaceAll(copied, s.key, "(the key)"))
	}
	s.close(other)

	arguments, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p.PID()))
	if err != nil || strings.Contains(string(arguments), s.key) {
		t.Errorf("the key is in the program's arguments (%v)", err)
	}
	if kept := s.Secret("service", "app.lookbook.Lookbook"); kept != "" {
		t.Error("the key was put into the keychain")
	}
	s.close(p)
	// The artifacts contain the program's output, the stub's records, and the calls to the image
	// host.
	for _, folder := range []string{s.Home(), s.Artifacts()} {
		if found := holders(t, folder, s.key); len(found) > 0 {
			t.Errorf("the key is in %q", found)
		}
	}
}

// The Help menu, and its item that opens a web page.
var (
	helpMenu = struct{ x, y int }{252, 13}
	aboutAPI = struct{ x, y int }{292, 112}
)

// waitFile waits until a file contains text count times, and returns its content.
func waitFile(t *testing.T, path, text string, count int) string {
	t.Helper()
	var data []byte
	desktop.Until(t, desktop.Patience, fmt.Sprintf("%q in %s", text, filepath.Base(path)), func() bool {
		data, _ = os.ReadFile(path) // the file appears with its first line
		return strings.Count(string(data), text) >= count
	})
	return string(data)
}
