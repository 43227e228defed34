package apitest

import "testing"

func BenchmarkDraw(b *testing.B) {
	for _, prompt := range []string{"mountain", "lake", "dunes", "silk", "bokeh", "city"} {
		b.Run(prompt, func(b *testing.B) {
			seed, size := int64(0), 0
			for b.Loop() {
				size += len(Encode(Draw(prompt, seed, 768, 1024)))
				seed++
			}
			b.ReportMetric(float64(size)/float64(b.N), "bytes/picture")
		})
	}
}
