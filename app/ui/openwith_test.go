//go:build unix && !darwin

package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The selected pictures are opened with the program that was chosen.
func TestOpenWith(t *testing.T) {
	_, b := picturesSelected(t)
	home := t.TempDir()
	log := filepath.Join(home, "log")
	script := filepath.Join(home, "view")
	folder := filepath.Join(home, "applications")
	entry := "[Desktop Entry]\nType=Application\nName=The viewer\nMimeType=image/png;\nExec=" + script + " %F\n"
	for path, text := range map[string]string{script: "#!/bin/sh\nprintf '%s|' \"$@\" > '" + log + "'\n", filepath.Join(folder, "v.desktop"): entry} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("XDG_DATA_HOME", home)
	t.Setenv("XDG_DATA_DIRS", home)
	b.main.delivery.opener.ask(b.main.images.picked())
	b.until("the list of programs", func() bool { return b.says("The viewer") })
	b.press("The viewer")
	b.until("the program", func() bool {
		given, err := os.ReadFile(log)
		return err == nil && strings.Count(string(given), "|") == 4
	})
}
