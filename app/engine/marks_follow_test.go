package engine_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/media/marks"
	"lookbook/app/media/origin"
)

// atShort gives the sidecar of a picture the name that Lightroom gives it.
func atShort(t *testing.T, picture string) {
	t.Helper()
	if err := os.Rename(origin.Beside(picture), origin.Short(picture)); err != nil {
		t.Fatal(err)
	}
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// A sidecar goes where its picture goes, whichever name it has: into the trash and
// back, along with a copy, and after a picture that was moved by hand.
func TestASidecarFollowsItsPicture(t *testing.T) {
	for name, beside := range map[string]func(string) string{"a.png.xmp": origin.Beside, "a.xmp": origin.Short} {
		t.Run(name, func(t *testing.T) {
			w, images, want := marked(t, 2)
			t.Setenv("XDG_DATA_HOME", filepath.Join(w.dir, "data"))
			w.writeMarks()
			path := images[0].Path
			if name == "a.xmp" {
				atShort(t, path)
				w.mark(images[0].ID, library.Marking{Rating: new(3)})
				want.Rating = 3
				w.writeMarks() // into the one that is there
			}
			before, err := os.ReadFile(beside(path))
			if found, failed := marks.Read(before); err != nil || failed != nil || found.Rating != want.Rating {
				t.Fatalf("written: %+v, %v, %v", found, err, failed)
			}
			same := func(what, picture string) {
				t.Helper()
				if after, err := os.ReadFile(beside(picture)); err != nil || string(after) != string(before) {
					t.Errorf("%s: %v, %s", what, err, after)
				}
			}
			trashed, err := w.engine.Files.Trash(t.Context(), []int64{images[0].ID}, nil)
			if err != nil || len(trashed.Images) != 1 || isThere(beside(path)) {
				t.Fatalf("in the trash: %+v, %v", trashed.Skipped, err)
			}
			if _, err := w.engine.Files.Restore(t.Context(), trashed, nil); err != nil {
				t.Fatal(err)
			}
			same("restored", path)
			copies := t.TempDir()
			exported, err := w.engine.Files.Copies.Export(t.Context(), []int64{images[0].ID}, files.ExportTo{Folder: copies, Metadata: true}, nil)
			if err != nil || len(exported.Files) != 1 {
				t.Fatalf("%+v, %v", exported, err)
			}
			same("a copy", exported.Files[0].Path)
			same("after that", path)

			moved := filepath.Join(w.Saving.Folder, "the best", "my favourite.png")
			if err := errors.Join(os.Mkdir(filepath.Dir(moved), 0o755), os.Rename(path, moved)); err != nil {
				t.Fatal(err)
			}
			if got, err := w.engine.Files.Rescan(t.Context()); err != nil || got.Moved != 1 {
				t.Fatalf("%+v, %v", got, err)
			}
			same("moved by hand", moved)
			w.writeMarks()
			same("and written again", moved)
			if isThere(origin.Beside(path)) || isThere(origin.Short(path)) || w.marksOf(images[0].ID).Rating != want.Rating {
				t.Error("something was left behind")
			}
		})
	}
}

// A short sidecar that another picture has too stays with that one, and is read
// and not written: each picture's marks go into a file of its own.
func TestASidecarOfTwoPictures(t *testing.T) {
	w, images, want := marked(t, 1)
	t.Setenv("XDG_DATA_HOME", filepath.Join(w.dir, "data"))
	w.writeMarks()
	path := images[0].Path
	atShort(t, path)
	other := strings.TrimSuffix(path, ".png") + ".CR2"
	if err := os.WriteFile(other, []byte("another program's"), 0o644); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(origin.Short(path))
	if err != nil {
		t.Fatal(err)
	}
	w.mark(images[0].ID, library.Marking{Rating: new(1)})
	w.writeMarks()
	found, err := marks.Read([]byte(sidecarOf(t, path)))
	if err != nil || found.Rating != 1 || len(found.Tags) != len(want.Tags) {
		t.Errorf("its own: %+v, %v", found, err)
	}
	trashed, err := w.engine.Files.Trash(t.Context(), []int64{images[0].ID}, nil)
	if err != nil || len(trashed.Images) != 1 || isThere(origin.Beside(path)) {
		t.Fatalf("%+v, %v", trashed.Skipped, err)
	}
	if after, err := os.ReadFile(origin.Short(path)); err != nil || string(after) != string(before) {
		t.Errorf("the other's became %s, %v", after, err)
	}
	if _, err := w.engine.Files.Restore(t.Context(), trashed, nil); err != nil || !isThere(origin.Beside(path)) {
		t.Error(err)
	}

	// A library that is lost reads it all the same.
	if err := os.Remove(origin.Beside(path)); err != nil {
		t.Fatal(err)
	}
	w.loseLibrary()
	w.runRebuild()
	if got := w.marksOf(w.images(1)[0].ID); got.Rating != want.Rating {
		t.Errorf("came back as %+v", got)
	}
}
