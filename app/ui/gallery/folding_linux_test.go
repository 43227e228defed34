package gallery

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"lookbook/app/library"
)

// BenchmarkFolding measures how long the UI goroutine computes while a section of 1, 10,000 and 100,000 of 160,000
// pictures is folded and unfolded, and how long it takes until the pictures are listed anew and painted: p95 of 20 each.
// The listing includes that of the test's own library.
func BenchmarkFolding(b *testing.B) {
	images := many(160_000)
	for i := range images {
		switch {
		case i < 1:
			images[i].EntryID = 20_003
		case i < 10_001:
			images[i].EntryID = 20_002
		case i < 110_001:
			images[i].EntryID = 20_001
		}
	}
	g := newBench(b, images...)
	g.indexed = map[int64]library.Image{}
	for _, img := range images {
		g.indexed[img.ID] = img
	}
	g.Arrangement.SetSections(ByJob)
	g.ShowAll()
	g.drain()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for section, pictures := range []int{1, 10_000, 100_000} {
		var busy, whole, painted []time.Duration
		for range b.N * 20 {
			for range 2 { // folds, and unfolds
				var t turns
				began := time.Now()
				t.take(func() { g.Folding.toggle(section) })
				t.drain(g)
				if folded := g.Folding.sections()[section].Folded; folded != (g.Pictures.Len() == 160_000-pictures) {
					b.Fatalf("%d pictures are listed, folded: %v", g.Pictures.Len(), folded)
				}
				busy, whole = append(busy, t.longest), append(whole, time.Since(began))
				g.window.Canvas().Capture()
				painted = append(painted, time.Since(began))
			}
		}
		for name, times := range map[string][]time.Duration{"turn": busy, "listed": whole, "painted": painted} {
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, fmt.Sprintf("ms-%s/%d", name, pictures))
		}
	}
}
