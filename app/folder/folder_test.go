package folder

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lookbook/app/media"
)

func opened(t *testing.T, path string) *Folder {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// temp makes a temporary file with a content.
func temp(t *testing.T, f *Folder, content string) string {
	t.Helper()
	file, name, err := f.Temp("", ".new", 0o644)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteString(content)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

// What is done goes on in the folder that was opened, not in one that was put
// in its place.
func TestAFolderThatIsExchanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pictures")
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	f := opened(t, path)
	name := temp(t, f, "a picture")
	if err := errors.Join(os.Rename(path, path+" (away)"), os.Mkdir(path, 0o755)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Place(name, "a/b.png"); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(path+" (away)", "a", "b.png")); err != nil || string(data) != "a picture" {
		t.Errorf("%q, %v", data, err)
	}
	if entries, err := os.ReadDir(path); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

// A link that takes the place of a temporary file does not become a picture.
func TestALinkInTheTemporaryFilesPlace(t *testing.T) {
	path := t.TempDir()
	outside := filepath.Join(t.TempDir(), "mine")
	f := opened(t, path)
	name := temp(t, f, "a picture")
	err := errors.Join(os.WriteFile(outside, []byte("mine"), 0o600), f.Remove(name), os.Symlink(outside, filepath.Join(path, name)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Own(name, os.O_RDWR); !errors.Is(err, media.ErrNotFile) {
		t.Errorf("opened: %v", err)
	}
	if final, err := f.Place(name, "b.png"); !errors.Is(err, media.ErrNotFile) || final != "" {
		t.Errorf("placed at %q, %v", final, err)
	}
	if _, err := os.Lstat(filepath.Join(path, "b.png")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the link stays: %v", err)
	}
}

func TestOnlyAFolderIsOpened(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file); !errors.Is(err, ErrNotFolder) {
		t.Errorf("a file: %v", err)
	}
	if _, err := Open(file + "x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
}

// Many that mark a folder at the same time agree on one mark.
func TestMarkedAtOnce(t *testing.T) {
	f := opened(t, t.TempDir())
	if got := f.Mark(); got != "" {
		t.Errorf("a new folder has the mark %q", got)
	}
	marks := make([]string, 8)
	errs := make([]error, len(marks))
	var group sync.WaitGroup
	for i := range marks {
		group.Go(func() { marks[i], errs[i] = f.PutMark("") })
	}
	group.Wait()
	for i, mark := range marks {
		if errs[i] != nil || mark != marks[0] || mark != f.Mark() || len(mark) < 16 {
			t.Errorf("%q and %q, %v", mark, marks[0], errs[i])
		}
	}
	if temps, err := f.Temps(); err != nil || len(temps) != 1 || temps[0] != MarkName {
		t.Errorf("left are %q, %v", temps, err)
	}
	text, err := os.ReadFile(filepath.Join(f.Path(), MarkName))
	if err != nil || !strings.Contains(string(text), "You can delete it") {
		t.Errorf("it says %q, %v", text, err)
	}
}

// Something else at the mark's name is left alone and is no mark.
func TestNoMark(t *testing.T) {
	outside := opened(t, t.TempDir())
	if _, err := outside.PutMark(""); err != nil {
		t.Fatal(err)
	}
	for name, put := range map[string]func(path string) error{
		"a link":   func(path string) error { return os.Symlink(filepath.Join(outside.Path(), MarkName), path) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o755) },
	} {
		f := opened(t, t.TempDir())
		path := filepath.Join(f.Path(), MarkName)
		if err := put(path); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Lstat(path)
		mark, err := f.PutMark("")
		if after, _ := os.Lstat(path); err == nil || mark != "" || f.Mark() != "" || !os.SameFile(before, after) {
			t.Errorf("%s: %q, %v", name, mark, err)
		}
		if temps, err := f.Temps(); err != nil || len(temps) != 1 {
			t.Errorf("%s: left are %q, %v", name, temps, err)
		}
	}
}
