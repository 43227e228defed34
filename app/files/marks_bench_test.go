package files_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/sidecars"
	"lookbook/app/supervisor"
)

// BenchmarkMarks writes the sidecars of very many pictures. It measures the longest wait of a
// person who marks another picture meanwhile.
func BenchmarkMarks(b *testing.B) {
	const many = 10_000
	w := newWorld(b)
	if err := os.Mkdir(w.Saving.Folder, 0o755); err != nil {
		b.Fatal(err)
	}
	picture := noise(b, 8, 8)
	for i := range many {
		data := saying(b, picture, fmt.Sprintf(`{"job_id":"ig_%d","image_id":"i%d","request":{"prompt":"a fox"}}`, i/16, i))
		if err := os.WriteFile(filepath.Join(w.Saving.Folder, fmt.Sprint(i, ".png")), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	w.Rescan()
	ids, err := w.Library.ImageIDs(b.Context(), library.ImageFilter{})
	if err != nil || len(ids) != many {
		b.Fatal(len(ids), err)
	}
	work := supervisor.New(nil, nil)
	log := slog.New(slog.DiscardHandler)
	keeper := sidecars.New(sidecars.Params{
		Work: work, Library: w.Library, Identity: folder.NewIdentity(w.Library.Folders, w.clock, log), Clock: w.clock,
		Saving: func() folder.Saving { return w.Saving }, Log: log, Changed: func() {},
	})
	var marking, writing, waited time.Duration
	for rating := 1; b.Loop(); rating = rating%5 + 1 {
		w.clock.Advance(time.Second)
		began := time.Now()
		if _, err := w.Library.Marks.Set(b.Context(), ids, library.Marking{Rating: &rating}); err != nil {
			b.Fatal(err)
		}
		marking += time.Since(began)
		began = time.Now()
		written := make(chan error, 1)
		go func() { written <- keeper.Write(b.Context()) }()
		for done, on := false, true; !done; on = !on {
			one := time.Now()
			if _, err := w.Library.Marks.Set(b.Context(), ids[:1], library.Marking{Favourite: &on}); err != nil {
				b.Fatal(err)
			}
			waited = max(waited, time.Since(one))
			select {
			case err := <-written:
				if err != nil {
					b.Fatal(err)
				}
				done = true
			default:
			}
		}
		writing += time.Since(began)
	}
	b.ReportMetric(float64(marking.Milliseconds())/float64(b.N), "marking-ms")
	b.ReportMetric(float64(writing.Milliseconds())/float64(b.N), "writing-ms")
	b.ReportMetric(float64(waited.Milliseconds()), "longest-wait-ms")
}
