package files_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/app/files"
	"lookbook/app/library"
)

// BenchmarkMany moves a thousand pictures of a usual size to the trash and
// back, and copies them.
func BenchmarkMany(b *testing.B) {
	const many = 1000
	b.Setenv("XDG_DATA_HOME", b.TempDir())
	w := newWorld(b)
	if err := os.Mkdir(w.Saving.Folder, 0o755); err != nil {
		b.Fatal(err)
	}
	picture := noise(b, 480, 640) // 922 KB
	for i := range many {
		data := saying(b, picture, fmt.Sprintf(`{"job_id":"ig_%d","image_id":"i%d","request":{"prompt":"a fox"}}`, i/16, i))
		if err := os.WriteFile(filepath.Join(w.Saving.Folder, fmt.Sprint(i, ".png")), data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	w.Rescan()
	ids, err := w.Library.ImageIDs(b.Context(), library.ImageFilter{})
	if err != nil {
		b.Fatal(err)
	}
	spent := map[string]time.Duration{}
	timed := func(what string, work func() (int, error)) {
		began := time.Now()
		if n, err := work(); n != many || err != nil {
			b.Fatal(what, n, err)
		}
		spent[what] += time.Since(began)
	}
	for b.Loop() {
		var trashed files.Trashed
		timed("trash", func() (int, error) {
			trashed, err = w.Files.Trash(b.Context(), ids, nil)
			return len(trashed.Images), err
		})
		timed("restore", func() (int, error) {
			restored, err := w.Files.Restore(b.Context(), trashed, nil)
			return len(restored.Images), err
		})
		for what, metadata := range map[string]bool{"export": true, "export-plain": false} {
			folder := b.TempDir()
			timed(what, func() (int, error) {
				exported, err := w.Files.Copies.Export(b.Context(), ids, files.ExportTo{Folder: folder, Metadata: metadata}, nil)
				return len(exported.Files), err
			})
			if err := os.RemoveAll(folder); err != nil {
				b.Fatal(err)
			}
		}
	}
	for what, d := range spent {
		b.ReportMetric(float64(d.Milliseconds())/float64(b.N), what+"-ms")
	}
}
