package media

import (
	"bytes"
	"testing"
)

func BenchmarkInspect(b *testing.B) {
	file := encodePNG(b, photo(768, 1024, false))
	b.SetBytes(int64(len(file)))
	b.ReportMetric(float64(len(file)), "file-bytes")
	for b.Loop() {
		if _, err := inspect(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkThumbnail(b *testing.B) {
	file := encodePNG(b, photo(768, 1024, false))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := Thumbnail(bytes.NewReader(file), 256); err != nil {
			b.Fatal(err)
		}
	}
}
