//go:build unix && !darwin

package trash

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A name that was taken in the meantime stays whose it is.
func TestRestoreReplacesNothing(t *testing.T) {
	_, folder := trashFolder(t)
	path := write(t, filepath.Join(folder, "a.png"), "first")
	item := put(t, path)
	write(t, path, "second")
	back, err := Restore(t.Context(), item)
	if !errors.Is(err, ErrTaken) || back != "" || content(t, path) != "second" {
		t.Errorf("restored over another file: %q, %v", back, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	// A link that leads nowhere has the name too.
	if err := os.Symlink(filepath.Join(folder, "nowhere"), path); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), item); !errors.Is(err, ErrTaken) {
		t.Errorf("restored over a link: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), item); err != nil || content(t, path) != "first" {
		t.Errorf("it is lost: %v", err)
	}
}

// A folder that went with its last picture comes back with it.
func TestRestoreMakesTheFolder(t *testing.T) {
	_, folder := trashFolder(t)
	within := filepath.Join(folder, "2026", "03")
	if err := os.MkdirAll(within, 0o700); err != nil {
		t.Fatal(err)
	}
	path := write(t, filepath.Join(within, "a.png"), "mine")
	item := put(t, path)
	if err := os.RemoveAll(filepath.Join(folder, "2026")); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), item); err != nil || content(t, path) != "mine" {
		t.Errorf("it is lost: %v", err)
	}
}

// What was emptied, or replaced within the trash, is not given back.
func TestRestoreWhatIsNotThere(t *testing.T) {
	_, folder := trashFolder(t)
	path := write(t, filepath.Join(folder, "a.png"), "mine")
	item := put(t, path)
	if err := os.Remove(item.kept); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), item); !errors.Is(err, ErrNotThere) {
		t.Errorf("the trash was emptied: %v", err)
	}
	write(t, item.kept, "somebody else's")
	if _, err := Restore(t.Context(), item); !errors.Is(err, ErrNotThere) || content(t, item.kept) != "somebody else's" {
		t.Errorf("another file was given back: %v", err)
	}
	// What other programs put back is not there either.
	second := put(t, write(t, filepath.Join(folder, "b.png"), "mine"))
	if err := errors.Join(os.Rename(second.kept, second.Path), os.Remove(second.note)); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), second); !errors.Is(err, ErrNotThere) || content(t, second.Path) != "mine" {
		t.Errorf("it was back already: %v", err)
	}
}

// A trash that lists a file that is back has done what matters.
func TestRestoreWhenTheNoteStays(t *testing.T) {
	_, folder := trashFolder(t)
	path := write(t, filepath.Join(folder, "a.png"), "mine")
	item := put(t, path)
	if err := errors.Join(os.Remove(item.note), os.MkdirAll(filepath.Join(item.note, "full"), 0o700)); err != nil {
		t.Fatal(err)
	}
	back, err := Restore(t.Context(), item)
	if err == nil || back != path || content(t, path) != "mine" {
		t.Errorf("got %q, %v", back, err)
	}
}

// A file whose name was taken comes back under another one.
func TestRestoreAs(t *testing.T) {
	trash, folder := trashFolder(t)
	path := write(t, filepath.Join(folder, "a.png"), "first")
	item := put(t, path)
	write(t, path, "second")
	other := filepath.Join(folder, "a (2).png")
	back, err := RestoreAs(t.Context(), item, other)
	if err != nil || back != other || content(t, other) != "first" || content(t, path) != "second" {
		t.Errorf("got %q, %v", back, err)
	}
	if left := append(names(t, filepath.Join(trash, "files")), names(t, filepath.Join(trash, "info"))...); len(left) != 0 {
		t.Errorf("the trash still holds %q", left)
	}
}
