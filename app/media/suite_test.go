package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// suite returns the valid pictures of PngSuite in Go's source.
func suite(t testing.TB) map[string][]byte {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("asking for Go's own folder: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "src/image/png/testdata/pngsuite/*.png"))
	if err != nil || len(files) < 30 {
		t.Fatalf("PngSuite is not in Go's folder %s: %d files, %v", root, len(files), err)
	}
	pictures := map[string][]byte{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pictures[filepath.Base(file)] = b
	}
	return pictures
}

func inspect(b []byte) (Info, error) { return Inspect(bytes.NewReader(b), int64(len(b))) }

func embed(t testing.TB, b []byte, texts ...Text) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Embed(&out, bytes.NewReader(b), int64(len(b)), texts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func decodePNG(t testing.TB, b []byte) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func samePixels(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r, g, bl, al := a.At(x, y).RGBA()
			r2, g2, b2, a2 := b.At(x, y).RGBA()
			if r != r2 || g != g2 || bl != b2 || al != a2 {
				return false
			}
		}
	}
	return true
}

// chunkOf makes a chunk with a correct checksum.
func chunkOf(kind string, data ...byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// rawChunk is a parsed chunk.
type rawChunk struct {
	kind string
	data []byte
}

func split(b []byte) []rawChunk {
	var chunks []rawChunk
	for b = b[len(pngSignature):]; len(b) >= 12; {
		n := binary.BigEndian.Uint32(b)
		chunks = append(chunks, rawChunk{string(b[4:8]), b[8 : 8+n]})
		b = b[12+n:]
	}
	return chunks
}

func join(chunks ...rawChunk) []byte {
	b := []byte(pngSignature)
	for _, c := range chunks {
		b = append(b, chunkOf(c.kind, c.data...)...)
	}
	return b
}

// photo draws a picture like a photo: soft areas, edges, fine texture.
func photo(width, height int, alpha bool) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	noise := uint32(1)
	for y := range height {
		for x := range width {
			noise = noise*1664525 + 1013904223
			fx, fy := float64(x), float64(y)
			v := 128 + 60*math.Sin(fx/37)*math.Cos(fy/53) + 25*math.Sin((fx+fy)/5) + float64(noise>>28)
			if math.Hypot(fx-float64(width)/2, fy-float64(height)/3) < float64(width)/5 {
				v = 255 - v/2
			}
			a := uint8(255)
			if alpha {
				a = uint8(128 + 127*math.Sin(fx/61+fy/17))
			}
			m.SetNRGBA(x, y, color.NRGBA{clip8(v), clip8(v*0.8 + 20), clip8(255 - v), a})
		}
	}
	return m
}

func clip8(v float64) uint8 { return uint8(max(0, min(v, 255))) }

func encodePNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSuitePassesAndKeepsItsPixels(t *testing.T) {
	texts := []Text{
		{KeywordParameters, "café, “quoted” 👩‍👩‍👧 שלום\nSteps: 20, Sampler: dpm++, Seed: 1"},
		{KeywordLookbook, `{"job_id":"ig_63d83f95"}`},
	}
	for name, b := range suite(t) {
		info, err := inspect(b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		before := decodePNG(t, b)
		if info.Format != PNG || info.Width != before.Bounds().Dx() || info.Height != before.Bounds().Dy() || info.Trailing != 0 || info.Chunks != len(split(b)) {
			t.Errorf("%s: %+v", name, info)
		}
		after := embed(t, b, texts...)
		if _, err := inspect(after); err != nil {
			t.Errorf("%s with texts: %v", name, err)
		}
		if !samePixels(before, decodePNG(t, after)) {
			t.Errorf("%s: the pixels changed", name)
		}
		if !bytes.HasPrefix(after, b[:headerEnd]) || !bytes.HasSuffix(after, b[headerEnd:]) {
			t.Errorf("%s: something else than the insertion changed", name)
		}
		own, err := ReadTexts(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		read, err := ReadTexts(bytes.NewReader(after), int64(len(after)))
		if err != nil || len(read) != 2+len(own) || read[0] != texts[0] || read[1] != texts[1] {
			t.Errorf("%s: read back %q, %v", name, read, err)
		}
		if m, err := Thumbnail(bytes.NewReader(b), 16); err != nil || max(m.Rect.Dx(), m.Rect.Dy()) != 16 {
			t.Errorf("%s: thumbnail %v, %v", name, m, err)
		}
	}
}
