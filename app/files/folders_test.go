package files_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// While no folder has another date, a check doesn't look at the files, for a while.
func TestFoldersThatDidNotChangeStandForTheirFiles(t *testing.T) {
	w, images := saved(t, 3)
	date := func(at time.Time, within ...string) {
		t.Helper()
		if err := os.Chtimes(filepath.Join(append([]string{w.Saving.Folder}, within...)...), at, at); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(path string) {
		t.Helper()
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	before := w.clock.Now().Add(-time.Hour)
	date(before)
	w.CheckAll(0, 0)
	remove(images[0].Path)
	date(before)
	w.CheckAll(0, 0) // it has to look for another reason
	later := before.Add(time.Minute)
	date(later)
	w.CheckAll(1, 0)

	w.CheckAll(0, 0)
	remove(images[1].Path)
	date(later)
	w.CheckAll(0, 0)
	w.clock.Advance(10 * time.Minute)
	w.CheckAll(1, 0)

	// A picture comes into a folder where none was.
	moved := w.Move(images[2].Path, "best/2.png")
	date(later)
	date(later, "best")
	if got := w.Rescan(); got.Moved != 1 {
		t.Fatalf("found %+v", got)
	}
	remove(moved)
	date(later)
	date(later, "best")
	w.CheckAll(1, 0)
}

// A folder that changed a moment ago may change once more without another date.
func TestAFolderThatJustChangedIsNotTrusted(t *testing.T) {
	w, images := saved(t, 1)
	now := w.clock.Now()
	for range 2 {
		if err := os.Chtimes(w.Saving.Folder, now, now); err != nil {
			t.Fatal(err)
		}
		w.CheckAll(0, 0)
	}
	if err := os.Remove(images[0].Path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(w.Saving.Folder, now, now); err != nil {
		t.Fatal(err)
	}
	w.CheckAll(1, 0)
}
