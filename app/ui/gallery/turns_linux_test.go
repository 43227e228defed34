package gallery

import (
	"runtime"
	"syscall"
	"testing"
	"time"

	"lookbook/app/library"
	"lookbook/app/search"
)

// year is a gallery of 160,000 pictures in 10,000 jobs of a year.
func year(t testing.TB) *bench {
	b := newBench(t, jobs(10000)...)
	b.indexed = map[int64]library.Image{}
	for _, img := range b.images {
		b.indexed[img.ID] = img
	}
	b.Arrangement.SetSections(ByJob) // gives the most sections
	b.ShowAll()
	b.drain()
	return b
}

// turns measures how long the UI goroutine computes, without the time that
// other programs used the processor.
type turns struct{ longest time.Duration }

func (t *turns) take(do func()) {
	began := threadTime()
	do()
	t.longest = max(t.longest, threadTime()-began)
}

// threadTime returns the processor time of the thread.
func threadTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_THREAD, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// drain runs the queued work, and measures only the part on the UI goroutine.
func (t *turns) drain(b *bench) {
	for b.work.Pending() > 0 {
		t.take(b.work.Take())
	}
}

// BenchmarkTurns measures the longest time for which the UI goroutine is busy
// with 160,000 pictures, in ms/turn.
func BenchmarkTurns(b *testing.B) {
	g := year(b)
	next := int64(1_000_000)
	for name, step := range map[string]func(t *turns){
		"pictures come": func(t *turns) {
			for range 200 {
				img := saved(next, 10001)
				next++
				g.images = append(g.images, img)
				g.indexed[img.ID] = img
				t.take(func() { g.ImageChanged(library.ImageChanged{Image: img}) })
			}
			t.drain(g)
		},
		"search": func(t *turns) {
			for _, text := range []string{"c", "ca", "cat", ""} {
				t.take(func() { g.SetQuery(search.Parse(text)) })
				t.drain(g)
			}
		},
		"sections": func(t *turns) {
			for _, kind := range []Sections{ByDay, ByJob} {
				t.take(func() { g.Arrangement.SetSections(kind) })
				t.drain(g)
			}
		},
		"to the end and back": func(t *turns) {
			t.take(func() { g.grid.ScrollTo(g.Pictures.Len() - 1) })
			t.drain(g)
			t.take(func() { g.grid.ScrollTo(0) })
			t.drain(g)
		},
		"a job and back": func(t *turns) {
			t.take(func() { g.grid.ScrollTo(g.Pictures.Len() / 2) })
			t.drain(g)
			t.take(func() { g.ShowEntry(job(5000, 16)) })
			t.drain(g)
			t.take(g.ShowAll)
			t.drain(g)
		},
		"larger": func(t *turns) {
			t.take(func() { g.Cells.SetSize(400) })
			t.drain(g)
			t.take(func() { g.Cells.SetSize(160) })
			t.drain(g)
		},
		"all selected": func(t *turns) {
			t.take(g.grid.SelectAll)
			t.take(func() { g.Pictures.Selection() })
			t.take(func() { g.Pictures.SelectedIDs() })
			t.take(g.Pictures.ClearSelection)
		},
		"finding": func(t *turns) {
			t.take(func() { g.Pictures.IndexOf(1) })
			t.take(func() { g.Pictures.Reveal(1) })
			t.drain(g)
			t.take(func() { g.Pictures.Reveal(160000) })
			t.drain(g)
		},
	} {
		b.Run(name, func(b *testing.B) {
			runtime.LockOSThread() // this is a different goroutine
			defer runtime.UnlockOSThread()
			var t turns
			for range b.N {
				step(&t)
			}
			b.ReportMetric(float64(t.longest.Microseconds())/1000, "ms/turn")
		})
	}
}
