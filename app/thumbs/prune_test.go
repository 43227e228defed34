package thumbs

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// fill puts 20 files of 1,000 bytes into the cache on disk, a minute apart.
func (w *world) fill() (dir string) {
	w.t.Helper()
	dir = filepath.Join(w.dir, "thumbnails", "ab")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		w.t.Fatal(err)
	}
	for i := range 20 {
		path := filepath.Join(dir, string(rune('a'+i)))
		if err := os.WriteFile(path, make([]byte, 1000), 0o600); err != nil {
			w.t.Fatal(err)
		}
		if err := os.Chtimes(path, noon, noon.Add(time.Duration(i)*time.Minute)); err != nil {
			w.t.Fatal(err)
		}
	}
	return dir
}

func TestCacheOnDiskIsBounded(t *testing.T) {
	w := newWorld(t)
	if err := w.cache.prune(t.Context()); err != nil {
		t.Error("without a folder:", err)
	}
	dir := w.fill()
	w.disk = 10_000
	w.restart()
	if err := w.cache.prune(t.Context()); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 8 || left[0].Name() != "m" {
		t.Errorf("left: %v, %v", left, err)
	}
}

// The cache on disk is pruned while the program runs, once what was written
// takes it over its bound, and not before.
func TestPrunedWhileRunning(t *testing.T) {
	w := newWorld(t)
	dir := w.fill()
	w.disk = 20_100 // there is room for nothing more
	w.restart()
	id := int64(0)
	asked := func() bool {
		t.Helper()
		id++
		w.get(w.saved(id), 256)
		w.make()
		select {
		case <-w.cache.full:
			return true
		default:
			return false
		}
	}
	prune := func(left int) {
		t.Helper()
		if err := w.cache.prune(t.Context()); err != nil {
			t.Error(err)
		}
		if files, err := os.ReadDir(dir); err != nil || len(files) != left {
			t.Errorf("%d files are left, want %d, %v", len(files), left, err)
		}
	}
	prune(20)
	if !asked() {
		t.Fatal("over its bound, the cache is not pruned")
	}
	prune(14) // with what was written just now: a fifth more than needed goes
	if asked() {
		t.Error("it is to be pruned again at once")
	}
}
