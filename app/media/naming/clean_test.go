package naming

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for name, want := range map[string]string{
		"2026-03-01 portrait, 猫 1.png": "2026-03-01 portrait, 猫 1.png",
		"a:b\\c?.PNG":                  "a-b-c.png",
		"con.png":                      "picture con.png",
		".png":                         "picture.png",
		" . .jpg":                      "picture.jpg",
		"no extension":                 "no extension.png",
	} {
		if got := Clean(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	folder := t.TempDir()
	for _, name := range []string{strings.Repeat("猫", 80) + ".png", strings.Repeat("x", 255), "a\nb\\c.webp"} {
		file := temp(t, folder, name)
		if _, err := place(file, folder, Clean(name)); err != nil {
			t.Errorf("%.20q: %v", name, err)
		}
	}
}

// Move takes names that are free and no others.
func TestMove(t *testing.T) {
	folder := t.TempDir()
	first, second, to := temp(t, folder, "first"), temp(t, folder, "second"), filepath.Join(folder, "a.png")
	if err := Move(first, to); err != nil {
		t.Fatal(err)
	}
	if err := Move(second, to); !errors.Is(err, fs.ErrExist) || read(t, to) != "first" || read(t, second) != "second" {
		t.Errorf("a taken name: %v", err)
	}
	if err := Move(first, filepath.Join(folder, "b.png")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.Symlink("nowhere", filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	if err := Move(second, filepath.Join(folder, "link")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a link that leads nowhere: %v", err)
	}
}
