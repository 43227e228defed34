package files_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkRescan takes in a folder of pictures of a usual size that the
// library doesn't know, and then searches it again.
func BenchmarkRescan(b *testing.B) {
	const many = 2000
	picture := noise(b, 160, 240) // 115 KB
	for _, known := range []bool{false, true} {
		b.Run(fmt.Sprintf("known=%v", known), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				w := newWorld(b)
				if err := os.Mkdir(w.Saving.Folder, 0o755); err != nil {
					b.Fatal(err)
				}
				for i := range many {
					data := saying(b, picture, fmt.Sprintf(`{"job_id":"ig_%d","image_id":"i%d","request":{"prompt":"a fox"}}`, i/16, i))
					if err := os.WriteFile(filepath.Join(w.Saving.Folder, fmt.Sprint(i, ".png")), data, 0o600); err != nil {
						b.Fatal(err)
					}
				}
				if known {
					w.Rescan()
				}
				b.StartTimer()
				w.Rescan()
			}
			b.ReportMetric(float64(many)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
}
