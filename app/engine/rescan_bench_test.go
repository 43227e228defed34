package engine_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lookbook/app/engine"
	"lookbook/app/folder"
	"lookbook/app/library"
)

// BenchmarkRescan takes in a folder of pictures of a common size that the
// library does not know, and then looks through it once more.
func BenchmarkRescan(b *testing.B) {
	const files = 2000
	picture := noise(b, 160, 240) // 115 KB
	for _, known := range []bool{false, true} {
		b.Run(fmt.Sprintf("known=%v", known), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				w := benchWorld(b)
				for i := range files {
					data := saying(b, picture, fmt.Sprintf(`{"job_id":"ig_%d","image_id":"i%d","request":{"prompt":"a fox"}}`, i/16, i))
					if err := os.WriteFile(filepath.Join(w.folder, fmt.Sprint(i, ".png")), data, 0o600); err != nil {
						b.Fatal(err)
					}
				}
				if known {
					w.rescan(b, files)
				}
				b.StartTimer()
				w.rescan(b, files)
				b.StopTimer()
				w.close(b)
				b.StartTimer()
			}
			b.ReportMetric(float64(files)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
}

// bench is an engine without a service.
type bench struct {
	folder  string
	library *library.Library
	engine  *engine.Engine
}

func benchWorld(b *testing.B) *bench {
	b.Helper()
	dir := b.TempDir()
	w := &bench{folder: filepath.Join(dir, "pictures")}
	if err := os.Mkdir(w.folder, 0o755); err != nil {
		b.Fatal(err)
	}
	var err error
	if w.library, err = library.Open(b.Context(), filepath.Join(dir, "library.db"), library.Options{}); err != nil {
		b.Fatal(err)
	}
	w.engine = engine.New(engine.Params{Library: w.library, Saving: func() folder.Saving { return folder.Saving{Folder: w.folder} }})
	return w
}

func (w *bench) rescan(b *testing.B, files int) {
	b.Helper()
	if got, err := w.engine.Files.Rescan(b.Context()); err != nil || got.Looked != files {
		b.Fatal(got, err)
	}
}

func (w *bench) close(b *testing.B) {
	b.Helper()
	if err := errors.Join(w.engine.Close(b.Context()), w.library.Close(), os.RemoveAll(w.folder)); err != nil {
		b.Fatal(err)
	}
}
