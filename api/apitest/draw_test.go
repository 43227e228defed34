package apitest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"
)

func TestSamePictureForTheSameRequest(t *testing.T) {
	for _, scene := range scenePrompts {
		first, again := Draw(scene, 7, 96, 128), Draw(scene, 7, 96, 128)
		if !bytes.Equal(first.Pix, again.Pix) || !bytes.Equal(Encode(first), Encode(again)) {
			t.Errorf("%s: drawn differently", scene)
		}
	}
}

// Two pictures look different if most of their pixels differ by more than the
// noise.
func TestOtherRequestsLookDifferent(t *testing.T) {
	const grain = 3 * 3 * 2
	differ := func(a, b *image.RGBA) float64 {
		n := 0
		for i := 0; i < len(a.Pix); i += 4 {
			d := 0
			for c := range 3 {
				d += magnitude(int(a.Pix[i+c]) - int(b.Pix[i+c]))
			}
			if d > grain {
				n++
			}
		}
		return 4 * float64(n) / float64(len(a.Pix))
	}
	for i, scene := range scenePrompts {
		one := Draw(scene, 1, 96, 128)
		if part := differ(one, Draw(scene, 2, 96, 128)); part < .15 {
			t.Errorf("%s: another seed changes %.0f %%", scene, 100*part)
		}
		other := scenePrompts[(i+1)%len(scenePrompts)]
		if part := differ(one, Draw(other, 1, 96, 128)); part < .5 {
			t.Errorf("%s and %s differ in %.0f %%", scene, other, 100*part)
		}
	}
}

var scenePrompts = []string{"mountain", "lake", "dunes", "silk", "bokeh", "city", "portrait photo of ukj man", "", "ein Löwe 🦁"}

func TestPNG(t *testing.T) {
	sizes := [][2]int{{1, 1}, {1, 9}, {9, 1}, {3, 5}, {512, 512}, {768, 1024}, {1025, 700}, {4096, 3}, {2, 4096}}
	for i, size := range sizes {
		prompt := scenePrompts[i%len(scenePrompts)]
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			drawn := Draw(prompt, 3, size[0], size[1])
			file := Encode(drawn)
			config, err := png.DecodeConfig(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			if config.Width != size[0] || config.Height != size[1] {
				t.Errorf("%d×%d", config.Width, config.Height)
			}
			if depth, kind := file[24], file[25]; depth != 8 || kind != 2 || config.ColorModel != color.RGBAModel {
				t.Errorf("%d bits, colour type %d, want 8-bit RGB without alpha", depth, kind)
			}
			decoded, err := png.Decode(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := decoded.(*image.RGBA); !ok || !bytes.Equal(got.Pix, drawn.Pix) {
				t.Error("decoding gives other pixels than were drawn")
			}
			chunksInOrder(t, file)
		})
	}
}

// chunksInOrder checks that a file is IHDR, IDAT… and IEND, to the last byte.
func chunksInOrder(t *testing.T, file []byte) {
	t.Helper()
	want := "IHDR"
	for rest := file[len(pngSignature):]; len(rest) > 0; {
		length, kind := binary.BigEndian.Uint32(rest), string(rest[4:8])
		if kind != want && !(kind == "IEND" && want == "IDAT") {
			t.Fatalf("%s where %s was due", kind, want)
		}
		want = "IDAT"
		if kind == "IEND" {
			want = "nothing"
		}
		rest = rest[12+length:]
	}
	if want != "nothing" {
		t.Error("no IEND")
	}
}

// A picture of the usual size is as large as the service's, about a megabyte.
func TestWeight(t *testing.T) {
	for _, scene := range scenePrompts {
		if n := len(Encode(Draw(scene, 1, 768, 1024))); n < 700_000 || n > 1_400_000 {
			t.Errorf("%s: %d bytes", scene, n)
		}
	}
}

func TestLargestPicture(t *testing.T) {
	file := Encode(Draw("lake", 1, maxSide, maxSide))
	if config, err := png.DecodeConfig(bytes.NewReader(file)); err != nil || config.Width != maxSide || config.Height != maxSide {
		t.Errorf("%+v, %v", config, err)
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, scene := range scenePrompts[:6] {
		b.Run(scene, func(b *testing.B) {
			seed, size := int64(0), 0
			for b.Loop() {
				size += len(Encode(Draw(scene, seed, 768, 1024)))
				seed++
			}
			b.ReportMetric(float64(size)/float64(b.N), "bytes/picture")
		})
	}
}
