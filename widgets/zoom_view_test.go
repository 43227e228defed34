package widgets

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// linkedPair shows two pictures with linked views.
func linkedPair(t *testing.T, a, b fyne.Size) (*ZoomImage, *ZoomImage) {
	prepare(t)
	left, right := NewZoomImage(), NewZoomImage()
	stage(t, container.NewGridWithColumns(2, left, right), 804, 300)
	left.SetPicture(NewPyramid(picture(int(a.Width), int(a.Height))))
	right.SetPicture(NewPyramid(picture(int(b.Width), int(b.Height))))
	left.OnView, right.OnView = right.SetView, left.SetView
	return left, right
}

// region returns the visible part, as fractions of the picture.
func (z *ZoomImage) region() [4]float64 {
	w, h := float64(z.Size().Width)/z.geo.zoom/z.geo.width/2, float64(z.Size().Height)/z.geo.zoom/z.geo.height/2
	return [4]float64{z.geo.x/z.geo.width - w, z.geo.y/z.geo.height - h, z.geo.x/z.geo.width + w, z.geo.y/z.geo.height + h}
}

func TestLinkedPicturesShowTheSameRegion(t *testing.T) {
	left, right := linkedPair(t, fyne.NewSize(3000, 4000), fyne.NewSize(750, 1000))
	rapid.Check(t, func(rt *rapid.T) {
		left.Fit()
		rt.Repeat(map[string]func(*rapid.T){
			"wheel": func(rt *rapid.T) {
				z := rapid.SampledFrom([]*ZoomImage{left, right}).Draw(rt, "of")
				at := fyne.NewPos(rapid.Float32Range(0, 400).Draw(rt, "x"), rapid.Float32Range(0, 300).Draw(rt, "y"))
				z.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, rapid.Float32Range(-60, 90).Draw(rt, "by"))})
			},
			"drag": func(rt *rapid.T) {
				z := rapid.SampledFrom([]*ZoomImage{left, right}).Draw(rt, "of")
				z.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(rapid.Float32Range(-300, 300).Draw(rt, "x"), rapid.Float32Range(-300, 300).Draw(rt, "y"))})
			},
			"fit": func(rt *rapid.T) { rapid.SampledFrom([]*ZoomImage{left, right}).Draw(rt, "of").Fit() },
			"": func(rt *rapid.T) {
				if left.geo.zoom <= zoomLeast || right.geo.zoom <= zoomLeast || left.geo.zoom >= zoomMost || right.geo.zoom >= zoomMost {
					return // impossible at the limits
				}
				a, b := left.region(), right.region()
				for i := range a {
					if math.Abs(a[i]-b[i]) > 1e-6 {
						rt.Fatalf("left shows %v, right %v", a, b)
					}
				}
				if left.Fitted() != right.Fitted() {
					rt.Fatal("one is fitted, the other isn't")
				}
			},
		})
	})
}

func TestLinkedPicturesOfOtherShapesKeepTheMiddle(t *testing.T) {
	left, right := linkedPair(t, fyne.NewSize(2000, 2000), fyne.NewSize(4000, 1000))
	left.SetZoom(2)
	left.SetView(View{Scale: 8, X: 0.25, Y: 0.75})
	right.SetView(left.View())
	a, b := left.View(), right.View()
	if math.Abs(a.X-b.X) > 0.01 || math.Abs(a.Scale-b.Scale) > 1e-9 {
		t.Errorf("left %+v, right %+v", a, b)
	}
	left.Fit()
	if !right.Fitted() {
		t.Error("the other is not fitted")
	}
}

func TestViewIsToldOfWhatTheUserDoesAlone(t *testing.T) {
	z := newZoom(t, 4000, 3000)
	told := 0
	z.OnView = func(View) { told++ }
	for _, c := range []struct {
		what string
		do   func()
		want int
	}{
		{"SetView", func() { z.SetView(View{Zoom: 1, X: 0.5, Y: 0.5}) }, 0},
		{"another size", func() { z.Resize(fyne.NewSize(300, 200)) }, 0},
		{"another picture", func() { z.SetPicture(NewPyramid(picture(300, 300))) }, 0},
		{"the wheel", func() { z.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 30)}) }, 1},
		{"dragging", func() { z.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(1, 1)}) }, 1},
		{"an arrow", func() { press1(z, fyne.KeyLeft) }, 1},
		{"a character", func() { test.Type(z, "0") }, 1},
		{"a double click", func() { z.DoubleTapped(&fyne.PointEvent{}) }, 1},
		{"a click", func() { click(z, fyne.NewPos(5, 5), desktop.MouseButtonPrimary, 0) }, 0},
		{"100 %", z.Actual, 1},
		{"fit", z.Fit, 1},
	} {
		told = 0
		if c.do(); told != c.want {
			t.Errorf("%s: told %d times, want %d", c.what, told, c.want)
		}
	}
}

func TestViewTakesWhatItIsGiven(t *testing.T) {
	z := newZoom(t, 4000, 3000)
	for _, c := range []struct{ set, want View }{
		{View{Zoom: 1, X: 0.5, Y: 0.5}, View{Zoom: 1, Scale: 10, X: 0.5, Y: 0.5}},
		{View{Zoom: 5, Scale: 20, X: 0.5, Y: 0.5}, View{Zoom: 2, Scale: 20, X: 0.5, Y: 0.5}},
		{View{Zoom: 1, X: -4, Y: 9}, View{Zoom: 1, Scale: 10, X: 0.05, Y: 0.95}}, // no gaps
		{View{Zoom: 1000, X: 0.5, Y: 0.5}, View{Zoom: 16, Scale: 160, X: 0.5, Y: 0.5}},
		{View{Zoom: math.NaN(), X: math.NaN()}, View{Zoom: 16, Scale: 160, X: 0.5, Y: 0.5}},
		{View{Fit: true, Zoom: 3}, View{Zoom: 0.1, Scale: 1, X: 0.5, Y: 0.5, Fit: true}},
	} {
		z.SetView(c.set)
		got := z.View()
		if math.Abs(got.Zoom-c.want.Zoom) > 1e-9 || math.Abs(got.Scale-c.want.Scale) > 1e-6 || math.Abs(got.X-c.want.X) > 1e-6 || math.Abs(got.Y-c.want.Y) > 1e-6 || got.Fit != c.want.Fit {
			t.Errorf("%+v became %+v, want %+v", c.set, got, c.want)
		}
	}
	early := NewZoomImage()
	early.SetPicture(NewPyramid(picture(4000, 3000)))
	early.SetView(View{Scale: 20, X: 0.25, Y: 0.5})
	early.Resize(fyne.NewSize(400, 300))
	early.arrange()
	if v := early.View(); math.Abs(v.Scale-20) > 1e-6 || math.Abs(v.X-0.25) > 1e-6 || v.Fit {
		t.Errorf("set before there was a size: %+v", v)
	}
	empty := NewZoomImage()
	empty.SetView(View{Zoom: 3})
	if v := empty.View(); v.X != 0.5 || v.Y != 0.5 || !v.Fit {
		t.Errorf("of nothing: %+v", v)
	}
}

// Two pictures lie in one place, each in its part of it, also if one has more pixels.
func TestPicturesInOnePlace(t *testing.T) {
	prepare(t)
	left, right := NewZoomImage(), NewZoomImage()
	stage(t, container.NewWithoutLayout(left, right), 400, 300)
	left.SetPicture(NewPyramid(picture(64, 48)))
	right.SetPicture(NewPyramid(picture(800, 600)))
	for i, z := range []*ZoomImage{left, right} {
		z.SetFill(true)
		z.SetPart(float32(i)*100, 400)
		z.Move(fyne.NewPos(float32(i)*100, 0))
		z.Resize(fyne.NewSize([]float32{100, 300}[i], 300))
	}
	place := func(z *ZoomImage) (at fyne.Position, size fyne.Size) {
		for _, o := range z.objects {
			if o.Visible() {
				return z.Position().Add(o.Position()), o.Size()
			}
		}
		t.Fatal("nothing is shown")
		return at, size
	}
	same := func(when string) {
		t.Helper()
		a, size := place(left)
		b, other := place(right)
		if math.Abs(float64(a.X-b.X)) > 0.01 || math.Abs(float64(a.Y-b.Y)) > 0.01 || math.Abs(float64(size.Width-other.Width)) > 0.01 {
			t.Errorf("%s: %v, %v and %v, %v", when, a, size, b, other)
		}
	}
	same("fitted")
	if _, size := place(left); size.Width != 400 {
		t.Errorf("the small one is %v wide", size.Width)
	}
	left.OnView, right.OnView = right.SetView, left.SetView
	right.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, 150)}, Scrolled: fyne.NewDelta(0, 60)})
	same("zoomed")
	if at, size := place(right); math.Abs(float64(at.X+300)) > 0.01 || size.Width != 800 { // what was under the pointer, at 300, is still there
		t.Errorf("zoomed at the pointer it is at %v, %v", at, size)
	}
	left.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(30, -20)})
	same("moved")
	right.SetPart(0, 0)
	right.Move(fyne.NewPos(0, 0))
	right.Resize(fyne.NewSize(400, 300))
	same("alone")
}
