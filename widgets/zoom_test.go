package widgets

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func newZoom(t *testing.T, width, height int) *ZoomImage {
	prepare(t)
	z := NewZoomImage()
	stage(t, z, 400, 300)
	z.SetPicture(NewPyramid(picture(width, height)))
	return z
}

// drawn returns the only image shown.
func drawn(t *testing.T, z *ZoomImage) *canvas.Image {
	t.Helper()
	var found *canvas.Image
	for _, img := range z.layers.images {
		if img.Visible() {
			if found != nil {
				t.Fatal("two images are shown")
			}
			found = img
		}
	}
	if found == nil {
		t.Fatal("no image is shown")
	}
	return found
}

// under returns the point of the picture at a point of the view.
func (z *ZoomImage) under(at fyne.Position) (x, y float64) {
	return z.geo.x + float64(at.X-z.Size().Width/2)/z.geo.zoom, z.geo.y + float64(at.Y-z.Size().Height/2)/z.geo.zoom
}

func TestZoomFits(t *testing.T) {
	for _, c := range []struct {
		width, height int
		zoom          float64
		at            fyne.Position
	}{
		{800, 600, 0.5, fyne.NewPos(0, 0)},
		{300, 600, 0.5, fyne.NewPos(125, 0)},
		{1600, 300, 0.25, fyne.NewPos(0, 112.5)},
		{100, 100, 1, fyne.NewPos(150, 100)}, // not enlarged
	} {
		z := newZoom(t, c.width, c.height)
		if z.Zoom() != c.zoom || !z.Fitted() || drawn(t, z).Position() != c.at {
			t.Errorf("%d × %d: zoom %v at %v, want %v at %v", c.width, c.height, z.Zoom(), drawn(t, z).Position(), c.zoom, c.at)
		}
	}
	z := newZoom(t, 800, 600)
	z.Resize(fyne.NewSize(200, 300))
	if z.Zoom() != 0.25 {
		t.Errorf("a smaller view: %v", z.Zoom())
	}
	z.Actual()
	z.Resize(fyne.NewSize(400, 300))
	if z.Zoom() != 1 || z.Fitted() {
		t.Errorf("100 %% does not stay when the view changes: %v", z.Zoom())
	}
}

func TestZoomShowsTheLevelNextAbove(t *testing.T) {
	z := newZoom(t, 4096, 4096)
	for _, zoom := range []float64{0.05, 0.07, 0.1, 0.25, 0.3, 0.5, 0.51, 1, 2, 8} {
		z.SetZoom(zoom)
		img := drawn(t, z)
		pixels := float64(img.Image.Bounds().Dx())
		shown := float64(img.Size().Width)
		if pixels < shown && pixels < 4096 {
			t.Errorf("at %v a level of %v pixels is stretched to %v", zoom, pixels, shown)
		}
		if pixels > 2*shown && pixels > smallestLevel {
			t.Errorf("at %v a level of %v pixels is shrunk to %v", zoom, pixels, shown)
		}
		if (img.ScaleMode == canvas.ImageScalePixels) != (zoom > zoomPixels) {
			t.Errorf("at %v the scaling is %v", zoom, img.ScaleMode)
		}
		if img.ScaleMode == canvas.ImageScaleSmooth {
			t.Error("Fyne would scale it on the CPU")
		}
	}
}

func TestZoomToThePointer(t *testing.T) {
	z := newZoom(t, 4000, 3000)
	rapid.Check(t, func(rt *rapid.T) {
		z.Fit()
		z.SetZoom(1)
		at := fyne.NewPos(rapid.Float32Range(0, 400).Draw(rt, "x"), rapid.Float32Range(0, 300).Draw(rt, "y"))
		x, y := z.under(at)
		for range 3 {
			z.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, rapid.Float32Range(-15, 60).Draw(rt, "wheel"))})
		}
		if gotX, gotY := z.under(at); math.Abs(gotX-x) > 0.01 || math.Abs(gotY-y) > 0.01 {
			rt.Fatalf("under the pointer was %v, %v and is %v, %v", x, y, gotX, gotY)
		}
	})
}

func TestZoomLeavesNoGaps(t *testing.T) {
	z := newZoom(t, 1000, 800)
	rapid.Check(t, func(rt *rapid.T) {
		rt.Repeat(map[string]func(*rapid.T){
			"wheel": func(rt *rapid.T) {
				at := fyne.NewPos(rapid.Float32Range(0, 400).Draw(rt, "x"), rapid.Float32Range(0, 300).Draw(rt, "y"))
				z.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, rapid.Float32Range(-300, 300).Draw(rt, "wheel"))})
			},
			"drag": func(rt *rapid.T) {
				z.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(rapid.Float32Range(-900, 900).Draw(rt, "x"), rapid.Float32Range(-900, 900).Draw(rt, "y"))})
			},
			"key": func(rt *rapid.T) {
				test.Type(z, rapid.SampledFrom([]string{"+", "-", "0", "1"}).Draw(rt, "key"))
			},
			"": func(rt *rapid.T) {
				img := drawn(t, z)
				for _, side := range [][3]float32{{img.Position().X, img.Size().Width, 400}, {img.Position().Y, img.Size().Height, 300}} {
					at, length, view := side[0], side[1], side[2]
					if length >= view && (at > 0.01 || at+length < view-0.01) {
						rt.Fatalf("a gap: from %v, %v long in %v", at, length, view)
					}
					if length < view && math.Abs(float64(at-(view-length)/2)) > 0.01 {
						rt.Fatalf("not in the middle: from %v, %v long in %v", at, length, view)
					}
				}
				if z.geo.zoom > zoomMost || z.geo.zoom < zoomLeast {
					rt.Fatalf("zoom %v", z.geo.zoom)
				}
			},
		})
	})
}

func TestZoomStepsMeetHundredPercent(t *testing.T) {
	z := newZoom(t, 1000, 800)
	met := false
	for range 20 {
		before := z.Zoom()
		z.ZoomBy(1)
		if z.Zoom() <= before && before < zoomMost {
			t.Fatalf("a step in from %v leads to %v", before, z.Zoom())
		}
		met = met || math.Abs(z.Zoom()-1) < 1e-9
	}
	if !met || z.Zoom() != zoomMost {
		t.Errorf("passed 100 %%: %v, ended at %v", met, z.Zoom())
	}
	z.SetZoom(1)
	z.ZoomBy(-1)
	z.ZoomBy(-1)
	if math.Abs(z.Zoom()-0.5) > 1e-9 {
		t.Errorf("two steps out of 100 %% are %v", z.Zoom())
	}
}

func TestZoomDoubleClick(t *testing.T) {
	z := newZoom(t, 4000, 3000)
	at := fyne.NewPos(300, 100)
	x, y := z.under(at)
	z.DoubleTapped(&fyne.PointEvent{Position: at})
	if gotX, gotY := z.under(at); z.Zoom() != 1 || math.Abs(gotX-x) > 0.01 || math.Abs(gotY-y) > 0.01 {
		t.Errorf("zoom %v; under the pointer was %v, %v and is %v, %v", z.Zoom(), x, y, gotX, gotY)
	}
	z.DoubleTapped(&fyne.PointEvent{Position: at})
	if !z.Fitted() {
		t.Error("the second one does not fit")
	}
}

func TestZoomKeysGoToTheCallerFirst(t *testing.T) {
	z := newZoom(t, 4000, 3000)
	z.Actual()
	var asked []fyne.KeyName
	use := true
	z.OnKey = func(key *fyne.KeyEvent) bool {
		asked = append(asked, key.Name)
		return use
	}
	x := z.geo.x
	press1(z, fyne.KeyRight, fyne.KeyEscape)
	if len(asked) != 2 || z.geo.x != x {
		t.Errorf("asked %v, moved %v", asked, z.geo.x-x)
	}
	use = false
	press1(z, fyne.KeyRight)
	if z.geo.x <= x {
		t.Error("Right does not look further right")
	}
}

func TestZoomTellsAndTakesTheFocus(t *testing.T) {
	z := newZoom(t, 4000, 3000)
	var told []float64
	moves := 0
	z.OnZoomed = func(zoom float64, _ bool) { told = append(told, zoom) }
	z.OnMoved = func() { moves++ }
	z.Actual()
	z.Actual()
	z.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(5, 5)})
	if len(told) != 1 || told[0] != 1 {
		t.Errorf("told %v, want once", told)
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(z)
	test.MoveMouse(c, fyne.NewPos(5, 5))
	test.MoveMouse(c, fyne.NewPos(6, 5))
	if moves != 2 {
		t.Errorf("%d movements", moves)
	}
	click(z, fyne.NewPos(5, 5), desktop.MouseButtonPrimary, 0)
	if c.Focused() != fyne.Focusable(z) {
		t.Error("a click does not give the focus")
	}
	c.Unfocus()
	focused := 0
	z.OnFocused = func() { focused++ }
	if c.FocusNext(); focused != 1 {
		t.Errorf("told %d times of the focus", focused)
	}
}

func TestPreviewGivesWayWithoutMoving(t *testing.T) {
	prepare(t)
	z := NewZoomImage()
	stage(t, container.NewStack(z), 400, 300)
	z.SetPreview(picture(80, 60), 4000, 3000)
	at, size := drawn(t, z).Position(), drawn(t, z).Size()
	z.SetPicture(NewPyramid(picture(4000, 3000)))
	if drawn(t, z).Position() != at || drawn(t, z).Size() != size {
		t.Error("the picture is elsewhere than its preview")
	}
	z.SetPreview(picture(80, 60), 4000, 3000)
	z.Actual()
	z.SetPicture(NewPyramid(picture(4000, 3000)))
	if z.Zoom() != 1 {
		t.Error("zoomed into the preview, the picture is fitted")
	}
	z.SetPicture(NewPyramid(picture(50, 50)))
	if !z.Fitted() {
		t.Error("another picture is not fitted")
	}
	z.SetPicture(nil)
	z.SetZoom(3)
	z.ZoomBy(1)
	z.Fit()
	if len(z.layers.images) != 0 {
		t.Error("nothing is shown as something")
	}
}

func TestPyramid(t *testing.T) {
	for _, c := range []struct{ width, height, levels int }{{4096, 4096, 5}, {768, 1024, 3}, {256, 256, 1}, {1, 1, 1}, {1025, 3, 3}} {
		p := NewPyramid(picture(c.width, c.height))
		if w, h := p.Size(); w != c.width || h != c.height {
			t.Errorf("%d × %d became %d × %d", c.width, c.height, w, h)
		}
		if len(p.levels) != c.levels {
			t.Errorf("%d × %d has %d levels, want %d", c.width, c.height, len(p.levels), c.levels)
		}
	}
	if NewPyramid(nil) != nil || NewPyramid(picture(0, 5)) != nil {
		t.Error("a pyramid of nothing")
	}
}

func TestHalvingAverages(t *testing.T) {
	img := picture(3, 2)
	for i, v := range []uint8{0, 100, 50, 200, 100, 150} {
		img.SetRGBA(i%3, i/3, color.RGBA{v, v, v, 255})
	}
	got := halved(img)
	if got.Rect.Dx() != 2 || got.Rect.Dy() != 1 || got.RGBAAt(0, 0).R != 100 || got.RGBAAt(1, 0).R != 100 || got.RGBAAt(0, 0).A != 255 {
		t.Errorf("got %v %v", got.Rect, got.Pix)
	}
}

// Fyne uploads the bytes as they are: gaps between rows would distort the picture.
func TestPyramidTakesAnyImage(t *testing.T) {
	large := picture(20, 20)
	large.SetRGBA(5, 5, color.RGBA{9, 8, 7, 255})
	part := NewPyramid(large.SubImage(image.Rect(5, 5, 10, 12))).levels[0]
	if part.Stride != 20 || len(part.Pix) != 4*5*7 || part.RGBAAt(0, 0) != (color.RGBA{9, 8, 7, 255}) {
		t.Errorf("stride %d, %d bytes, first %v", part.Stride, len(part.Pix), part.RGBAAt(0, 0))
	}
	gray := image.NewGray(image.Rect(0, 0, 4, 4))
	gray.SetGray(1, 1, color.Gray{77})
	if got := NewPyramid(gray).levels[0].RGBAAt(1, 1); got != (color.RGBA{77, 77, 77, 255}) {
		t.Errorf("gray became %v", got)
	}
}

func BenchmarkPyramid4096(b *testing.B) {
	img := picture(4096, 4096)
	for b.Loop() {
		NewPyramid(img)
	}
}

func TestZoomCharactersGoToTheCallerFirst(t *testing.T) {
	z := newZoom(t, 4000, 3000)
	z.OnRune = func(r rune) bool { return r == '1' }
	test.Type(z, "1")
	if !z.Fitted() {
		t.Error("a character that the caller used zooms as well")
	}
	z.OnRune = func(rune) bool { return false }
	test.Type(z, "1")
	if z.Zoom() != 1 {
		t.Errorf("a character that the caller has no use for does nothing: %v", z.Zoom())
	}
}

func TestZoomTellsAKeyThatIsHeldDown(t *testing.T) {
	z := newZoom(t, 4000, 3000)
	var got []bool
	z.OnKey = func(*fyne.KeyEvent) bool {
		got = append(got, z.Repeated())
		return true
	}
	f, g := &fyne.KeyEvent{Name: fyne.KeyF}, &fyne.KeyEvent{Name: fyne.KeyG}
	z.KeyDown(f)
	z.TypedKey(f)
	z.TypedKey(f)
	z.KeyUp(f)
	z.KeyDown(g)
	z.TypedKey(g)
	z.KeyUp(g)
	z.KeyDown(f)
	z.TypedKey(f)
	z.TypedKey(f)
	z.FocusLost()
	if z.Repeated() {
		t.Error("what has the keyboard now is told of a key that was held down before")
	}
	if want := []bool{false, true, false, false, true}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestZoomFades(t *testing.T) {
	z := newZoom(t, 800, 600)
	for _, c := range []struct{ by, want float64 }{{0.25, 0.25}, {-1, 0}, {3, 1}} {
		if z.SetTranslucency(c.by); drawn(t, z).Translucency != c.want {
			t.Errorf("SetTranslucency(%v) makes it %v", c.by, drawn(t, z).Translucency)
		}
	}
	if z.SetPicture(NewPyramid(picture(10, 10))); drawn(t, z).Translucency != 0 {
		t.Error("another picture begins translucent")
	}
}
