package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// small is a picture with several IDAT chunks, a palette, transparency and a
// text, so that every rule applies.
func small(t testing.TB) []byte {
	t.Helper()
	chunks := split(suite(t)["basn3p08-trns.png"])
	pixels := slices.IndexFunc(chunks, func(c rawChunk) bool { return c.kind == "IDAT" })
	data := chunks[pixels].data
	chunks = slices.Replace(chunks, pixels, pixels+1,
		rawChunk{"tEXt", []byte("Title\x00small")}, rawChunk{"IDAT", data[:7]}, rawChunk{"IDAT", nil}, rawChunk{"IDAT", data[7:]})
	return join(chunks...)
}

func TestEveryChangedByteIsNoticed(t *testing.T) {
	good := small(t)
	if _, err := inspect(good); err != nil {
		t.Fatal(err)
	}
	for at := range good {
		for _, change := range []byte{0x01, 0x20, 0x80, 0xFF} {
			bad := bytes.Clone(good)
			bad[at] ^= change
			info, err := inspect(bad)
			if err == nil && info.Spoilt == 1 {
				continue // in a chunk that no decoder needs
			}
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnsupported) && !errors.Is(err, ErrTooLarge) {
				t.Errorf("byte %d xor %#x: %v", at, change, err)
			}
		}
	}
}

func TestEveryTruncationIsNoticed(t *testing.T) {
	good := small(t)
	for length := range good {
		if _, err := inspect(good[:length]); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnsupported) {
			t.Errorf("%d of %d bytes: %v", length, len(good), err)
		}
		// The file is shorter than the given size.
		if _, err := Inspect(bytes.NewReader(good[:length]), int64(len(good))); err == nil {
			t.Errorf("%d bytes instead of %d passed", length, len(good))
		}
	}
}

// With corrected checksums, changed files may be valid pictures. Then the
// standard library must be able to decode them, their text must be readable,
// and they must stay valid after embedding.
func TestWhatPassesCanBeDecoded(t *testing.T) {
	passed := 0
	for _, name := range []string{"basn3p08-trns.png", "basn0g01.png", "basn3p04-31i.png", "basn6a08.png", "ftbwn0g16.png"} {
		chunks := split(suite(t)[name])
		for i, c := range chunks {
			for at := 0; at < min(len(c.data), 64); at++ {
				for _, change := range []byte{0x01, 0x02, 0x10, 0x80, 0xFF} {
					changed := slices.Clone(chunks)
					changed[i].data = bytes.Clone(c.data)
					changed[i].data[at] ^= change
					bad := join(changed...)
					if _, err := inspect(bad); err != nil {
						continue
					}
					passed++
					if _, err := png.Decode(bytes.NewReader(bad)); err != nil {
						t.Errorf("%s, %s byte %d xor %#x passes, but: %v", name, c.kind, at, change, err)
					}
				}
			}
		}
	}
	if passed < 100 {
		t.Errorf("only %d changed pictures passed: the test looks at nothing", passed)
	}
}

func header13(width, height uint32, rest ...byte) rawChunk {
	b := binary.BigEndian.AppendUint32(nil, width)
	b = binary.BigEndian.AppendUint32(b, height)
	return rawChunk{"IHDR", append(b, rest...)}
}

func TestRulesOfPNG(t *testing.T) {
	gray2x2 := deflate(t, 0, 1, 2, 0, 3, 4) // two rows of a filter byte and two pixels
	ihdr, idat, iend := header13(2, 2, 8, 0, 0, 0, 0), rawChunk{"IDAT", gray2x2}, rawChunk{"IEND", nil}
	indexed1 := header13(2, 2, 8, 3, 0, 0, 0)
	plte := rawChunk{"PLTE", []byte{1, 2, 3, 4, 5, 6}}
	half := len(gray2x2) / 2
	for name, c := range map[string]struct {
		chunks []rawChunk
		want   string // empty: valid
	}{
		"legal":                    {[]rawChunk{ihdr, idat, iend}, ""},
		"legal, palette":           {[]rawChunk{indexed1, plte, {"tRNS", []byte{0}}, idat, iend}, ""},
		"legal, split":             {[]rawChunk{ihdr, {"IDAT", nil}, {"IDAT", gray2x2[:half]}, {"IDAT", gray2x2[half:]}, {"IDAT", nil}, iend}, ""},
		"legal, odd trimmings":     {[]rawChunk{ihdr, {"gAMA", []byte{1}}, {"zzZz", nil}, idat, {"gAMA", nil}, {"tIME", nil}, iend}, ""},
		"nothing":                  {nil, "ends early"},
		"no header":                {[]rawChunk{idat, iend}, "first chunk has to be IHDR"},
		"short header":             {[]rawChunk{{"IHDR", ihdr.data[:12]}, idat, iend}, "12 bytes long instead of 13"},
		"no width":                 {[]rawChunk{header13(0, 2, 8, 0, 0, 0, 0), idat, iend}, "0×2 is not legal"},
		"negative height":          {[]rawChunk{header13(2, 1<<31, 8, 0, 0, 0, 0), idat, iend}, "is not legal"},
		"3 bits":                   {[]rawChunk{header13(2, 2, 3, 0, 0, 0, 0), idat, iend}, "colour type 0 with 3 bits"},
		"4 bits of true colour":    {[]rawChunk{header13(2, 2, 4, 2, 0, 0, 0), idat, iend}, "colour type 2 with 4 bits"},
		"16 bits indexed":          {[]rawChunk{header13(2, 2, 16, 3, 0, 0, 0), plte, idat, iend}, "colour type 3 with 16 bits"},
		"colour type 1":            {[]rawChunk{header13(2, 2, 8, 1, 0, 0, 0), idat, iend}, "colour type 1"},
		"compression":              {[]rawChunk{header13(2, 2, 8, 0, 1, 0, 0), idat, iend}, "compression method 1"},
		"filter method":            {[]rawChunk{header13(2, 2, 8, 0, 0, 1, 0), idat, iend}, "filter method 1"},
		"interlace method":         {[]rawChunk{header13(2, 2, 8, 0, 0, 0, 2), idat, iend}, "interlace method 2"},
		"interlaced otherwise":     {[]rawChunk{header13(2, 2, 8, 0, 0, 0, 1), idat, iend}, "fewer pixels"},
		"two headers":              {[]rawChunk{ihdr, ihdr, idat, iend}, "a reader must know this chunk"},
		"unknown critical":         {[]rawChunk{ihdr, {"CgBI", nil}, idat, iend}, "a reader must know this chunk"},
		"not a chunk":              {[]rawChunk{ihdr, {"a-b!", nil}, idat, iend}, "this is no chunk"},
		"palette missing":          {[]rawChunk{indexed1, idat, iend}, "palette is missing"},
		"palette too late":         {[]rawChunk{header13(2, 2, 8, 2, 0, 0, 0), {"IDAT", deflate(t, make([]byte, 14)...)}, plte, iend}, "palette comes too late"},
		"two palettes":             {[]rawChunk{indexed1, plte, plte, idat, iend}, "second palette"},
		"palette of a grey one":    {[]rawChunk{ihdr, plte, idat, iend}, "grey picture has no palette"},
		"palette of 4 bytes":       {[]rawChunk{indexed1, {"PLTE", make([]byte, 4)}, idat, iend}, "palette of 4 bytes"},
		"palette too long":         {[]rawChunk{header13(8, 1, 1, 3, 0, 0, 0), {"PLTE", make([]byte, 9)}, idat, iend}, "palette of 9 bytes"},
		"empty palette":            {[]rawChunk{indexed1, {"PLTE", nil}, idat, iend}, "palette of 0 bytes"},
		"transparency first":       {[]rawChunk{indexed1, {"tRNS", []byte{1}}, plte, idat, iend}, "before the palette"},
		"transparency too long":    {[]rawChunk{indexed1, plte, {"tRNS", make([]byte, 3)}, idat, iend}, "transparency of 3 bytes"},
		"transparency of grey":     {[]rawChunk{ihdr, {"tRNS", make([]byte, 6)}, idat, iend}, "transparency of 6 bytes"},
		"transparency twice":       {[]rawChunk{ihdr, {"tRNS", make([]byte, 2)}, {"tRNS", make([]byte, 2)}, idat, iend}, "twice or too late"},
		"transparency and alpha":   {[]rawChunk{header13(1, 1, 8, 4, 0, 0, 0), {"tRNS", make([]byte, 2)}, idat, iend}, "alpha channel"},
		"no pixels":                {[]rawChunk{ihdr, iend}, "there are no pixels"},
		"empty pixels":             {[]rawChunk{ihdr, {"IDAT", nil}, iend}, "fewer pixels"},
		"pixels interrupted":       {[]rawChunk{ihdr, {"IDAT", gray2x2[:half]}, {"tEXt", []byte("a\x00")}, {"IDAT", gray2x2[half:]}, iend}, "fewer pixels"},
		"pixels again":             {[]rawChunk{ihdr, idat, {"tEXt", []byte("a\x00")}, {"IDAT", nil}, iend}, "interrupted"},
		"too few pixels":           {[]rawChunk{ihdr, {"IDAT", deflate(t, 0, 1, 2, 0, 3)}, iend}, "fewer pixels"},
		"too many pixels":          {[]rawChunk{ihdr, {"IDAT", deflate(t, 0, 1, 2, 0, 3, 4, 0)}, iend}, "more pixels"},
		"filter 5":                 {[]rawChunk{ihdr, {"IDAT", deflate(t, 0, 1, 2, 5, 3, 4)}, iend}, "unknown filter"},
		"checksum of pixels":       {[]rawChunk{ihdr, {"IDAT", append(bytes.Clone(gray2x2[:len(gray2x2)-1]), gray2x2[len(gray2x2)-1]^1)}, iend}, "checksum of the pixels"},
		"checksum missing":         {[]rawChunk{ihdr, {"IDAT", gray2x2[:len(gray2x2)-4]}, iend}, "fewer pixels"},
		"something after pixels":   {[]rawChunk{ihdr, {"IDAT", append(bytes.Clone(gray2x2), 0)}, iend}, "after the end of the compressed pixels"},
		"something in a new chunk": {[]rawChunk{ihdr, idat, {"IDAT", []byte{0}}, iend}, "after the end of the compressed pixels"},
		"not compressed":           {[]rawChunk{ihdr, {"IDAT", []byte("hello, world")}, iend}, "make no sense"},
		"no end":                   {[]rawChunk{ihdr, idat}, "ends early"},
		"end not empty":            {[]rawChunk{ihdr, idat, {"IEND", []byte{0}}}, "last chunk is not empty"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := inspect(join(c.chunks...))
			if c.want == "" && err != nil || c.want != "" && (!errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestTrailingBytesAreCounted(t *testing.T) {
	b := append(small(t), "left over"...)
	info, err := inspect(b)
	if err != nil || info.Trailing != 9 {
		t.Errorf("%+v, %v", info, err)
	}
	if after := embed(t, b, Text{"a", "b"}); !bytes.HasSuffix(after, b[headerEnd:]) {
		t.Error("embedding changed what is after the end")
	}
}

// brokenDisk fails after some bytes.
type brokenDisk struct {
	b     []byte
	after int64
}

var errDisk = errors.New("input/output error")

func (d brokenDisk) ReadAt(p []byte, at int64) (int, error) {
	if at >= d.after {
		return 0, errDisk
	}
	n := copy(p, d.b[at:d.after])
	if n < len(p) {
		return n, errDisk
	}
	return n, nil
}

func TestABrokenDiskIsNoBrokenPicture(t *testing.T) {
	pictures := map[string][]byte{"png": encodePNG(t, photo(64, 64, false)), "jpeg": encodeJPEG(t, photo(64, 64, false)), "webp": tinyWebP(t)}
	for name, b := range pictures {
		for _, after := range []int64{0, 20, 30, int64(len(b)) - 5} {
			disk := brokenDisk{b, after}
			if _, err := Inspect(disk, int64(len(b))); !errors.Is(err, errDisk) || errors.Is(err, ErrDamaged) {
				t.Errorf("%s after %d: inspecting: %v", name, after, err)
			}
			if _, err := Thumbnail(io.NewSectionReader(disk, 0, int64(len(b))), 8); !errors.Is(err, errDisk) || errors.Is(err, ErrDamaged) {
				t.Errorf("%s after %d: thumbnail: %v", name, after, err)
			}
		}
		disk := brokenDisk{b, 14}
		if name == "png" {
			if err := Embed(io.Discard, disk, int64(len(b)), nil); !errors.Is(err, errDisk) || errors.Is(err, ErrDamaged) {
				t.Errorf("embedding: %v", err)
			}
		}
		if _, err := ReadTexts(disk, int64(len(b))); !errors.Is(err, errDisk) || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: reading texts: %v", name, err)
		}
	}
}

func encodeJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tinyWebP is a lossy picture of 40×30 pixels, made by libwebp.
func tinyWebP(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/tiny.webp")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestJPEGAndWebP(t *testing.T) {
	for format, b := range map[Format][]byte{JPEG: encodeJPEG(t, photo(40, 30, false)), WebP: tinyWebP(t)} {
		info, err := inspect(b)
		if want := (Info{Format: format, Width: 40, Height: 30}); err != nil || info != want {
			t.Errorf("%+v, %v", info, err)
		}
		for length := range b {
			if _, err := inspect(b[:length]); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnsupported) {
				t.Errorf("%s: %d of %d bytes: %v", format, length, len(b), err)
			}
		}
		if m, err := Decode(bytes.NewReader(b)); err != nil || m.Rect != image.Rect(0, 0, 40, 30) {
			t.Errorf("%s: decoding: %v", format, err)
		}
		if err := Embed(io.Discard, bytes.NewReader(b), int64(len(b)), []Text{{"Title", "x"}}); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: embedding: %v", format, err)
		}
	}
}

func TestOtherFilesAreNamed(t *testing.T) {
	for content, want := range map[string]Fault{
		"":                             Empty,
		"<?xml version='1.0'?><Error>": Page,
		"\n<!doctype html>":            Page,
		"GIF89a":                       NoPicture,
		"#SNG: from basn0g01.png":      NoPicture,
	} {
		_, err := inspect([]byte(content))
		if told, ok := errors.AsType[*UnsupportedError](err); !ok || !errors.Is(err, ErrUnsupported) || told.Fault != want {
			t.Errorf("%q: %v", content, err)
		}
	}
}
