package files_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/supervisor"
	"lookbook/app/test/harness"
)

// inTrash returns the original names of the files in the trash.
func inTrash(t *testing.T) []string {
	t.Helper()
	trash := filepath.Join(os.Getenv("XDG_DATA_HOME"), "Trash")
	var names []string
	entries, err := os.ReadDir(filepath.Join(trash, "files"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
		if _, err := os.Stat(filepath.Join(trash, "info", entry.Name()+".trashinfo")); err != nil {
			t.Error(err)
		}
	}
	return names
}

// Pictures go to the trash and come back complete under their names. Meanwhile
// they are neither gone nor fetched again, whichever check runs.
func TestTrashAndUndo(t *testing.T) {
	w, images := saved(t, 4)
	var told [][2]int
	trashed, err := w.Files.Trash(t.Context(), harness.IDs(images[:3]), func(done, total int) { told = append(told, [2]int{done, total}) })
	if err != nil || len(trashed.Images) != 3 || len(trashed.Skipped) != 0 {
		t.Fatalf("%+v, %v", trashed, err)
	}
	if told[len(told)-1] != [2]int{3, 3} || !slices.IsSortedFunc(told, func(a, b [2]int) int { return a[0] - b[0] }) {
		t.Errorf("told %v", told)
	}
	for i, image := range trashed.Images {
		if image.ID != images[i].ID || image.State != library.ImageTrashed || image.Path != images[i].Path {
			t.Errorf("picture %d: %+v", i, image)
		}
	}
	if names := inTrash(t); len(names) != 3 || len(w.Names()) != 1 {
		t.Errorf("the trash holds %q, the folder %q", names, w.Names())
	}
	w.CheckAll(0, 0)
	if _, err := w.Files.Rescan(t.Context()); err != nil {
		t.Error(err)
	}
	if n := w.waiting(); n != 0 {
		t.Errorf("%d pictures are to be fetched again", n)
	}
	w.WantStates(images, library.ImageTrashed, library.ImageTrashed, library.ImageTrashed, library.ImageSaved)

	told = nil
	restored, err := w.Files.Restore(t.Context(), trashed, func(done, total int) { told = append(told, [2]int{done, total}) })
	if err != nil || len(restored.Images) != 3 || len(restored.Skipped) != 0 {
		t.Errorf("%+v, %v", restored, err)
	}
	if len(told) != 3 || told[2] != [2]int{3, 3} {
		t.Errorf("told %v", told)
	}
	if names := inTrash(t); len(names) != 0 {
		t.Errorf("the trash still holds %q", names)
	}
	w.check(4)
	w.CheckAll(0, 0)
}

// A picture restored by the desktop is saved again: in its place by the next
// check or when it is shown; elsewhere in the folder by a search of the folder.
func TestRestoredByTheDesktop(t *testing.T) {
	w, images := saved(t, 3)
	trashed := w.Trash(harness.IDs(images))
	trash := filepath.Join(os.Getenv("XDG_DATA_HOME"), "Trash")
	restore := func(image library.Image, to string) {
		t.Helper()
		name := filepath.Base(image.Path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.Rename(filepath.Join(trash, "files", name), to),
			os.Remove(filepath.Join(trash, "info", name+".trashinfo"))); err != nil {
			t.Fatal(err)
		}
	}
	restore(images[0], images[0].Path)
	w.CheckAll(0, 1)
	w.WantStates(images, library.ImageSaved, library.ImageTrashed, library.ImageTrashed)

	restore(images[1], images[1].Path)
	if image, err := w.Files.CheckOne(t.Context(), images[1].ID); err != nil || image.State != library.ImageSaved {
		t.Errorf("%+v, %v", image, err)
	}

	elsewhere := filepath.Join(w.Saving.Folder, "others", "renamed.png")
	restore(images[2], elsewhere)
	w.CheckAll(0, 0)
	if result, err := w.Files.Rescan(t.Context()); err != nil || result.Added != 1 {
		t.Errorf("%+v, %v", result, err)
	}
	if image := w.Image(images[2].ID); image.State != library.ImageSaved || image.Path != elsewhere {
		t.Errorf("it is %s at %q", image.State, image.Path)
	}

	// Undo has nothing left to do and does no harm.
	restored, err := w.Files.Restore(t.Context(), trashed, nil)
	if err != nil || len(restored.Images) != 2 || len(restored.Skipped) != 1 || restored.Skipped[0].Image != images[2].ID {
		t.Errorf("%+v, %v", restored, err)
	}
	w.WantStates(images, library.ImageSaved, library.ImageSaved, library.ImageSaved)
}

// Only the picture's own file is ever moved, and each one left alone is
// reported with the reason.
func TestTrashLeavesAlone(t *testing.T) {
	w, images := saved(t, 6)
	replace := func(i int, content []byte) {
		t.Helper()
		if err := errors.Join(os.Remove(images[i].Path), os.WriteFile(images[i].Path, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	other, err := os.ReadFile(images[5].Path)
	if err != nil {
		t.Fatal(err)
	}
	replace(0, []byte("a file of somebody's"))
	replace(1, other) // a different picture
	if err := errors.Join(os.Remove(images[2].Path), os.Mkdir(images[2].Path, 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Rename(images[3].Path, images[3].Path+".moved"), os.Symlink(images[3].Path+".moved", images[3].Path)); err != nil {
		t.Fatal(err)
	}
	w.Trash(harness.IDs(images[4:5]))

	before := w.Names()
	ids := append(harness.IDs(images[:5]), 9999)
	trashed := w.Trash(ids)
	if len(trashed.Images) != 0 {
		t.Errorf("moved: %+v", trashed.Images)
	}
	reasons := map[int64]cause.Cause{}
	for _, s := range trashed.Skipped {
		reasons[s.Image] = s.Cause
		if s.Image != 9999 && s.Name != filepath.Base(w.Image(s.Image).Path) {
			t.Errorf("the name told is %q", s.Name)
		}
	}
	otherFile := cause.New(cause.FileOther)
	want := map[int64]cause.Cause{
		images[0].ID: otherFile, images[1].ID: otherFile, images[2].ID: otherFile,
		images[3].ID: cause.New(cause.FileNotOne),
		images[4].ID: cause.New(cause.ImageTrashed), 9999: cause.New(cause.ImageUnknown),
	}
	for id, reason := range want {
		if !cmp.Equal(reasons[id], reason) {
			t.Errorf("picture %d: %+v, want %+v", id, reasons[id], reason)
		}
	}
	if after := w.Names(); !slices.Equal(before, after) {
		t.Errorf("the folder held %q and holds %q", before, after)
	}
	w.WantStates(images, library.ImageSaved, library.ImageSaved, library.ImageSaved, library.ImageSaved, library.ImageTrashed, library.ImageSaved)
}

// A picture that isn't saved can't be trashed. One whose file is gone can, and
// comes back as gone.
func TestTrashOfPicturesWithoutFiles(t *testing.T) {
	w, images := saved(t, 3)
	if err := errors.Join(os.Remove(images[0].Path), os.Remove(images[1].Path)); err != nil {
		t.Fatal(err)
	}
	w.CheckAll(2, 0)
	if err := os.Remove(images[2].Path); err != nil { // not noticed yet
		t.Fatal(err)
	}
	w.unsave(images[0]) // it is being fetched again
	trashed := w.Trash(harness.IDs(images))
	if len(trashed.Images) != 2 || len(trashed.Skipped) != 1 || trashed.Skipped[0].Cause.Code != cause.ImageNotYet {
		t.Errorf("%+v", trashed)
	}
	w.WantStates(images, library.ImageKnown, library.ImageTrashed, library.ImageTrashed)
	if names := inTrash(t); len(names) != 0 {
		t.Errorf("the trash holds %q", names)
	}
	restored, err := w.Files.Restore(t.Context(), trashed, nil)
	if err != nil || len(restored.Images) != 2 {
		t.Errorf("%+v, %v", restored, err)
	}
	w.WantStates(images, library.ImageKnown, library.ImageGone, library.ImageGone)
}

// Pictures on a disk that isn't plugged in are not moved to the trash.
func TestTrashWithoutTheDisk(t *testing.T) {
	w, images := saved(t, 2)
	away := w.Saving.Folder + " unplugged"
	if err := os.Rename(w.Saving.Folder, away); err != nil {
		t.Fatal(err)
	}
	trashed := w.Trash(harness.IDs(images))
	if len(trashed.Images) != 0 || len(trashed.Skipped) != 2 || trashed.Skipped[0].Cause.Code != cause.FileFolderAbsent {
		t.Errorf("%+v", trashed)
	}
	if err := os.Rename(away, w.Saving.Folder); err != nil {
		t.Fatal(err)
	}
	w.check(2)
}

// If a picture's name was taken meanwhile, it comes back under another name.
func TestUndoWhenTheNameIsTaken(t *testing.T) {
	w, images := saved(t, 1)
	trashed := w.Trash(harness.IDs(images))
	if err := os.WriteFile(images[0].Path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.CheckAll(0, 0) // that file is not the picture
	w.WantStates(images, library.ImageTrashed)
	restored, err := w.Files.Restore(t.Context(), trashed, nil)
	numbered := strings.TrimSuffix(images[0].Path, ".png") + " (2).png"
	if err != nil || len(restored.Images) != 1 || restored.Images[0].Path != numbered {
		t.Fatalf("%+v, %v", restored, err)
	}
	if b, err := os.ReadFile(images[0].Path); err != nil || string(b) != "mine" {
		t.Errorf("the other file holds %q, %v", b, err)
	}
	w.checkFile(w.Image(images[0].ID))
}

// Pictures deleted from the trash can't be restored, and still count as
// trashed.
func TestUndoAfterTheTrashWasEmptied(t *testing.T) {
	w, images := saved(t, 2)
	trashed := w.Trash(harness.IDs(images))
	if err := os.RemoveAll(filepath.Join(os.Getenv("XDG_DATA_HOME"), "Trash")); err != nil {
		t.Fatal(err)
	}
	restored, err := w.Files.Restore(t.Context(), trashed, nil)
	if err != nil || len(restored.Images) != 0 || len(restored.Skipped) != 2 || restored.Skipped[1].Cause.Code != cause.TrashGone {
		t.Errorf("%+v, %v", restored, err)
	}
	w.WantStates(images, library.ImageTrashed, library.ImageTrashed)
}

// Without a trash nothing changes.
func TestWithoutATrash(t *testing.T) {
	w, images := saved(t, 2)
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_DATA_HOME", blocked)
	trashed := w.Trash(harness.IDs(images))
	if len(trashed.Images) != 0 || len(trashed.Skipped) != 2 || trashed.Skipped[0].Cause.Code != cause.TrashUnwritten {
		t.Errorf("%+v", trashed)
	}
	w.check(2)
}

// Cancelling leaves the moved pictures in the trash, and reports them. The
// others stay saved.
func TestCancelledTrash(t *testing.T) {
	w, images := saved(t, 8)
	ctx, cancel := context.WithCancel(t.Context())
	trashed, err := w.Files.Trash(ctx, harness.IDs(images), func(done, _ int) {
		if done == 3 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || len(trashed.Images) != 3 || len(trashed.Skipped) != 0 {
		t.Errorf("%+v, %v", trashed, err)
	}
	if totals := w.Totals(); totals.Saved != 5 || totals.Trashed != 3 || len(inTrash(t)) != 3 {
		t.Errorf("%+v, and the trash holds %q", totals, inTrash(t))
	}
	if _, err := w.Files.Restore(ctx, trashed, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("restored after the end: %v", err)
	}
	if restored, err := w.Files.Restore(t.Context(), trashed, nil); err != nil || len(restored.Images) != 3 {
		t.Errorf("%+v, %v", restored, err)
	}
	w.check(8)
}

// After Close nothing is moved.
func TestTrashAfterClose(t *testing.T) {
	w, images := saved(t, 1)
	w.end()
	if _, err := w.Files.Trash(t.Context(), harness.IDs(images), nil); !errors.Is(err, supervisor.ErrClosed) {
		t.Errorf("it says %v", err)
	}
	if _, err := os.Stat(images[0].Path); err != nil {
		t.Error(err)
	}
}
