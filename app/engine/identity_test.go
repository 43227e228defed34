package engine_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/test/harness"

	"github.com/google/go-cmp/cmp"
)

// unplug simulates removing the disk of the folder: an empty mount point stays.
// The returned function plugs it in again.
func (w *world) unplug() (plug func()) {
	w.t.Helper()
	path, away := w.Saving.Folder, w.Saving.Folder+" (away)"
	if err := errors.Join(os.Rename(path, away), os.Mkdir(path, 0o755)); err != nil {
		w.t.Fatal(err)
	}
	return func() {
		w.t.Helper()
		if err := errors.Join(os.Remove(path), os.Rename(away, path)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// another finishes another job of n pictures.
func (w *world) another(n int) {
	w.t.Helper()
	w.submit(config(n))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
}

// wantStrange checks that nothing is saved, marked or written while the folder
// is a different one, and that the status says so.
func (w *world) wantStrange(saved int) {
	w.t.Helper()
	w.run(10*time.Minute, nil)
	w.CheckAll(0, 0)
	if got := w.Totals(); got.Saved != saved || got.Gone != 0 {
		w.t.Errorf("in another folder: %+v, want %d saved and none gone", got, saved)
	}
	if names, err := os.ReadDir(w.Saving.Folder); err != nil || len(names) != 0 {
		w.t.Errorf("the other folder holds %v, %v", names, err)
	}
	status := w.engine.Status()
	if !status.OtherFolder || status.FolderProblem == nil || !cmp.Equal(status.FolderProblem.Cause, cause.New(cause.Unsaved).Because(cause.New(cause.OtherFolder))) {
		w.t.Errorf("the status says %v, %+v", status.OtherFolder, status.FolderProblem)
	}
	if _, err := w.engine.Files.Rescan(w.t.Context()); !errors.Is(err, folder.ErrOtherFolder) {
		w.t.Errorf("a rescan says %v", err)
	}
	for _, image := range w.images(1) {
		if image, err := w.engine.Files.CheckOne(w.t.Context(), image.ID); err != nil || image.State != library.ImageSaved {
			w.t.Errorf("looked at, a picture is %s, %v", image.State, err)
		}
	}
}

// A removed disk leaves an empty folder. Nothing is saved there, no picture counts as lost, and
// work continues when the disk is back.
func TestADiskThatGoesAndComesBack(t *testing.T) {
	for _, create := range []bool{true, false} {
		for name, meanwhile := range map[string]func(*world){
			"between saves": func(*world) {},
			"between runs":  func(w *world) { w.restart() },
		} {
			t.Run(name, func(t *testing.T) {
				w, _ := saved(t, 2)
				w.Saving.Create = create
				plug := w.unplug()
				meanwhile(w)
				w.another(3)
				w.wantStrange(2)
				plug()
				w.run(5*time.Minute, func() bool { return w.Totals().Saved == 5 })
				w.check(5)
				if status := w.engine.Status(); status.OtherFolder || status.FolderProblem != nil {
					t.Errorf("the status still says %+v", status.FolderProblem)
				}
			})
		}
	}
}

// The status says so before there is a picture to save.
func TestAnotherFolderIsToldAtOnce(t *testing.T) {
	w, _ := saved(t, 2)
	w.unplug()
	w.restart()
	w.CheckAll(0, 0)
	if status := w.engine.Status(); !status.OtherFolder || status.FolderProblem == nil {
		t.Errorf("the status says %+v", status.FolderProblem)
	}
}

// The program doesn't create its own folder again after pictures were saved
// into it elsewhere.
func TestTheDefaultFolderIsNotMadeTwice(t *testing.T) {
	w, _ := saved(t, 2)
	away := w.Saving.Folder + " (away)"
	if err := os.Rename(w.Saving.Folder, away); err != nil {
		t.Fatal(err)
	}
	w.another(1)
	w.run(10*time.Minute, nil)
	if _, err := os.Lstat(w.Saving.Folder); !errors.Is(err, os.ErrNotExist) || w.Totals().Saved != 2 || !w.engine.Status().OtherFolder {
		t.Errorf("%v, %+v, %+v", err, w.Totals(), w.engine.Status().FolderProblem)
	}
	if err := w.engine.Files.UseFolder(t.Context(), w.Saving.Folder); err != nil {
		t.Fatal(err)
	}
	w.engine.FolderChanged()
	w.run(5*time.Minute, func() bool { return w.Totals().Saved == 3 })
	if len(w.Names()) != 1 {
		t.Errorf("the new folder holds %q", w.Names())
	}
}

// Pictures of an earlier folder on a removed disk are not lost either.
func TestTheDiskOfAnEarlierFolder(t *testing.T) {
	w, _ := saved(t, 2)
	w.unplug()
	w.Saving.Folder = filepath.Join(w.dir, "another")
	w.engine.FolderChanged()
	w.another(1)
	w.run(5*time.Minute, func() bool { return w.Totals().Saved == 3 })
	w.CheckAll(0, 0)
	if got := w.Totals(); got.Saved != 3 || got.Gone != 0 {
		t.Errorf("%+v", got)
	}
}

// A person may accept the other folder from now on. Pictures missing from it
// then count as gone until the old folder is back.
func TestAnotherFolderIsUsedAnyway(t *testing.T) {
	w, _ := saved(t, 2)
	plug := w.unplug()
	w.another(3)
	w.wantStrange(2)
	if err := w.engine.Files.UseFolder(t.Context(), w.Saving.Folder); err != nil {
		t.Fatal(err)
	}
	w.engine.FolderChanged()
	if !w.run(5*time.Minute, func() bool { return w.Totals().Saved == 5 }) {
		t.Fatalf("%+v, %+v", w.Totals(), w.engine.Status().FolderProblem)
	}
	w.CheckAll(2, 0)
	if err := os.Rename(w.Saving.Folder, w.Saving.Folder+" (2)"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(w.Saving.Folder, 0o755); err != nil {
		t.Fatal(err)
	}
	plug()
	w.engine.FolderChanged()
	w.another(1)
	w.run(5*time.Minute, func() bool { return w.Totals().Saved >= 3 && w.Totals().Unsaved == 0 })
	w.CheckAll(3, 2)
}

// old changes the library to that of an earlier version, which remembered no
// folders, and removes the mark.
func (w *world) old() {
	w.t.Helper()
	w.close()
	db, err := sql.Open("sqlite", filepath.Join(w.dir, "library.db"))
	if err != nil {
		w.t.Fatal(err)
	}
	_, err = db.Exec(`DELETE FROM folders`)
	if err := errors.Join(err, db.Close(), os.Remove(filepath.Join(w.Saving.Folder, folder.MarkName))); err != nil {
		w.t.Fatal(err)
	}
	w.open()
}

func mark(t *testing.T, path string) string {
	t.Helper()
	in, err := folder.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	return in.Mark()
}

// A library that remembers no folder accepts the one that contains its
// pictures, and asks about any other.
func TestALibraryThatRemembersNoFolder(t *testing.T) {
	w, _ := saved(t, 2)
	w.old()
	w.another(1)
	w.run(5*time.Minute, func() bool { return w.Totals().Saved == 3 })
	w.check(3)
	if mark(t, w.Saving.Folder) == "" {
		t.Error("the folder has no mark")
	}
	w.old()
	plug := w.unplug()
	w.another(2)
	w.wantStrange(3)
	plug()
	w.run(5*time.Minute, func() bool { return w.Totals().Saved == 5 })
	w.check(5)
}

// If somebody deletes the mark, the pictures identify the folder, and it gets
// the same mark again.
func TestTheMarkIsDeleted(t *testing.T) {
	for name, instead := range map[string]func(path string) error{
		"nothing": func(string) error { return nil },
		"empty":   func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"nonsense": func(path string) error {
			return os.WriteFile(path, []byte("id: ../../../etc/passwd\nid: "+strings.Repeat("A", 5000)), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := saved(t, 2)
			before := mark(t, w.Saving.Folder)
			path := filepath.Join(w.Saving.Folder, folder.MarkName)
			if err := errors.Join(os.Remove(path), instead(path)); err != nil {
				t.Fatal(err)
			}
			w.another(1)
			w.run(5*time.Minute, func() bool { return w.Totals().Saved == 3 })
			w.check(3)
			if got := mark(t, w.Saving.Folder); got != before || got == "" {
				t.Errorf("the mark was %q and is %q", before, got)
			}
		})
	}
}

// Two libraries that save into the same folder share its mark.
func TestTwoLibrariesInOneFolder(t *testing.T) {
	one, _ := saved(t, 2)
	before := mark(t, one.Saving.Folder)
	two := newWorld(t, apitest.Options{})
	two.Saving = one.Saving
	two.another(3)
	two.run(time.Minute, func() bool { return two.Totals().Saved == 3 })
	one.another(1)
	one.run(time.Minute, func() bool { return one.Totals().Saved == 3 })
	two.another(1)
	two.run(time.Minute, func() bool { return two.Totals().Saved == 4 })
	if one.Totals().Saved != 3 || two.Totals().Saved != 4 || mark(t, one.Saving.Folder) != before {
		t.Errorf("%+v, %+v, mark %q", one.Totals(), two.Totals(), mark(t, one.Saving.Folder))
	}
	// A file synchronisation that adds another computer's mark changes nothing.
	in, err := folder.Open(one.Saving.Folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := in.Remove(folder.MarkName); err != nil {
		t.Fatal(err)
	}
	other, err := in.PutMark("")
	if err := errors.Join(err, in.Close()); err != nil || other == before {
		t.Fatalf("%q, %v", other, err)
	}
	one.another(1)
	one.run(time.Minute, func() bool { return one.Totals().Saved == 4 })
	if one.Totals().Saved != 4 || mark(t, one.Saving.Folder) != other {
		t.Errorf("%+v, mark %q", one.Totals(), mark(t, one.Saving.Folder))
	}
}

// A picture is not restored into a folder that has replaced its own.
func TestNothingIsRestoredIntoAnotherFolder(t *testing.T) {
	w, images := saved(t, 3)
	trashed := w.Trash(harness.IDs(images[:1]))
	plug := w.unplug()
	got, err := w.engine.Files.Restore(t.Context(), trashed, nil)
	if err != nil || len(got.Images) != 0 || len(got.Skipped) != 1 || !errors.Is(got.Skipped[0].Err, folder.ErrOtherFolder) {
		t.Errorf("restored %+v, %v", got, err)
	}
	if entries, err := os.ReadDir(w.Saving.Folder); err != nil || len(entries) != 0 {
		t.Errorf("the other folder holds %v, %v", entries, err)
	}
	plug()
	w.clock.Advance(time.Minute)
	if got, err := w.engine.Files.Restore(t.Context(), trashed, nil); err != nil || len(got.Images) != 1 {
		t.Errorf("restored %+v, %v", got, err)
	}
	w.check(3)
}
