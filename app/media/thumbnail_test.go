package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/png"
	"math"
	"strings"
	"testing"
)

func thumbnail(t testing.TB, b []byte, px int) *image.RGBA {
	t.Helper()
	m, err := Thumbnail(bytes.NewReader(b), px)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// reference reduces a picture with Lanczos' kernel in one step, in floating
// point with premultiplied alpha.
func reference(m image.Image, width, height int) *image.RGBA {
	src := toRGBA(m)
	sw, sh := src.Rect.Dx(), src.Rect.Dy()
	kernel := func(at, from, to int) (first int, weights []float64) {
		scale := float64(from) / float64(to)
		center := (float64(at)+0.5)*scale - 0.5
		first = max(0, int(math.Ceil(center-3*scale)))
		total := 0.0
		for i := first; i <= min(from-1, int(center+3*scale)); i++ {
			x, w := math.Abs(float64(i)-center)/scale*math.Pi, 1.0
			if x > 0 {
				w = math.Sin(x) / x * math.Sin(x/3) / (x / 3)
			}
			weights = append(weights, w)
			total += w
		}
		for i := range weights {
			weights[i] /= total
		}
		return first, weights
	}
	narrow := make([]float64, width*sh*4)
	for x := range width {
		first, weights := kernel(x, sw, width)
		for y := range sh {
			pix := src.Pix[y*src.Stride+4*first:]
			out := narrow[(y*width+x)*4:][:4]
			for i, w := range weights {
				for c := range out {
					out[c] += w * float64(pix[4*i+c])
				}
			}
		}
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		first, weights := kernel(y, sh, height)
		for x := range width * 4 {
			sum := 0.0
			for i, w := range weights {
				sum += w * narrow[(first+i)*width*4+x]
			}
			out.Pix[y*out.Stride+x] = clip8(math.Round(sum))
		}
	}
	return out
}

// ssim returns the mean structural similarity of two pictures of equal size,
// over windows of 8×8 in steps of 4; the lowest of the channels.
func ssim(a, b *image.RGBA) float64 {
	lowest := 1.0
	for c := range 4 {
		sum, count := 0.0, 0.0
		for y := 0; y+8 <= a.Rect.Dy(); y += 4 {
			for x := 0; x+8 <= a.Rect.Dx(); x += 4 {
				sum += ssimWindow(a, b, x, y, c)
				count++
			}
		}
		lowest = min(lowest, sum/count)
	}
	return lowest
}

func ssimWindow(a, b *image.RGBA, x, y, c int) float64 {
	var sa, sb, saa, sbb, sab float64
	for i := range 64 {
		at := a.PixOffset(x+i%8, y+i/8) + c
		va, vb := float64(a.Pix[at]), float64(b.Pix[at])
		sa, sb, saa, sbb, sab = sa+va, sb+vb, saa+va*va, sbb+vb*vb, sab+va*vb
	}
	const n, c1, c2 = 64, 6.5025, 58.5225
	ma, mb := sa/n, sb/n
	return (2*ma*mb + c1) * (2*(sab/n-ma*mb) + c2) / ((ma*ma + mb*mb + c1) * (saa/n - ma*ma + sbb/n - mb*mb + c2))
}

func TestThumbnailsAreSharp(t *testing.T) {
	for _, c := range []struct {
		width, height, px, outW, outH int
		alpha                         bool
	}{
		{768, 1024, 256, 192, 256, false},
		{384, 512, 192, 144, 192, true},
		{512, 512, 256, 256, 256, false},
		{701, 512, 200, 200, 146, true},
		{257, 255, 250, 250, 248, false},
		{1024, 768, 96, 96, 72, false},
	} {
		t.Run(fmt.Sprintf("%dx%d to %d", c.width, c.height, c.px), func(t *testing.T) {
			m := photo(c.width, c.height, c.alpha)
			got := thumbnail(t, encodePNG(t, m), c.px)
			if got.Rect != image.Rect(0, 0, c.outW, c.outH) {
				t.Fatalf("the thumbnail is %v", got.Rect)
			}
			if s := ssim(got, reference(m, c.outW, c.outH)); s < 0.98 {
				t.Errorf("similarity to Lanczos is %.4f", s)
			} else {
				t.Logf("similarity to Lanczos is %.4f", s)
			}
		})
	}
}

// Every kind of PNG gives the same thumbnail as decoding it with the standard
// library, apart from rounding: the standard library truncates when it
// multiplies by alpha.
func TestThumbnailsOfAllKinds(t *testing.T) {
	src := photo(150, 101, true)
	opaque := photo(150, 101, false)
	convertTo := func(dst draw.Image) image.Image {
		draw.Draw(dst, dst.Bounds(), opaque, image.Point{}, draw.Src)
		return dst
	}
	frame := image.Rect(0, 0, 150, 101)
	for name, m := range map[string]image.Image{
		"RGB": opaque, "RGBA": src, "grey": convertTo(image.NewGray(frame)),
		"16 bits grey": convertTo(image.NewGray16(frame)), "16 bits": convertTo(image.NewRGBA64(frame)),
		"indexed": convertTo(image.NewPaletted(frame, palette.Plan9)),
	} {
		for _, level := range []png.CompressionLevel{png.DefaultCompression, png.NoCompression} {
			var b bytes.Buffer
			if err := (&png.Encoder{CompressionLevel: level}).Encode(&b, m); err != nil {
				t.Fatal(err)
			}
			for _, px := range []int{1, 20, 37, 74, 75, 149, 150, 200} {
				compareWithGeneral(t, fmt.Sprintf("%s to %d", name, px), b.Bytes(), px)
			}
		}
	}
}

func compareWithGeneral(t *testing.T, name string, b []byte, px int) {
	t.Helper()
	got := thumbnail(t, b, px)
	whole := toRGBA(decodePNG(t, b))
	want := whole
	if max(whole.Rect.Dx(), whole.Rect.Dy()) > px {
		r := newReducer(whole.Rect.Dx(), whole.Rect.Dy(), 4, px)
		for y := range whole.Rect.Dy() {
			r.add(whole.Pix[y*whole.Stride:][:4*whole.Rect.Dx()])
		}
		want = r.finish()
	}
	if got.Rect != want.Rect {
		t.Errorf("%s: %v instead of %v", name, got.Rect, want.Rect)
		return
	}
	for i := range got.Pix {
		if d := int(got.Pix[i]) - int(want.Pix[i]); d < -2 || d > 2 {
			t.Errorf("%s: byte %d is %d instead of %d", name, i, got.Pix[i], want.Pix[i])
			return
		}
	}
	for i := 0; i < len(got.Pix); i += 4 {
		if p := got.Pix[i : i+4]; p[0] > p[3] || p[1] > p[3] || p[2] > p[3] {
			t.Errorf("%s: pixel %v is not premultiplied", name, p)
			return
		}
	}
}

// Encoders choose filters freely; here each is used with every kind of 8-bit
// row.
func TestEveryFilter(t *testing.T) {
	const width, height = 13, 11
	for colorType, size := range map[byte]int{gray: 1, grayAlpha: 2, trueColor: 3, trueAlpha: 4} {
		for filter := range byte(5) {
			noise, data := uint32(filter)+7, []byte(nil)
			for range height {
				data = append(data, filter)
				for range width * size {
					noise = noise*1664525 + 1013904223
					data = append(data, byte(noise>>24))
				}
			}
			b := join(header13(width, height, 8, colorType, 0, 0, 0), rawChunk{"IDAT", deflate(t, data...)}, rawChunk{"IEND", nil})
			compareWithGeneral(t, fmt.Sprintf("colour type %d, filter %d", colorType, filter), b, 6)
			compareWithGeneral(t, fmt.Sprintf("colour type %d, filter %d", colorType, filter), b, 3)
		}
	}
}

func TestFlatColoursStay(t *testing.T) {
	for _, c := range []color.NRGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {1, 128, 254, 255}, {200, 100, 50, 128}, {0, 0, 0, 0}} {
		m := image.NewNRGBA(image.Rect(0, 0, 333, 200))
		draw.Draw(m, m.Rect, image.NewUniform(c), image.Point{}, draw.Src)
		want := color.RGBAModel.Convert(c).(color.RGBA)
		got := thumbnail(t, encodePNG(t, m), 50)
		for i := 0; i < len(got.Pix); i += 4 {
			for j, v := range []uint8{want.R, want.G, want.B, want.A} {
				if d := int(got.Pix[i+j]) - int(v); d < -1 || d > 1 {
					t.Fatalf("%v became %v", want, got.Pix[i:i+4])
				}
			}
		}
	}
}

func TestThumbnailRefuses(t *testing.T) {
	good := encodePNG(t, photo(64, 64, false))
	for _, px := range []int{-1, 0, MaxThumbnail + 1} {
		if m, err := Thumbnail(bytes.NewReader(good), px); err == nil {
			t.Errorf("%d pixels gave %v", px, m.Rect)
		}
	}
	for name, c := range map[string]struct {
		b    []byte
		want error
	}{
		"nothing": {nil, ErrUnsupported}, "text": {[]byte("<Error/>"), ErrUnsupported}, "cut off": {good[:len(good)/2], ErrDamaged},
		"JPEG cut off": {encodeJPEG(t, photo(64, 64, false))[:300], ErrDamaged}, "WebP cut off": {tinyWebP(t)[:60], ErrDamaged},
	} {
		if _, err := Thumbnail(bytes.NewReader(c.b), 16); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestThumbnailOfJPEGAndWebP(t *testing.T) {
	m := photo(300, 200, false)
	got := thumbnail(t, encodeJPEG(t, m), 100)
	if s := ssim(got, reference(m, 100, 67)); s < 0.95 { // the JPEG itself loses some
		t.Errorf("JPEG: %.4f", s)
	}
	if got := thumbnail(t, tinyWebP(t), 20); got.Rect != image.Rect(0, 0, 20, 15) {
		t.Errorf("WebP: %v", got.Rect)
	}
}

// grayOf keeps the lightness only, because JPEG halves the resolution of
// colours.
func grayOf(m *image.RGBA) *image.RGBA {
	g := image.NewGray(m.Rect)
	draw.Draw(g, g.Rect, m, image.Point{}, draw.Src)
	return toRGBA(g)
}

func TestThumbnailCacheFiles(t *testing.T) {
	for name, alpha := range map[string]bool{"opaque": false, "transparent": true} {
		m := thumbnail(t, encodePNG(t, photo(512, 512, alpha)), 256)
		var b bytes.Buffer
		if err := EncodeThumbnail(&b, m); err != nil {
			t.Fatal(err)
		}
		got, err := DecodeThumbnail(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if s := ssim(grayOf(got), grayOf(m)); s < 0.98 || alpha && s < 0.998 {
			t.Errorf("%s: similarity %.4f", name, s)
		}
		if _, err := DecodeThumbnail(bytes.NewReader(b.Bytes()[:b.Len()/2])); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s, cut off: %v", name, err)
		}
	}
	if _, err := DecodeThumbnail(bytes.NewReader(encodePNG(t, image.NewGray(image.Rect(0, 0, MaxThumbnail+1, 1))))); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large for a thumbnail: %v", err)
	}
}

func TestThumbKey(t *testing.T) {
	seen := map[string]bool{}
	for _, source := range []string{"", "a", "../../b", "a\x00b", strings.Repeat("x", 1000)} {
		for _, px := range []int{128, 256} {
			key := ThumbKey(source, px)
			if seen[key] || key != ThumbKey(source, px) || strings.Trim(key, "0123456789abcdef-") != "" || len(key) > 40 {
				t.Errorf("%q at %d: %q", source, px, key)
			}
			seen[key] = true
		}
	}
}

func BenchmarkInspect(b *testing.B) {
	file := encodePNG(b, photo(768, 1024, false))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := inspect(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEmbed(b *testing.B) {
	file := encodePNG(b, photo(768, 1024, false))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		var out bytes.Buffer
		out.Grow(2 * len(file))
		if err := Embed(&out, bytes.NewReader(file), int64(len(file)), []Text{{KeywordParameters, "a cat"}}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadTexts(b *testing.B) {
	file := embed(b, encodePNG(b, photo(768, 1024, false)), Text{KeywordParameters, "a cat"})
	for b.Loop() {
		if _, err := readTexts(file); err != nil {
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

func BenchmarkEncodeThumbnail(b *testing.B) {
	m := thumbnail(b, encodePNG(b, photo(768, 1024, false)), 256)
	for b.Loop() {
		var out bytes.Buffer
		if err := EncodeThumbnail(&out, m); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len()), "file-bytes")
	}
}

func BenchmarkDecodeThumbnail(b *testing.B) {
	var file bytes.Buffer
	if err := EncodeThumbnail(&file, thumbnail(b, encodePNG(b, photo(768, 1024, false)), 256)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := DecodeThumbnail(bytes.NewReader(file.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
