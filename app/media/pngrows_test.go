package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"runtime"
	"testing"
)

// anyPNG makes a PNG of a kind whose pixels are the bytes of next.
func anyPNG(t testing.TB, h header, palette, transparency []byte, next func(filter bool) byte) []byte {
	t.Helper()
	var file, packed bytes.Buffer
	file.WriteString(pngSignature)
	chunk := func(kind string, data []byte) {
		sum := crc32.NewIEEE()
		for _, part := range [][]byte{binary.BigEndian.AppendUint32(nil, uint32(len(data))), []byte(kind), data} {
			file.Write(part)
		}
		sum.Write([]byte(kind))
		sum.Write(data)
		file.Write(sum.Sum(nil))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(h.width)), uint32(h.height))
	head = append(head, h.depth, h.color, 0, 0, 0)
	if h.interlaced {
		head[12] = 1
	}
	chunk("IHDR", head)
	if palette != nil {
		chunk("PLTE", palette)
	}
	if transparency != nil {
		chunk("tRNS", transparency)
	}
	z, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range h.passes() {
		row := make([]byte, p.stride)
		for range p.rows {
			for i := range row {
				row[i] = next(i == 0)
			}
			if _, err := z.Write(row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return file.Bytes()
}

// kindsOfPNG returns all combinations of colour type, depth and interlacing.
func kindsOfPNG() []header {
	var kinds []header
	for color := range byte(7) {
		for _, depth := range []byte{1, 2, 4, 8, 16} {
			for _, interlaced := range []bool{false, true} {
				if h := (header{depth: depth, color: color, interlaced: interlaced}); h.legalDepth() {
					kinds = append(kinds, h)
				}
			}
		}
	}
	return kinds
}

// extras makes the palette and the transparency that a kind can have.
func extras(h header, r *rand.Rand, transparent bool) (palette, transparency []byte) {
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	if h.color == indexed {
		palette = random(3 << h.depth)
	}
	if !transparent {
		return palette, nil
	}
	switch h.color {
	case gray:
		transparency = []byte{0, 1}
	case trueColor:
		transparency = []byte{0, 1, 0, 1, 0, 1}
	case indexed:
		transparency = random(1 << h.depth)
	}
	return palette, transparency
}

// Pictures of every kind are decoded as by the standard library, in full size and as a thumbnail.
func TestEveryKindOfPNGIsReadByRows(t *testing.T) {
	for _, h := range kindsOfPNG() {
		for _, size := range [][2]int{{61, 47}, {1, 90}, {90, 1}, {9, 200}} {
			for _, transparent := range []bool{false, true} {
				h.width, h.height = size[0], size[1]
				name := fmt.Sprintf("colour %d of %d bits, interlaced %v, %v, transparent %v", h.color, h.depth, h.interlaced, size, transparent)
				r := rand.New(rand.NewPCG(uint64(h.color), uint64(h.depth)))
				palette, transparency := extras(h, r, transparent)
				file := anyPNG(t, h, palette, transparency, func(filter bool) byte {
					if filter {
						return byte(r.IntN(5))
					}
					return byte(r.Uint32() >> (8 * r.IntN(4))) // zeros among them
				})
				decoded, err := png.Decode(bytes.NewReader(file))
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				want := image.NewRGBA(image.Rect(0, 0, h.width, h.height))
				draw.Draw(want, want.Rect, decoded, decoded.Bounds().Min, draw.Src)
				got, err := Decode(bytes.NewReader(file))
				if err != nil || farthest(got.Pix, want.Pix) > 1 { // the standard library rounds down with transparency
					t.Errorf("%s: it is not as the standard library has it, %v", name, err)
				}
				for _, px := range []int{8, 40} {
					reduced := newReducer(h.width, h.height, 4, px)
					for y := range h.height {
						reduced.add(want.Pix[y*want.Stride:][:4*h.width])
					}
					whole := reduced.finish()
					small, err := Thumbnail(bytes.NewReader(file), px)
					if err != nil || small.Rect != whole.Rect {
						t.Fatalf("%s at %d: %v, %v", name, px, small, err)
					}
					if d := farthest(small.Pix, whole.Pix); d > 2 {
						t.Fatalf("%s at %d: it is %d off", name, px, d)
					}
				}
			}
		}
	}
}

// farthest returns the largest difference of two bytes at the same index.
func farthest(a, b []byte) int {
	if len(a) != len(b) {
		return 256
	}
	most := 0
	for i, v := range a {
		most = max(most, int(v)-int(b[i]), int(b[i])-int(v))
	}
	return most
}

// takes returns the bytes that do allocates, without the picture's file.
func takes(t *testing.T, do func() error) int64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := do(); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// A thumbnail of a 16-bit picture of 64 Mpx once took 800 MB. Its memory must depend only on the sizes of the file and
// of the thumbnail.
func TestAThumbnailsMemoryIsBounded(t *testing.T) {
	const side, pixels = 1536, 1536 * 1536
	for _, h := range kindsOfPNG() {
		h.width, h.height = side, side
		palette, _ := extras(h, rand.New(rand.NewPCG(1, 2)), false)
		n := 0
		file := anyPNG(t, h, palette, nil, func(filter bool) byte {
			if n++; filter {
				return 2
			}
			return byte(n >> 12)
		})
		limit := int64(2*len(file) + 2<<20)
		if h.interlaced {
			limit += pixels
		}
		if got := takes(t, func() error { _, err := Thumbnail(bytes.NewReader(file), 128); return err }); got > limit {
			t.Errorf("a thumbnail of colour %d of %d bits, interlaced %v, takes %d bytes, at most %d", h.color, h.depth, h.interlaced, got, limit)
		}
		limit = int64(2*len(file)+2<<20) + 4*pixels
		if h.depth == 16 || h.color == trueAlpha {
			if got := takes(t, func() error { _, err := Decode(bytes.NewReader(file)); return err }); got > limit {
				t.Errorf("the whole of colour %d of %d bits, interlaced %v, takes %d bytes, at most %d", h.color, h.depth, h.interlaced, got, limit)
			}
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, image.NewYCbCr(image.Rect(0, 0, side, side), image.YCbCrSubsampleRatio420), nil); err != nil {
		t.Fatal(err)
	}
	if got := takes(t, func() error { _, err := Thumbnail(bytes.NewReader(file.Bytes()), 128); return err }); got > 3*pixels/2+4<<20 {
		t.Errorf("a thumbnail of a JPEG takes %d bytes", got)
	}
}
