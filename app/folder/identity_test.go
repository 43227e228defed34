package folder

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/library"
)

// known is what a library remembers.
type known struct {
	marks map[string]string
	files []library.File
	asked int // times that files were asked for
}

// All are the marks.
func (k *known) All(context.Context) (map[string]string, error) { return k.marks, nil }

// Remember does so.
func (k *known) Remember(_ context.Context, path, mark string) error {
	k.marks[path] = mark
	return nil
}

// Files are those after one.
func (k *known) Files(_ context.Context, after int64, n int) ([]library.File, error) {
	k.asked++
	return k.files[min(int(after), len(k.files)):min(int(after)+n, len(k.files))], nil
}

// remembering is an identity, what it remembers, and the folder of a picture.
func remembering(t *testing.T) (i *Identity, k *known, clock *clockwork.FakeClock, path string) {
	path = filepath.Join(t.TempDir(), "pictures")
	k = &known{marks: map[string]string{}, files: []library.File{{Image: 1, Path: filepath.Join(path, "a.png")}}}
	clock = clockwork.NewFakeClock()
	return NewIdentity(k, clock, nil), k, clock, path
}

// open opens the folder as saving does.
func open(t *testing.T, i *Identity, saving Saving) error {
	t.Helper()
	in, err := i.Open(t.Context(), saving)
	if err == nil {
		err = in.Close()
	}
	return err
}

// A folder in which the library knows pictures is not made again, and an empty
// one in its place is another one until a person says otherwise.
func TestAFolderInThePlaceOfAnother(t *testing.T) {
	i, k, _, path := remembering(t)
	saving := Saving{Folder: path, Create: true}
	if err := open(t, i, saving); !errors.Is(err, ErrOtherFolder) {
		t.Errorf("it is made: %v", err)
	}
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := open(t, i, saving); !errors.Is(err, ErrOtherFolder) {
		t.Errorf("it is saved in: %v", err)
	}
	if err := i.Use(t.Context(), saving); err != nil {
		t.Fatal(err)
	}
	if err := open(t, i, saving); err != nil || k.marks[path] == "" {
		t.Errorf("told to, it says %v, and remembers %q", err, k.marks)
	}
	if home, err := i.Home(t.Context(), "", filepath.Join(path, "b", "c.png")); err != nil || home != path {
		t.Errorf("home is %q, %v", home, err)
	}
}

// A folder that was found to be another one is not gone through for pictures at
// each look; a mark that is back counts at once.
func TestAnotherFolderIsRemembered(t *testing.T) {
	i, k, clock, path := remembering(t)
	saving := Saving{Folder: path}
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := open(t, i, saving); !errors.Is(err, ErrOtherFolder) {
			t.Errorf("it says %v", err)
		}
	}
	if k.asked != 1 {
		t.Errorf("the files were gone through %d times", k.asked)
	}
	picture := filepath.Join(path, "a.png")
	if err := os.WriteFile(picture, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	clock.Advance(2 * strangeFor)
	if err := open(t, i, saving); err != nil {
		t.Errorf("with its picture, it says %v", err)
	}
	if err := os.Remove(picture); err != nil {
		t.Fatal(err)
	}
	if err := open(t, i, saving); err != nil {
		t.Errorf("with its mark, it says %v", err)
	}
	clock.Advance(time.Hour)
	if err := os.Remove(filepath.Join(path, MarkName)); err != nil {
		t.Fatal(err)
	}
	if err := open(t, i, saving); !errors.Is(err, ErrOtherFolder) {
		t.Errorf("with neither, it says %v", err)
	}
}

func TestNoFolderIsChosen(t *testing.T) {
	i, _, _, _ := remembering(t)
	if err := open(t, i, Saving{Create: true}); !errors.Is(err, ErrNoFolder) {
		t.Errorf("it says %v", err)
	}
}
