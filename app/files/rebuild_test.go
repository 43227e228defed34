package files_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/app/files"
	"lookbook/app/folder"
	"lookbook/app/library"
)

// loseLibrary removes the library and starts a new one.
func (w *world) loseLibrary() {
	w.t.Helper()
	w.close()
	left, err := filepath.Glob(filepath.Join(w.dir, "library.db*"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, path := range left {
		if err := os.Remove(path); err != nil {
			w.t.Fatal(err)
		}
	}
	w.rebuild = true
	w.open()
}

// A new library takes in the pictures in the folder. While the folder is missing it waits, says so,
// and doesn't fetch pictures of other jobs.
func TestRebuildWaitsForTheFolder(t *testing.T) {
	w, images := saved(t, 3)
	away := w.Saving.Folder + " away"
	if err := os.Rename(w.Saving.Folder, away); err != nil {
		t.Fatal(err)
	}
	w.Saving.Create = false
	w.loseLibrary()
	w.Files.Start()
	if err := w.clock.BlockUntilContext(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	if w.trouble == nil || w.woken != 0 {
		t.Errorf("told %v, and %d times that all is there", w.trouble, w.woken)
	}
	w.mu.Unlock()
	if free, err := w.Files.NotInFolder(t.Context(), images); err != nil || len(free) != 0 {
		t.Errorf("%d pictures may be fetched that may be there, %v", len(free), err)
	}
	if err := os.Rename(away, w.Saving.Folder); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Second)
	if err := w.clock.BlockUntilContext(t.Context(), 1); err != nil { // the pause after the first check
		t.Fatal(err)
	}
	w.mu.Lock()
	if w.trouble != nil || w.woken != 1 {
		t.Errorf("told %v, and %d times that all is there", w.trouble, w.woken)
	}
	w.mu.Unlock()
	want := files.RescanResult{Looked: 3, Added: 3}
	if got := w.Files.Status().Rebuilt; got == nil || got.Err != nil || got.Result != want || len(w.rebuilt) != 1 {
		t.Errorf("it ended with %+v, told %+v", got, w.rebuilt)
	}
	if free, err := w.Files.NotInFolder(t.Context(), images); err != nil || len(free) != 3 {
		t.Errorf("%d pictures may be fetched, %v", len(free), err)
	}
	w.check(3)
}

// A check reports when the folder is a different one, and when that is over. It
// doesn't end other problems.
func TestAnotherFolderIsTold(t *testing.T) {
	w, images := saved(t, 2)
	away := w.Saving.Folder + " away"
	if err := errors.Join(os.Rename(w.Saving.Folder, away), os.Mkdir(w.Saving.Folder, 0o755)); err != nil {
		t.Fatal(err)
	}
	w.CheckAll(0, 0)
	if !errors.Is(w.trouble, folder.ErrOtherFolder) {
		t.Errorf("told %v", w.trouble)
	}
	if err := errors.Join(os.Remove(w.Saving.Folder), os.Rename(away, w.Saving.Folder)); err != nil {
		t.Fatal(err)
	}
	w.CheckAll(0, 0)
	if w.trouble != nil {
		t.Errorf("told %v", w.trouble)
	}
	w.trouble = errors.New("the disk is full")
	w.CheckAll(0, 0)
	if w.trouble == nil {
		t.Error("a full disk is over because the folder is there")
	}
	for _, image := range images {
		if got := w.Image(image.ID).State; got != library.ImageSaved {
			t.Errorf("a picture is %s", got)
		}
	}
}

// A picture that is being downloaded is not taken in.
func TestAPictureThatIsBeingSaved(t *testing.T) {
	w, images := saved(t, 1)
	w.Move(images[0].Path, "elsewhere.png")
	w.unsave(images[0])
	w.Claim(images[0].ID)
	if got := w.Rescan(); got.Added != 0 || w.Image(images[0].ID).State != library.ImageKnown {
		t.Errorf("found %+v", got)
	}
	w.Release(images[0].ID)
	if got := w.Rescan(); got.Added != 1 || len(w.claimed) != 0 {
		t.Errorf("found %+v, and %d pictures stay claimed", got, len(w.claimed))
	}
}
