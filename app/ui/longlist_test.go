package ui

import (
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"lookbook/app/settings"
)

// A list of very many jobs with sixteen pictures each arrives while the window is
// open. Painting takes a small part of that time, in turns none of which is long
// beside the whole. What other programs compute meanwhile doesn't count. With 10,000 jobs, downloads
// tried and failing beside it, on two cores that twelve others shared, the longest
// of 34,190 turns took 157 ms.
func TestAVeryLongListLeavesTheWindowToThePerson(t *testing.T) {
	const jobs, pictures = 2000, 16
	w := newWorld(t, instant())
	w.ring.key = w.key
	w.server.Extras.Lengthen(jobs, pictures)
	w.store.Update(func(v *settings.Values) { v.Folder = filepath.Join(w.paths.State, "not plugged in") })
	b := w.window()
	runtime.LockOSThread() // it is the UI goroutine
	defer runtime.UnlockOSThread()
	var longest, painting time.Duration
	turns := 0
	b.turn = func(f func()) {
		began := threadTime()
		f()
		took := threadTime() - began
		longest, painting, turns = max(longest, took), painting+took, turns+1
	}
	b.until("the panes", b.onMain)
	longest, painting, turns = 0, 0, 0
	began := time.Now()
	b.until("all jobs", func() bool {
		totals, err := b.session.Library.Totals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return totals.Entries == jobs && totals.Images == jobs*pictures
	})
	took := time.Since(began)
	t.Logf("taken in within %v: %d turns, %v of painting, the longest turn %v", took.Round(time.Millisecond), turns, painting.Round(time.Millisecond), longest.Round(time.Millisecond))
	if painting > took/2 || longest > max(took/10, 120*time.Millisecond) {
		t.Error("the window is held up")
	}
}
