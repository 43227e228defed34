package engine_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/library"

	"github.com/google/go-cmp/cmp"
)

// ready returns a world with a finished, known job of n pictures.
func ready(t *testing.T, n int) *world {
	t.Helper()
	w := newWorld(t, apitest.Options{})
	w.submit(config(n))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	return w
}

// A missing folder that a person chose is not created. The pictures wait, with
// few tries, and can be saved into another folder.
func TestAFolderThatIsGone(t *testing.T) {
	w := ready(t, 30)
	w.Saving.Create = false
	w.Saving.Folder = filepath.Join(w.dir, "unplugged", "pictures")
	before := len(w.server.ImageCalls())
	w.run(20*time.Minute, nil)
	if n := len(w.server.ImageCalls()) - before; n > 0 {
		t.Errorf("%d downloads that could not be saved", n)
	}
	status := w.engine.Status()
	if status.FolderProblem == nil || !cmp.Equal(status.FolderProblem.Cause, cause.New(cause.Unsaved).Because(cause.New(cause.FolderAbsent))) {
		t.Errorf("the status says %+v", status.FolderProblem)
	}
	failed := 0
	for _, image := range w.images(1) {
		if image.State == library.ImageFailed {
			failed++
			if image.Problem.Cause.Code != cause.Unsaved || image.Problem.Charged != library.ChargedYes {
				t.Errorf("the picture says %+v", image.Problem)
			}
		}
	}
	if failed == 0 || w.Totals().Unsaved != 30 {
		t.Errorf("%d failed of %+v", failed, w.Totals())
	}
	if _, err := os.Stat(w.Saving.Folder); err == nil {
		t.Error("the folder was made")
	}
	w.Saving.Folder = filepath.Join(w.dir, "another")
	if err := os.Mkdir(w.Saving.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	w.engine.FolderChanged()
	w.run(time.Minute, func() bool { return w.Totals().Saved == 30 })
	w.check(30)
	if p := w.engine.Status().FolderProblem; p != nil {
		t.Errorf("the status still says %+v", p)
	}
}

// A folder that comes back is noticed automatically.
func TestAFolderThatComesBack(t *testing.T) {
	w := ready(t, 8)
	w.Saving.Create = false
	w.run(10*time.Minute, nil)
	if err := os.Mkdir(w.Saving.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	w.run(3*time.Minute, func() bool { return w.Totals().Saved == 8 })
	w.check(8)
}

// The pictures folder can't be written to: a file has its path, or, unless the
// tests run as root, the permission is missing.
func TestAFolderThatCannotBeWritten(t *testing.T) {
	w := ready(t, 8)
	if err := os.WriteFile(w.Saving.Folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w.run(5*time.Minute, nil)
	if p := w.engine.Status().FolderProblem; p == nil || w.Totals().Saved != 0 {
		t.Errorf("the status says %+v; %+v", p, w.Totals())
	}
	if err := os.Remove(w.Saving.Folder); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		if err := os.Mkdir(w.Saving.Folder, 0o500); err != nil {
			t.Fatal(err)
		}
		w.run(5*time.Minute, nil)
		if p := w.engine.Status().FolderProblem; p == nil || !cmp.Equal(p.Cause, cause.New(cause.Unsaved).Because(cause.New(cause.FolderForbidden))) {
			t.Errorf("the status says %+v", p)
		}
		if err := os.Chmod(w.Saving.Folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	w.run(3*time.Minute, func() bool { return w.Totals().Saved == 8 })
	w.check(8)
}

// A problem with one file name affects that picture only.
func TestOneNameThatIsTakenByAFolder(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.Saving.Template = "{prompt}/{seed} {index}"
	first := config(2)
	first.Prompt = "portrait photo of ukj man at noon"
	w.submit(first)
	w.submit(config(2))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	if err := os.MkdirAll(w.Saving.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	blocked := filepath.Join(w.Saving.Folder, first.Prompt)
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w.run(time.Minute, func() bool { return w.Totals().Saved == 2 })
	if got := w.Totals(); got.Saved != 2 || got.Failed != 2 || w.engine.Status().FolderProblem != nil {
		t.Errorf("%+v, folder %+v", got, w.engine.Status().FolderProblem)
	}
	if err := os.Remove(blocked); err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Downloads.RetryEntry(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	w.fetch()
	if got := w.Totals().Saved; got != 4 {
		t.Errorf("%d pictures are saved", got)
	}
}

// Other files are never overwritten, and a saved picture keeps its file.
func TestOtherFilesStay(t *testing.T) {
	w := ready(t, 2)
	w.Saving.Template = "same"
	if err := os.MkdirAll(w.Saving.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(w.Saving.Folder, "same.png")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.fetch()
	if data, err := os.ReadFile(mine); err != nil || string(data) != "mine" {
		t.Errorf("my file holds %q, %v", data, err)
	}
	if names := w.Names(); len(names) != 3 {
		t.Errorf("the folder holds %q", names)
	}
}

// A picture whose file was deleted can be fetched again.
func TestAPictureWhoseFileIsGoneIsFetchedAgain(t *testing.T) {
	w := ready(t, 1)
	w.fetch()
	image := w.images(1)[0]
	if err := os.Remove(image.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Library.Images.SetState(t.Context(), image.ID, library.ImageGone); err != nil {
		t.Fatal(err)
	}
	w.run(10*time.Minute, nil)
	if len(w.Names()) != 0 {
		t.Error("it was fetched again although nobody asked")
	}
	if err := w.engine.Downloads.RetryImage(t.Context(), image.ID); err != nil {
		t.Fatal(err)
	}
	w.fetch()
	w.check(1)
}

// After another folder is chosen, no part files stay in the old one.
func TestTheOldFolderIsLeftClean(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(3))
	w.clock.Advance(4 * time.Minute)
	w.server.Inject(apitest.Fault{Where: apitest.Picture, How: apitest.Cut, Times: 3})
	w.engine.Round()
	w.fetch()
	old := w.Saving.Folder
	if len(w.Names()) != 3 {
		t.Fatalf("the folder holds %q", w.Names())
	}
	w.Saving.Folder = filepath.Join(w.dir, "another")
	w.engine.FolderChanged()
	w.run(time.Minute, func() bool { return w.Totals().Saved == 3 })
	w.check(3)
	if err := w.engine.Close(t.Context()); err != nil { // waits for the removal
		t.Fatal(err)
	}
	w.Saving.Folder = old
	if left := w.Names(); len(left) != 0 {
		t.Errorf("left in the old folder: %v", left)
	}
}
