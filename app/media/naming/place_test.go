package naming

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func temp(t *testing.T, folder, content string) string {
	t.Helper()
	f, err := os.CreateTemp(folder, ".part-*")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(content); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// place opens the folder for PlaceIn.
func place(file, folder, name string) (string, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", err
	}
	defer func() { _ = root.Close() }()
	within, err := filepath.Rel(folder, file)
	if err != nil {
		return "", err
	}
	return PlaceIn(root, new(Names), within, name, func(string) error { return nil })
}

func TestPlaceCountsUp(t *testing.T) {
	folder := t.TempDir()
	var made []string
	for i := range 3 {
		final, err := place(temp(t, folder, fmt.Sprint(i)), folder, "2023-06-29/a.b.png")
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, final)
	}
	for i, want := range []string{"a.b.png", "a.b (2).png", "a.b (3).png"} {
		want = filepath.Join(folder, "2023-06-29", want)
		if made[i] != want || read(t, want) != fmt.Sprint(i) {
			t.Errorf("file %d is %q with %q, want %q", i, made[i], read(t, made[i]), want)
		}
	}
	left, err := filepath.Glob(filepath.Join(folder, ".part-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("temporary files left: %v, %v", left, err)
	}
}

func TestPlaceNeverReplaces(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.png"), []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "a (2).png"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(folder, "a (3).png")); err != nil {
		t.Fatal(err)
	}
	final, err := place(temp(t, folder, "ours"), folder, "a.png")
	if err != nil || filepath.Base(final) != "a (4).png" {
		t.Errorf("got %q, %v", final, err)
	}
	if got := read(t, filepath.Join(folder, "a.png")); got != "theirs" {
		t.Errorf("the other file now holds %q", got)
	}
}

func TestPlaceAtOnce(t *testing.T) {
	folder := t.TempDir()
	const count = 100
	finals := make([]string, count)
	errs := make([]error, count)
	var group sync.WaitGroup
	for i := range count {
		file := temp(t, folder, fmt.Sprint(i))
		group.Go(func() { finals[i], errs[i] = place(file, folder, "new/same.png") })
	}
	group.Wait()
	seen := map[string]bool{}
	for i, final := range finals {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if seen[final] || read(t, final) != fmt.Sprint(i) {
			t.Errorf("%q was given twice or holds another's content", final)
		}
		seen[final] = true
	}
}

func TestPlaceInALongRow(t *testing.T) {
	folder := t.TempDir()
	const row = 1000
	for i := 1; i <= row; i++ {
		name := fmt.Sprintf("a (%d).png", i)
		if i == 1 {
			name = "a.png"
		}
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	final, err := place(temp(t, folder, "x"), folder, "a.png")
	if err != nil || filepath.Base(final) != fmt.Sprintf("a (%d).png", row+1) {
		t.Errorf("got %q, %v", final, err)
	}
}

func TestPlaceRefuses(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"", "..", "../a.png", "/a.png", "a/../../b.png", "a/", `a\b.png`, "a\x00.png", strings.Repeat("x", 142)} {
		file := temp(t, folder, "kept")
		final, err := place(file, folder, name)
		var wrong *NameError
		if !errors.As(err, &wrong) || final != "" || read(t, file) != "kept" {
			t.Errorf("%q: got %q, %v", name, final, err)
		}
	}
}

func TestPlaceKeepsTheFileWhenItFails(t *testing.T) {
	folder := t.TempDir()
	file := temp(t, folder, "kept")
	blocked := filepath.Join(folder, "blocked")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		folder, name string
		want         error
	}{
		"folder gone":          {filepath.Join(folder, "gone"), "a.png", fs.ErrNotExist},
		"folder is a file":     {blocked, "a.png", nil},
		"subfolder is a file":  {folder, "blocked/a.png", nil},
		"temporary file moved": {folder, "a.png", fs.ErrNotExist},
	} {
		from := file
		if name == "temporary file moved" {
			from += "x"
		}
		final, err := place(from, c.folder, c.name)
		if err == nil || final != "" || (c.want != nil && !errors.Is(err, c.want)) {
			t.Errorf("%s: got %q, %v", name, final, err)
		}
		if read(t, file) != "kept" {
			t.Errorf("%s: the temporary file changed", name)
		}
	}
}

// The ways for file systems without a rename that refuses to replace: they
// neither replace nor follow what is there.
func TestFallbacksNeverReplace(t *testing.T) {
	for name, c := range map[string]struct {
		move   func(in disk, from, to string) error
		inRoot bool
	}{
		"link": {moveByLink, false}, "reservation": {moveByReservation, false},
		"link in a folder": {moveByLink, true}, "reservation in a folder": {moveByReservation, true},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			outside := filepath.Join(t.TempDir(), "mine")
			root, err := os.OpenRoot(folder)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = root.Close() }()
			move := func(from, to string) error {
				if c.inRoot {
					return c.move(root, from, to)
				}
				return c.move(anywhere{}, filepath.Join(folder, from), filepath.Join(folder, to))
			}
			first, second := temp(t, folder, "first"), temp(t, folder, "second")
			if err := errors.Join(os.WriteFile(outside, []byte("mine"), 0o600), os.Symlink(outside, filepath.Join(folder, "c.png"))); err != nil {
				t.Fatal(err)
			}
			if err := move(filepath.Base(first), "a.png"); err != nil {
				t.Fatal(err)
			}
			for _, taken := range []string{"a.png", "c.png"} {
				if err := move(filepath.Base(second), taken); !errors.Is(err, fs.ErrExist) {
					t.Errorf("a taken name: %v", err)
				}
			}
			if read(t, filepath.Join(folder, "a.png")) != "first" || read(t, second) != "second" || read(t, outside) != "mine" {
				t.Error("a file was replaced or lost")
			}
			if err := move("gone", "b.png"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a missing file: %v", err)
			}
			if entries, err := os.ReadDir(folder); err != nil || len(entries) != 3 {
				t.Errorf("something was left behind: %v, %v", entries, err)
			}
		})
	}
}

// Nothing is placed through a link that leads out of the folder.
func TestPlaceDoesNotLeaveTheFolder(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(folder, "a"), 0o755), os.Symlink(outside, filepath.Join(folder, "a", "out")), os.Symlink("a", filepath.Join(folder, "b"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a/out/x.png", "a/out/deeper/x.png", "b/out/x.png"} {
		file := temp(t, folder, "kept")
		final, err := place(file, folder, name)
		if link, is := errors.AsType[*LinkError](err); !is || final != "" || read(t, file) != "kept" || link.Name == "" {
			t.Errorf("%s: %q, %v", name, final, err)
		}
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 0 {
		t.Errorf("outside are %v, %v", entries, err)
	}
	if final, err := place(temp(t, folder, "x"), folder, "b/x.png"); err != nil || read(t, filepath.Join(folder, "a", "x.png")) != "x" {
		t.Errorf("a link within the folder: %q, %v", final, err)
	}
}
