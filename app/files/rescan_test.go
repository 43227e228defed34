package files_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/app/cause"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/supervisor"
)

// Changes that people make to files are noticed, and moved files are found
// again.
func TestFilesThatPeopleMove(t *testing.T) {
	w, images := saved(t, 6)
	renamed := w.Move(images[0].Path, "my favourite.PNG")
	deeper := w.Move(images[1].Path, "best/of/march/1.png")
	hidden := w.Move(images[2].Path, ".trash/2.png")
	if err := os.Remove(images[3].Path); err != nil {
		t.Fatal(err)
	}
	copyFile(t, images[4].Path, filepath.Join(w.Saving.Folder, "a copy.png"))
	w.CheckAll(4, 0)
	if got := w.entries()[0].Images; got.Gone != 4 || got.Saved != 2 || got.Unsaved() != 0 {
		t.Errorf("the counts are %+v", got)
	}
	if n := w.waiting(); n != 0 {
		t.Errorf("%d files that somebody deleted are to be fetched again", n)
	}
	want := files.RescanResult{Looked: 5, Moved: 2, Missing: 2}
	if got := w.Rescan(); got != want {
		t.Errorf("found %+v, want %+v", got, want)
	}
	after := w.images()
	if after[0].Path != renamed || after[1].Path != deeper || after[4].Path != images[4].Path {
		t.Errorf("the files are at %q, %q and %q", after[0].Path, after[1].Path, after[4].Path)
	}
	if after[2].State != library.ImageGone || after[3].State != library.ImageGone {
		t.Errorf("the others are %s and %s", after[2].State, after[3].State)
	}
	if err := os.Rename(hidden, images[2].Path); err != nil {
		t.Fatal(err)
	}
	w.CheckAll(0, 1)
	if got := w.entries()[0].Images; got.Gone != 1 || got.Saved != 5 {
		t.Errorf("the counts are %+v", got)
	}
	want = files.RescanResult{Looked: 6, Missing: 1}
	if got := w.Rescan(); got != want {
		t.Errorf("the second time: %+v, want %+v", got, want)
	}
}

// Two pictures whose names were exchanged are recognised.
func TestFilesThatChangedNames(t *testing.T) {
	w, images := saved(t, 2)
	a, b := images[0].Path, images[1].Path
	if images[0].Bytes == images[1].Bytes {
		t.Fatal("the pictures are of one size")
	}
	aside := w.Move(a, "aside.png")
	if err := errors.Join(os.Rename(b, a), os.Rename(aside, b)); err != nil {
		t.Fatal(err)
	}
	if got := w.Rescan(); got.Moved != 2 || got.Missing != 0 {
		t.Errorf("found %+v", got)
	}
	w.check(2)
}

// A missing folder may be on a disk that isn't plugged in.
func TestAFolderThatIsNotThere(t *testing.T) {
	w, images := saved(t, 2)
	for _, image := range images {
		w.Move(image.Path, "within/"+filepath.Base(image.Path))
	}
	w.Rescan()
	away := w.Saving.Folder + " away"
	if err := os.Rename(w.Saving.Folder, away); err != nil {
		t.Fatal(err)
	}
	w.Saving.Create = false
	w.CheckAll(0, 0)
	_, err := w.Files.Rescan(t.Context())
	if folder, ok := errors.AsType[*files.FolderError](err); !ok || folder.Cause().Code != cause.FolderAbsent || folder.Folder != w.Saving.Folder {
		t.Errorf("looking through it: %v", err)
	}
	if err := os.Rename(away, w.Saving.Folder); err != nil {
		t.Fatal(err)
	}
	// A subfolder that was removed with its pictures is no such disk.
	if err := os.RemoveAll(filepath.Join(w.Saving.Folder, "within")); err != nil {
		t.Fatal(err)
	}
	w.CheckAll(2, 0)
}

// When a thumbnail or the viewer doesn't find a file, it is marked as missing
// at once.
func TestOneFileIsChecked(t *testing.T) {
	w, images := saved(t, 1)
	image := images[0]
	to := w.Move(image.Path, "elsewhere.png")
	if _, err := w.Files.OpenPicture(t.Context(), image); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("opened: %v", err)
	}
	if got := w.images()[0]; got.State != library.ImageGone {
		t.Errorf("after it was opened, it is %s", got.State)
	}
	if err := os.Rename(to, image.Path); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Files.CheckOne(t.Context(), image.ID); err != nil || got.State != library.ImageSaved {
		t.Errorf("it is back, and %s (%v)", got.State, err)
	}
	if _, err := w.Files.CheckOne(t.Context(), 999); !errors.Is(err, library.ErrNotFound) {
		t.Error(err)
	}
}

// A search of the folder can be stopped, and two don't run at once.
func TestARescanThatIsStopped(t *testing.T) {
	w, images := saved(t, 1)
	w.Move(images[0].Path, "elsewhere.png")
	ctx, stop := context.WithCancel(t.Context())
	w.step = func(step string) {
		if step != "rescanning" {
			return
		}
		if !w.Files.Status().Rescanning {
			t.Error("the status does not say that the folder is being looked through")
		}
		if _, err := w.Files.Rescan(t.Context()); !errors.Is(err, files.ErrRescanning) {
			t.Errorf("a second one: %v", err)
		}
		stop()
	}
	if _, err := w.Files.Rescan(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	w.step = nil
	if w.Files.Status().Rescanning {
		t.Error("the status goes on saying it")
	}
	if got := w.Rescan(); got.Moved != 1 {
		t.Errorf("the next one found %+v", got)
	}
	w.end()
	if _, err := w.Files.Rescan(t.Context()); !errors.Is(err, supervisor.ErrClosed) {
		t.Error(err)
	}
}

// Links are not followed, and folders that are too deep are reported.
func TestWhereItDoesNotLook(t *testing.T) {
	w, images := saved(t, 3)
	outside := filepath.Join(w.dir, "outside")
	if err := os.Mkdir(outside, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(images[0].Path, filepath.Join(outside, "0.png")); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"folder": outside, "0.png": filepath.Join(outside, "0.png"), "round": w.Saving.Folder, "dangling.png": "nowhere",
	} {
		if err := os.Symlink(target, filepath.Join(w.Saving.Folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	w.Move(images[1].Path, strings.Repeat("d/", files.Deepest)+"deep.png")
	w.Move(images[2].Path, strings.Repeat("d/", files.Deepest+1)+"too deep.png")
	want := files.RescanResult{Looked: 1, Moved: 1, Missing: 2, Cut: true}
	if got := w.Rescan(); got != want {
		t.Errorf("found %+v, want %+v", got, want)
	}
}

// In a running program, a check follows when the window comes to the front.
func TestAWindowThatComesToTheFront(t *testing.T) {
	w, images := saved(t, 2)
	changed := make(chan library.ImageState, 10)
	defer w.Library.Subscribe(func(event library.Event) {
		if event, ok := event.(library.ImageChanged); ok {
			changed <- event.Image.State
		}
	})()
	path := images[0].Path
	away := w.Move(path, "away.png")
	w.Files.Start()
	if got := <-changed; got != library.ImageGone {
		t.Errorf("at the start it is %s", got)
	}
	if err := os.Rename(away, path); err != nil {
		t.Fatal(err)
	}
	w.Files.Check()
	for range 3 { // the pause may start only now
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

// Unreadable files and folders are counted, and the others are found.
func TestWhatMayNotBeRead(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Log("the system lets this user read everything")
	}
	w, images := saved(t, 2)
	locked := w.Move(images[0].Path, "locked/0.png")
	w.Move(images[1].Path, "open/1.png")
	if err := os.Chmod(filepath.Dir(locked), 0); err != nil {
		t.Fatal(err)
	}
	_, err := os.ReadDir(filepath.Dir(locked))
	got := w.Rescan()
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
