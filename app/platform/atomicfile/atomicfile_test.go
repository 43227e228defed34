package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func TestAFileIsReplacedWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	for _, text := range []string{"first", "second, longer"} {
		if err := Write(path, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	broken := errors.New("broken")
	if err := Write(path, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("an unreadable source: %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "second, longer" {
		t.Errorf("it holds %q, %v", got, err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left are %v, %v", left, err)
	}
}

// The error is the system's own: who is told about it can ask errors.Is.
func TestTheSystemsErrorIsKept(t *testing.T) {
	folder := t.TempDir()
	for name, path := range map[string]string{"no folder": filepath.Join(folder, "gone", "a"), "a folder": folder} {
		err := Write(path, strings.NewReader("x"))
		_, told := errors.AsType[*fs.PathError](err)
		_, moved := errors.AsType[*os.LinkError](err)
		if !told && !moved {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Write(filepath.Join(folder, "gone", "a"), strings.NewReader("x")); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), filepath.Join("gone", "a")+":") {
		t.Errorf("no folder: %v", err)
	}
}
