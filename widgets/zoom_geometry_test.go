package widgets

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
)

// A View shows the same part on pictures and screens of any size.
func TestAViewMeansTheSameOnEveryScreen(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		make := func(name string) *zoomGeometry {
			g := &zoomGeometry{view: fyne.NewSize(400, 300), scale: rapid.SampledFrom([]float64{1, 1.5, 2}).Draw(rt, name), zoom: 1}
			by := rapid.IntRange(1, 4).Draw(rt, name)
			g.picture(1000*by, 800*by)
			g.place()
			return g
		}
		a, b := make("a"), make("b")
		a.zoomAt(rapid.Float64Range(0.5, 3).Draw(rt, "zoom"), fyne.NewPos(rapid.Float32Range(0, 400).Draw(rt, "x"), 100))
		a.pan(rapid.Float32Range(-99, 99).Draw(rt, "dx"), 7)
		at, size := a.place()
		b.show(a.shown())
		if b.zoom >= zoomMost {
			return // it can't
		}
		if at2, size2 := b.place(); math.Abs(float64(at.X-at2.X)) > 0.1 || math.Abs(float64(at.Y-at2.Y)) > 0.1 || math.Abs(float64(size.Width-size2.Width)) > 0.1 {
			rt.Fatalf("%v %v, and %v %v", at, size, at2, size2)
		}
	})
}
