//go:build !windows

package engine_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/files"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/test/harness"

	"github.com/google/go-cmp/cmp"
)

// plants are things that somebody with write access to the folder may put under
// a name.
func plants(outside string) map[string]func(path string) error {
	return map[string]func(path string) error{
		"a link":               func(path string) error { return os.Symlink(outside, path) },
		"a second name":        func(path string) error { return os.Link(outside, path) },
		"a link to a folder":   func(path string) error { return os.Symlink(filepath.Dir(outside), path) },
		"a link that leads on": func(path string) error { return os.Symlink(outside+".new", path) },
		"a link to a device":   func(path string) error { return os.Symlink("/dev/zero", path) },
		"a link to a pipe": func(path string) error {
			return errors.Join(mkfifo(outside+".pipe"), os.Symlink(outside+".pipe", path))
		},
		"a pipe":           mkfifo,
		"a folder":         func(path string) error { return os.Mkdir(path, 0o755) },
		"a link to itself": func(path string) error { return os.Symlink(filepath.Base(path), path) },
	}
}

func mkfifo(path string) error {
	err := syscall.Mkfifo(path, 0o600)
	if errors.Is(err, syscall.EEXIST) {
		return nil
	}
	return err
}

// promptly fails the test, instead of hanging, when something waits for a pipe.
func promptly(t *testing.T, what string, do func()) {
	t.Helper()
	over := make(chan struct{})
	go func() {
		defer close(over)
		do()
	}()
	patience := time.NewTimer(time.Minute)
	defer patience.Stop()
	select {
	case <-over:
	case <-patience.C:
		t.Fatalf("%s hangs", what)
	}
}

// earlierStem is the stem of a picture's temporary files in versions before
// 2026-12.
func earlierStem(image library.Image) string {
	sum := sha256.Sum256([]byte(image.JobID + "\x00" + image.Generated.GeneratedImageID))
	return ".lookbook-" + hex.EncodeToString(sum[:10])
}

// Whatever is planted in the folder, under any name that the program uses or
// used: every picture is saved in its own file, and nothing outside the folder
// is touched.
func TestPlantedNames(t *testing.T) {
	for what := range plants("") {
		for _, where := range []string{"new", "part", "placing", "probe", "copy", "mark", "final", "next"} {
			t.Run(what+" at "+where, func(t *testing.T) {
				w := ready(t, 4)
				outside := filepath.Join(w.dir, "outside", "mine.txt")
				err := errors.Join(os.MkdirAll(w.Saving.Folder, 0o755), os.Mkdir(filepath.Dir(outside), 0o755), os.WriteFile(outside, []byte("mine"), 0o600))
				w.Saving.Template = "{job} {index}"
				for i, image := range w.images(1) {
					name := earlierStem(image) + "." + where
					switch where {
					case "mark":
						name = folder.MarkName
					case "final":
						name = image.JobID + " " + string(rune('1'+i)) + ".png"
					case "next":
						name = image.JobID + " " + string(rune('1'+i)) + " (2).png"
					}
					if where != "mark" || i == 0 {
						err = errors.Join(err, plants(outside)[what](filepath.Join(w.Saving.Folder, name)))
					}
				}
				if err != nil {
					t.Fatal(err)
				}
				promptly(t, "saving", func() {
					if err := w.engine.Downloads.CleanUp(t.Context()); err != nil {
						t.Error(err)
					}
					w.run(20*time.Minute, func() bool { return w.Totals().Saved == 4 })
				})
				if got := w.Totals(); got.Saved != 4 {
					t.Fatalf("%+v: %+v", got, w.images(1)[0].Problem)
				}
				files := map[string]bool{}
				for _, image := range w.images(1) {
					info, err := os.Lstat(image.Path)
					if err != nil || !info.Mode().IsRegular() || files[image.Path] {
						t.Errorf("%s is %v, %v", image.Path, info, err)
					}
					files[image.Path] = true
					w.checkFile(w.entry(1), image)
				}
				if content := harness.ReadFile(t, outside); string(content) != "mine" {
					t.Errorf("the file outside holds %d bytes", len(content))
				}
				entries, err := os.ReadDir(filepath.Dir(outside))
				for _, entry := range entries {
					if name := entry.Name(); name != "mine.txt" && name != "mine.txt.pipe" {
						t.Errorf("%s was made outside", name)
					}
				}
				if err != nil {
					t.Error(err)
				}
				promptly(t, "starting again", func() { w.restart() })
				promptly(t, "looking through the folder", func() { w.Rescan() })
			})
		}
	}
}

// A folder of the template that is a link to another place is not followed: the
// picture waits and says why. A link within the pictures folder is followed.
func TestAFolderThatIsALink(t *testing.T) {
	w := ready(t, 2)
	outside := filepath.Join(w.dir, "outside")
	w.Saving.Template = "portraits/{index}"
	link := filepath.Join(w.Saving.Folder, "portraits")
	err := errors.Join(os.MkdirAll(filepath.Join(w.Saving.Folder, "others"), 0o755), os.Mkdir(outside, 0o755), os.Symlink(outside, link))
	if err != nil {
		t.Fatal(err)
	}
	w.run(10*time.Minute, nil)
	for _, image := range w.images(1) {
		if image.State != library.ImageFailed || !cmp.Equal(image.Problem.Cause, cause.New(cause.Unsaved).Because(cause.New(cause.FolderLink, "Name", "portraits"))) {
			t.Errorf("%s: %+v", image.State, image.Problem)
		}
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 0 {
		t.Errorf("outside are %v, %v", entries, err)
	}
	if w.engine.Status().FolderProblem != nil {
		t.Error("the whole folder is blamed")
	}
	if err := errors.Join(os.Remove(link), os.Symlink("others", link)); err != nil {
		t.Fatal(err)
	}
	w.run(20*time.Minute, func() bool { return w.Totals().Saved == 2 })
	if w.Totals().Saved != 2 {
		t.Errorf("%+v: %+v", w.Totals(), w.images(1)[0].Problem)
	}
}

// The pictures folder itself may be a link to another disk.
func TestTheFolderIsALinkItself(t *testing.T) {
	w := ready(t, 2)
	there := filepath.Join(w.dir, "other disk")
	if err := errors.Join(os.Mkdir(there, 0o755), os.Symlink(there, w.Saving.Folder)); err != nil {
		t.Fatal(err)
	}
	w.fetch()
	w.check(2)
	w.restart()
	w.another(1)
	w.fetch()
	w.check(3)
	w.CheckAll(0, 0)
}

// A pipe or a device at a saved picture's path blocks nothing that opens it.
func TestPipesAndDevicesAtAPicturesPath(t *testing.T) {
	for what, plant := range map[string]func(path string) error{
		"a pipe":             mkfifo,
		"a link to a pipe":   func(path string) error { return errors.Join(mkfifo(path+".pipe"), os.Symlink(path+".pipe", path)) },
		"a link to a device": func(path string) error { return os.Symlink("/dev/zero", path) },
		"a link to a folder": func(path string) error { return os.Symlink("/", path) },
		"a file without end": func(path string) error {
			return errors.Join(os.WriteFile(path, []byte("\x89PNG\r\n\x1a\n"), 0o600), os.Truncate(path, 1<<40))
		},
	} {
		t.Run(what, func(t *testing.T) {
			w, images := saved(t, 2)
			if err := errors.Join(os.Remove(images[0].Path), plant(images[0].Path)); err != nil {
				t.Fatal(err)
			}
			to := t.TempDir()
			promptly(t, "a thumbnail", func() {
				w.thumbnail(images[0])
			})
			promptly(t, "an export", func() {
				for _, whole := range []bool{true, false} {
					got, err := w.engine.Files.Copies.Export(t.Context(), harness.IDs(images), files.ExportTo{Folder: to, Metadata: whole}, nil)
					if err != nil || len(got.Files) != 1 || len(got.Skipped) != 1 {
						t.Errorf("%+v, %v", got, err)
					}
				}
			})
			promptly(t, "a look at the files", func() {
				if _, err := w.engine.Files.CheckOne(t.Context(), images[0].ID); err != nil {
					t.Error(err)
				}
				if _, err := w.engine.Files.CheckAll(context.Background()); err != nil {
					t.Error(err)
				}
				w.Rescan()
			})
			promptly(t, "moving to the trash", func() {
				if _, err := w.engine.Files.Trash(t.Context(), harness.IDs(images[:1]), nil); err != nil {
					t.Error(err)
				}
			})
			if info, err := os.Lstat(images[0].Path); err != nil || info.Mode().IsRegular() != (what == "a file without end") {
				t.Errorf("it is %v, %v", info, err)
			}
			promptly(t, "a new start", func() { w.restart() })
			promptly(t, "fetching it again", func() {
				_ = w.engine.Downloads.RetryImage(t.Context(), images[0].ID) // which makes it count as gone
				w.run(5*time.Minute, nil)
			})
		})
	}
}

// Nobody can guess a name that the program will write to.
func TestTemporaryNamesCannotBeGuessed(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		w := newWorld(t, apitest.Options{Seed: 1})
		w.submit(config(2))
		w.clock.Advance(4 * time.Minute)
		w.engine.Round()
		w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Cut, AfterBytes: 500, Times: 2})
		w.fetch()
		for _, name := range w.Names() {
			if seen[name] {
				t.Errorf("%s was there before", name)
			}
			seen[name] = true
		}
		// A part file is continued after a restart, if nothing cleaned it up.
		w.close()
		w.open()
		w.run(time.Hour, func() bool { return w.Totals().Saved == 2 })
		w.check(2)
	}
	if len(seen) != 4 {
		t.Errorf("%d temporary files", len(seen))
	}
}

// A picture is not restored through a link that has replaced its folder.
func TestNothingIsRestoredThroughALink(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", filepath.Join(t.TempDir(), "data"))
	w := ready(t, 2)
	w.Saving.Template = "portraits/{index}"
	w.fetch()
	images := w.images(1)
	trashed := w.Trash(harness.IDs(images))
	outside, at := filepath.Join(w.dir, "outside"), filepath.Join(w.Saving.Folder, "portraits")
	if err := errors.Join(os.Mkdir(outside, 0o755), os.Remove(at), os.Symlink(outside, at)); err != nil {
		t.Fatal(err)
	}
	got, err := w.engine.Files.Restore(t.Context(), trashed, nil)
	if err != nil || len(got.Images) != 0 || len(got.Skipped) != 2 || got.Skipped[0].Cause.Code != cause.FolderLink {
		t.Errorf("restored %+v, %v", got, err)
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 0 {
		t.Errorf("outside are %v, %v", entries, err)
	}
	if err := os.Remove(at); err != nil {
		t.Fatal(err)
	}
	if got, err := w.engine.Files.Restore(t.Context(), trashed, nil); err != nil || len(got.Images) != 2 {
		t.Errorf("restored %+v, %v", got, err)
	}
}
