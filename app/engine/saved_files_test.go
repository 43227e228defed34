package engine_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/files"
	"lookbook/app/library"
)

// saved is a world with n saved pictures and a trash of its own, and those
// pictures.
func saved(t *testing.T, n int) (*world, []library.Image) {
	t.Helper()
	t.Setenv("XDG_DATA_HOME", filepath.Join(t.TempDir(), "data"))
	w := ready(t, n)
	w.fetch()
	if w.totals().Saved != n {
		t.Fatalf("%+v", w.totals())
	}
	return w, w.images(1)
}

// finished is a world with one job, its pictures saved.
func finished(t *testing.T, pictures int) (*world, library.Entry) {
	t.Helper()
	w := newWorld(t, apitest.Options{})
	entry := w.submit(config(pictures))
	w.runUntilSaved(pictures)
	return w, w.entry(entry.ID)
}

func idsOf(images []library.Image) []int64 {
	var ids []int64
	for _, image := range images {
		ids = append(ids, image.ID)
	}
	return ids
}

func (w *world) trash(ids []int64) files.Trashed {
	w.t.Helper()
	trashed, err := w.engine.Files.Trash(context.Background(), ids, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return trashed
}

func (w *world) image(id int64) library.Image {
	w.t.Helper()
	image, err := w.library.Image(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return image
}

func (w *world) states(images []library.Image) []library.ImageState {
	w.t.Helper()
	var states []library.ImageState
	for _, image := range images {
		states = append(states, w.image(image.ID).State)
	}
	return states
}

func (w *world) wantStates(images []library.Image, want ...library.ImageState) {
	w.t.Helper()
	if got := w.states(images); !slices.Equal(got, want) {
		w.t.Errorf("the pictures are %q, want %q", got, want)
	}
}

func (w *world) rescan() files.RescanResult {
	w.t.Helper()
	result, err := w.engine.Files.Rescan(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return result
}

func (w *world) checkAll(gone, back int) {
	w.t.Helper()
	found, err := w.engine.Files.CheckAll(w.t.Context())
	if err != nil || found.Gone != gone || found.Back != back {
		w.t.Errorf("a check found %+v (%v), want %d gone and %d back", found, err, gone, back)
	}
}

// move renames a file within the folder of pictures, into folders that need not
// be there.
func (w *world) move(path, name string) string {
	w.t.Helper()
	to := filepath.Join(w.saving.Folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(path, to); err != nil {
		w.t.Fatal(err)
	}
	return to
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return b
}

// exported exports pictures to a new folder.
func (w *world) export(images []library.Image, metadata bool) (files.Exported, string) {
	w.t.Helper()
	folder := filepath.Join(w.t.TempDir(), "copies")
	if err := os.Mkdir(folder, 0o700); err != nil {
		w.t.Fatal(err)
	}
	exported, err := w.engine.Files.Export(context.Background(), idsOf(images), files.ExportTo{Folder: folder, Metadata: metadata}, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return exported, folder
}

// inTrash are the names in the trash, which lists each of them.
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

// The file of a picture that was asked for again is found, too, and the picture
// is not fetched again.
func TestAPictureThatIsThereAlready(t *testing.T) {
	w, entry := finished(t, 2)
	image := w.images(entry.ID)[0]
	to := w.move(image.Path, "elsewhere.png")
	w.checkAll(1, 0)
	if err := w.engine.Downloads.RetryImage(t.Context(), image.ID); err != nil {
		t.Fatal(err)
	}
	if got := w.rescan(); got.Added != 1 || got.Missing != 0 {
		t.Errorf("found %+v", got)
	}
	w.fetch()
	if got := w.images(entry.ID)[0]; got.Path != to || got.State != library.ImageSaved || len(w.server.ImageCalls()) != 2 {
		t.Errorf("it is %s at %s, after %d downloads", got.State, got.Path, len(w.server.ImageCalls()))
	}
}

// Trashed pictures are still in the trash after a restart, and a library that
// finds their files again has them back.
func TestTrashedAfterARestart(t *testing.T) {
	w, images := saved(t, 2)
	w.trash(idsOf(images))
	w.restart()
	w.engine.Round()
	w.run(0, nil)
	w.checkAll(0, 0)
	w.wantStates(images, library.ImageTrashed, library.ImageTrashed)
	if n := len(w.server.ImageCalls()); n != 2 {
		t.Errorf("%d pictures were fetched for 2", n)
	}
}

// A job whose pictures are in the trash is one that all is known of: nobody is
// asked for them again, by the list or by Retry.
func TestNothingIsAskedForTrashedPictures(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", filepath.Join(t.TempDir(), "data"))
	w := newWorld(t, apitest.Options{Summaries: true})
	w.submit(config(3))
	w.runUntilSaved(3)
	w.trash(idsOf(w.images(1)[:2]))
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
	if totals := w.totals(); totals.Trashed != 2 || totals.Saved != 1 {
		t.Errorf("%+v", totals)
	}
}
