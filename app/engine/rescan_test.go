package engine_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/library"
)

// finished is a world with one job, its pictures saved.
func finished(t *testing.T, pictures int) (*world, library.Entry) {
	t.Helper()
	w := newWorld(t, apitest.Options{})
	entry := w.submit(config(pictures))
	w.runUntilSaved(pictures)
	return w, w.entry(entry.ID)
}

func (w *world) rescan() files.RescanResult {
	w.t.Helper()
	result, err := w.engine.Files.Rescan(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return result
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

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (w *world) checkAll(gone, back int) {
	w.t.Helper()
	found, err := w.engine.Files.CheckAll(w.t.Context())
	if err != nil || found.Gone != gone || found.Back != back {
		w.t.Errorf("a check found %+v (%v), want %d gone and %d back", found, err, gone, back)
	}
}

// What people do to files is noticed, and what they moved is found again.
func TestFilesThatPeopleMove(t *testing.T) {
	w, entry := finished(t, 6)
	images := w.images(entry.ID)
	renamed := w.move(images[0].Path, "my favourite.PNG")
	deeper := w.move(images[1].Path, "best/of/march/1.png")
	hidden := w.move(images[2].Path, ".trash/2.png")
	if err := os.Remove(images[3].Path); err != nil {
		t.Fatal(err)
	}
	copyFile(t, images[4].Path, filepath.Join(w.saving.Folder, "a copy.png"))
	w.checkAll(4, 0)
	if got := w.entry(entry.ID).Images; got.Gone != 4 || got.Saved != 2 || got.Unsaved() != 0 {
		t.Errorf("the counts are %+v", got)
	}
	if next := w.fetch(); !next.IsZero() || len(w.server.ImageCalls()) != 6 {
		t.Error("files that somebody deleted were fetched again")
	}
	want := files.RescanResult{Looked: 5, Moved: 2, Missing: 2}
	if got := w.rescan(); got != want {
		t.Errorf("found %+v, want %+v", got, want)
	}
	after := w.images(entry.ID)
	if after[0].Path != renamed || after[1].Path != deeper || after[4].Path != images[4].Path {
		t.Errorf("the files are at %q, %q and %q", after[0].Path, after[1].Path, after[4].Path)
	}
	if after[2].State != library.ImageGone || after[3].State != library.ImageGone {
		t.Errorf("the others are %s and %s", after[2].State, after[3].State)
	}
	if err := os.Rename(hidden, images[2].Path); err != nil {
		t.Fatal(err)
	}
	w.checkAll(0, 1)
	if got := w.entry(entry.ID).Images; got.Gone != 1 || got.Saved != 5 {
		t.Errorf("the counts are %+v", got)
	}
	want = files.RescanResult{Looked: 6, Missing: 1}
	if got := w.rescan(); got != want {
		t.Errorf("the second time: %+v, want %+v", got, want)
	}
}

// Two pictures that changed names with each other are told apart.
func TestFilesThatChangedNames(t *testing.T) {
	w, entry := finished(t, 2)
	images := w.images(entry.ID)
	a, b := images[0].Path, images[1].Path
	if images[0].Bytes == images[1].Bytes {
		t.Fatal("the pictures are of one size")
	}
	aside := w.move(a, "aside.png")
	if err := errors.Join(os.Rename(b, a), os.Rename(aside, b)); err != nil {
		t.Fatal(err)
	}
	if got := w.rescan(); got.Moved != 2 || got.Missing != 0 {
		t.Errorf("found %+v", got)
	}
	w.check(2)
}

// A whole folder that is not there may be on a disk that is not plugged in.
func TestAFolderThatIsNotThere(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.saving.Template = "{job}/{index}"
	entry := w.submit(config(2))
	w.runUntilSaved(2)
	away := w.saving.Folder + " away"
	if err := os.Rename(w.saving.Folder, away); err != nil {
		t.Fatal(err)
	}
	w.saving.Create = false
	w.checkAll(0, 0)
	_, err := w.engine.Files.Rescan(t.Context())
	if folder, ok := errors.AsType[*files.FolderError](err); !ok || err.Error() != "the folder is not there" || folder.Folder != w.saving.Folder {
		t.Errorf("looking through it: %v", err)
	}
	if err := os.Rename(away, w.saving.Folder); err != nil {
		t.Fatal(err)
	}
	// A folder within it that was removed with its pictures is no such disk.
	images := w.images(entry.ID)
	if err := os.RemoveAll(filepath.Dir(images[0].Path)); err != nil {
		t.Fatal(err)
	}
	w.checkAll(2, 0)
}

// A thumbnail or the viewer that finds a file missing has it marked at once.
func TestOneFileIsChecked(t *testing.T) {
	w, entry := finished(t, 1)
	image := w.images(entry.ID)[0]
	to := w.move(image.Path, "elsewhere.png")
	w.thumbnail(image)
	if got := w.images(entry.ID)[0]; got.State != library.ImageGone {
		t.Errorf("after its thumbnail was asked for, it is %s", got.State)
	}
	if err := os.Rename(to, image.Path); err != nil {
		t.Fatal(err)
	}
	if got, err := w.engine.Files.CheckOne(t.Context(), image.ID); err != nil || got.State != library.ImageSaved {
		t.Errorf("it is back, and %s (%v)", got.State, err)
	}
	if _, err := w.engine.Files.CheckOne(t.Context(), 999); !errors.Is(err, library.ErrNotFound) {
		t.Error(err)
	}
}

// The file of a picture that was asked for again is found, too, and the picture
// is not fetched again.
func TestAPictureThatIsThereAlready(t *testing.T) {
	w, entry := finished(t, 2)
	image := w.images(entry.ID)[0]
	to := w.move(image.Path, "elsewhere.png")
	w.checkAll(1, 0)
	if err := w.engine.RetryImage(t.Context(), image.ID); err != nil {
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

// Looking through the folder can be stopped, and is not done twice at once.
func TestARescanThatIsStopped(t *testing.T) {
	w, entry := finished(t, 1)
	w.move(w.images(entry.ID)[0].Path, "elsewhere.png")
	ctx, stop := context.WithCancel(t.Context())
	w.engine.OnStep(func(step string) {
		if step != "rescanning" {
			return
		}
		if !w.engine.Status().Rescanning {
			t.Error("the status does not say that the folder is being looked through")
		}
		if _, err := w.engine.Files.Rescan(t.Context()); !errors.Is(err, files.ErrRescanning) {
			t.Errorf("a second one: %v", err)
		}
		stop()
	})
	if _, err := w.engine.Files.Rescan(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	w.engine.OnStep(func(string) {})
	if w.engine.Status().Rescanning {
		t.Error("the status goes on saying it")
	}
	if got := w.rescan(); got.Moved != 1 {
		t.Errorf("the next one found %+v", got)
	}
	if err := w.engine.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.engine.Files.Rescan(t.Context()); !errors.Is(err, engine.ErrClosed) {
		t.Error(err)
	}
}

// Links are not followed, and what is too deep is said to be left out.
func TestWhereItDoesNotLook(t *testing.T) {
	w, entry := finished(t, 3)
	images := w.images(entry.ID)
	outside := filepath.Join(w.dir, "outside")
	if err := os.Mkdir(outside, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(images[0].Path, filepath.Join(outside, "0.png")); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"folder": outside, "0.png": filepath.Join(outside, "0.png"), "round": w.saving.Folder, "dangling.png": "nowhere",
	} {
		if err := os.Symlink(target, filepath.Join(w.saving.Folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	w.move(images[1].Path, strings.Repeat("d/", files.Deepest)+"deep.png")
	w.move(images[2].Path, strings.Repeat("d/", files.Deepest+1)+"too deep.png")
	want := files.RescanResult{Looked: 1, Moved: 1, Missing: 2, Cut: true}
	if got := w.rescan(); got != want {
		t.Errorf("found %+v, want %+v", got, want)
	}
}

// In a running program a check follows when the window comes to the front.
func TestAWindowThatComesToTheFront(t *testing.T) {
	w, entry := finished(t, 2)
	changed := make(chan library.ImageState, 10)
	defer w.engine.Subscribe(func(event engine.Event) {
		if event, ok := event.(library.ImageChanged); ok {
			changed <- event.Image.State
		}
	})()
	path := w.images(entry.ID)[0].Path
	away := w.move(path, "away.png")
	w.engine.Start()
	if got := <-changed; got != library.ImageGone {
		t.Errorf("at the start it is %s", got)
	}
	if err := os.Rename(away, path); err != nil {
		t.Fatal(err)
	}
	w.engine.Files.Check()
	for range 3 { // the pause may begin only now
		w.clock.Advance(15 * time.Second)
	}
	for {
		select {
		case got := <-changed:
			if got != library.ImageSaved {
				t.Errorf("at the front it is %s", got)
			}
			return
		default:
			w.clock.Advance(15 * time.Second)
		}
	}
}

// Files and folders that may not be read are counted, and the rest is found.
func TestWhatMayNotBeRead(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Log("the system lets this user read everything")
	}
	w, entry := finished(t, 2)
	images := w.images(entry.ID)
	locked := w.move(images[0].Path, "locked/0.png")
	w.move(images[1].Path, "open/1.png")
	if err := os.Chmod(filepath.Dir(locked), 0); err != nil {
		t.Fatal(err)
	}
	_, err := os.ReadDir(filepath.Dir(locked))
	got := w.rescan()
	if err := os.Chmod(filepath.Dir(locked), 0o755); err != nil {
		t.Fatal(err)
	}
	want := files.RescanResult{Looked: 1, Moved: 1, Missing: 1, Unread: 1}
	if err == nil {
		want = files.RescanResult{Looked: 2, Moved: 2}
	}
	if got != want {
		t.Errorf("found %+v, want %+v", got, want)
	}
}
