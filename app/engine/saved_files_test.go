package engine_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/test/harness"
)

// saved returns a world with a trash of its own and n saved pictures.
func saved(t *testing.T, n int) (*world, []library.Image) {
	t.Helper()
	t.Setenv("XDG_DATA_HOME", filepath.Join(t.TempDir(), "data"))
	w := ready(t, n)
	w.fetch()
	if w.Totals().Saved != n {
		t.Fatalf("%+v", w.Totals())
	}
	return w, w.images(1)
}

// finished returns a world with one job and its saved pictures.
func finished(t *testing.T, pictures int) (*world, library.Entry) {
	t.Helper()
	w := newWorld(t, apitest.Options{})
	entry := w.submit(config(pictures))
	w.runUntilSaved(pictures)
	return w, w.entry(entry.ID)
}

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

// The file of a picture that is asked for again is found, and the picture is
// not fetched.
func TestAPictureThatIsThereAlready(t *testing.T) {
	w, entry := finished(t, 2)
	image := w.images(entry.ID)[0]
	to := w.Move(image.Path, "elsewhere.png")
	w.CheckAll(1, 0)
	if err := w.engine.Downloads.RetryImage(t.Context(), image.ID); err != nil {
		t.Fatal(err)
	}
	if got := w.Rescan(); got.Added != 1 || got.Missing != 0 {
		t.Errorf("found %+v", got)
	}
	w.fetch()
	if got := w.images(entry.ID)[0]; got.Path != to || got.State != library.ImageSaved || len(w.server.ImageCalls()) != 2 {
		t.Errorf("it is %s at %s, after %d downloads", got.State, got.Path, len(w.server.ImageCalls()))
	}
}

// Trashed pictures are still trashed after a restart, and come back when their
// files are found again.
func TestTrashedAfterARestart(t *testing.T) {
	w, images := saved(t, 2)
	w.Trash(harness.IDs(images))
	w.restart()
	w.engine.Round()
	w.run(0, nil)
	w.CheckAll(0, 0)
	w.WantStates(images, library.ImageTrashed, library.ImageTrashed)
	if n := len(w.server.ImageCalls()); n != 2 {
		t.Errorf("%d pictures were fetched for 2", n)
	}
}

// A job whose pictures are in the trash is complete: neither the list nor Retry
// asks for them again.
func TestNothingIsAskedForTrashedPictures(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", filepath.Join(t.TempDir(), "data"))
	w := newWorld(t, apitest.Options{Summaries: true})
	w.submit(config(3))
	w.runUntilSaved(3)
	w.Trash(harness.IDs(w.images(1)[:2]))
	w.restart()
	before := w.count("GET", "/jobs/image-gen/")
	w.engine.Round()
	w.run(0, nil)
	w.engine.Round()
	if err := w.engine.Downloads.RetryEntry(t.Context(), 1); err != nil {
		t.Error(err)
	}
	w.run(time.Hour, nil)
	if n := w.count("GET", "/jobs/image-gen/") - before; n != 0 {
		t.Errorf("the job was asked for %d times", n)
	}
	if totals := w.Totals(); totals.Trashed != 2 || totals.Saved != 1 {
		t.Errorf("%+v", totals)
	}
}
