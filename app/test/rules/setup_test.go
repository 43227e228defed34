//go:build !windows

package rules

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Tests the set-up script on simulated systems: it finds only a folder of scripts that replace the
// commands it calls.
func TestSetup(t *testing.T) {
	const root = `[ "$1" = -u ] && echo 0`
	const user = `[ "$1" = -u ] && echo 1000`
	// openbox was removed but its settings remain, xdotool was never installed, and the rest is
	// installed.
	const dpkg = `for p; do case $p in -*) ;; openbox) echo "$p config-files" ;; xdotool) status=1 ;; *) echo "$p installed" ;; esac; done; exit $status`
	const complete = `for p; do case $p in -*) ;; *) echo "$p installed" ;; esac; done`
	tests := []struct {
		name     string
		commands map[string]string
		groups   []string
		fails    bool
		says     []string // texts in its output; none: silent
		never    string
	}{
		{
			name:     "Debian with everything",
			commands: map[string]string{"uname": "echo Linux", "dpkg-query": complete, "apt-get": "exit 9", "id": root},
			groups:   []string{"build", "test", "lint"},
		},
		{
			name:     "Debian without a window manager, as root",
			commands: map[string]string{"uname": "echo Linux", "dpkg-query": dpkg, "apt-get": `echo "apt-get $*"`, "id": root},
			groups:   []string{"build", "test"},
			says:     []string{"Installing what is missing:", "openbox", "xdotool", "install --no-install-recommends"},
			never:    "xvfb",
		},
		{
			name:     "the build needs no window manager",
			commands: map[string]string{"uname": "echo Linux", "dpkg-query": dpkg, "apt-get": "exit 9", "id": root},
			groups:   []string{"build"},
		},
		{
			name:     "Debian without sudo",
			commands: map[string]string{"uname": "echo Linux", "dpkg-query": dpkg, "apt-get": "exit 9", "id": user},
			groups:   []string{"test"},
			fails:    true,
			says:     []string{"As root, run", "apt-get install --no-install-recommends", "openbox"},
		},
		{
			name:     "Debian with sudo",
			commands: map[string]string{"uname": "echo Linux", "dpkg-query": dpkg, "apt-get": "exit 9", "sudo": `echo "sudo $*"`, "id": user},
			groups:   []string{"test"},
			says:     []string{"sudo env DEBIAN_FRONTEND=noninteractive apt-get", "openbox"},
		},
		{
			name: "Debian, packages that can't be had",
			commands: map[string]string{
				"uname": "echo Linux", "dpkg-query": dpkg, "id": root,
				"apt-get": `case "$*" in *install*) echo no such package; exit 100 ;; esac`,
			},
			groups: []string{"test"},
			fails:  true,
			says:   []string{"no such package"},
		},
		{
			name: "Fedora",
			commands: map[string]string{
				"uname": "echo Linux", "dnf": "exit 9",
				"rpm": `for p; do case $p in -q) ;; gtk3-devel) echo "package $p is not installed" ;; *) echo "$p-1.0" ;; esac; done; exit 1`,
			},
			groups: []string{"build"},
			fails:  true,
			says:   []string{"sudo dnf install gtk3-devel\n"},
		},
		{
			name:     "Arch",
			commands: map[string]string{"uname": "echo Linux", "pacman": `echo gtk3; exit 127`},
			groups:   []string{"build"},
			fails:    true,
			says:     []string{"sudo pacman -S --needed gtk3\n"},
		},
		{
			name:     "macOS without its tools",
			commands: map[string]string{"uname": "echo Darwin", "xcode-select": "exit 2"},
			groups:   []string{"build"},
			fails:    true,
			says:     []string{"xcode-select --install"},
		},
		{
			name:     "macOS",
			commands: map[string]string{"uname": "echo Darwin", "xcode-select": "echo /Library"},
			groups:   []string{"build", "test"},
		},
		{
			name:     "Windows without a compiler",
			commands: map[string]string{"uname": "echo MINGW64_NT-10.0", "gcc": ""},
			groups:   []string{"build"},
			fails:    true,
			says:     []string{"MSYS2", "mingw-w64-x86_64-gcc"},
		},
		{
			name:     "no Go",
			commands: map[string]string{"uname": "echo Linux", "go": ""},
			groups:   []string{"build"},
			fails:    true,
			says:     []string{"https://go.dev/dl"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			said, err := setup(t, test.commands, test.groups)
			if (err != nil) != test.fails {
				t.Errorf("ended with %v, want an error: %v", err, test.fails)
			}
			if len(test.says) == 0 && said != "" {
				t.Errorf("said %q where nothing is missing", said)
			}
			for _, text := range test.says {
				if !strings.Contains(said, text) {
					t.Errorf("said %q, without %q", said, text)
				}
			}
			if test.never != "" && strings.Contains(said, test.never) {
				t.Errorf("said %q, with %q", said, test.never)
			}
		})
	}
}

// setup runs the script with only these commands and basic tools. A command with an empty text is
// removed.
func setup(t *testing.T, commands map[string]string, groups []string) (said string, err error) {
	t.Helper()
	bin := t.TempDir()
	for _, tool := range []string{"sh", "tr", "sort", "sed", "grep", "xargs", "env"} {
		path, err := exec.LookPath(tool)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(bin, tool)); err != nil {
			t.Fatal(err)
		}
	}
	all := map[string]string{"go": "exit 0", "gcc": "exit 0", "pkg-config": "exit 0"}
	for name, script := range commands {
		all[name] = script
	}
	for name, script := range all {
		if script == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(top(t), ".ci", "setup"), groups...)
	cmd.Env = []string{"PATH=" + bin}
	output, err := cmd.CombinedOutput()
	return string(output), err
}
