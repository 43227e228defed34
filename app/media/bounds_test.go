package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func deflate(t testing.TB, data ...byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// allocated runs work and returns the bytes that it allocated on the heap.
func allocated(work func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// cheap is how many bytes refusing a bomb may allocate in all.
const cheap = 1 << 20

func TestBombsAreRefusedCheaply(t *testing.T) {
	ihdr, iend := header13(2, 2, 8, 0, 0, 0, 0), rawChunk{"IEND", nil}
	idat := rawChunk{"IDAT", deflate(t, 0, 1, 2, 0, 3, 4)}
	zeros := deflate(t, make([]byte, 32<<20)...) // 32 MB in 32 KB
	many := slices.Repeat([]rawChunk{{"tEXt", []byte("a\x00b")}}, 100_000)
	manyPixels := slices.Repeat([]rawChunk{{"IDAT", nil}}, 100_000)
	for name, c := range map[string]struct {
		bomb []byte
		want error
	}{
		"65,535 square":          {join(header13(65535, 65535, 8, 2, 0, 0, 0), idat, iend), ErrTooLarge},
		"16,384 square":          {join(header13(16384, 16384, 8, 2, 0, 0, 0), idat, iend), ErrTooLarge},
		"2³¹-1 square":           {join(header13(1<<31-1, 1<<31-1, 16, 6, 0, 0, 1), idat, iend), ErrTooLarge},
		"100,000 texts":          {join(slices.Concat([]rawChunk{ihdr}, many, []rawChunk{idat, iend})...), ErrTooLarge},
		"100,000 pixel chunks":   {join(slices.Concat([]rawChunk{ihdr}, manyPixels, []rawChunk{idat, iend})...), ErrTooLarge},
		"pixels that blow up":    {join(ihdr, rawChunk{"IDAT", zeros}, iend), ErrDamaged},
		"text of 50 MB":          {join(ihdr, rawChunk{"tEXt", append([]byte("a\x00"), make([]byte, 50<<20)...)}, idat, iend), ErrTooLarge},
		"chunk beyond the end":   {append(join(ihdr), 0x7F, 0xFF, 0xFF, 0xFF, 't', 'E', 'X', 't', 'a'), ErrDamaged},
		"chunk of 4 GB":          {append(join(ihdr), 0xFF, 0xFF, 0xFF, 0xFF, 'I', 'D', 'A', 'T', 'a'), ErrDamaged},
		"pixels that never come": {join(header13(8192, 8192, 8, 6, 0, 0, 0), rawChunk{"IDAT", zeros}, iend), ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			if used := allocated(func() { _, err = inspect(c.bomb) }); used > cheap {
				t.Errorf("inspecting took %d bytes", used)
			}
			if !errors.Is(err, c.want) {
				t.Errorf("inspecting: %v", err)
			}
			used := allocated(func() { _, err = ReadTexts(bytes.NewReader(c.bomb), int64(len(c.bomb))) })
			if used > cheap {
				t.Errorf("reading texts took %d bytes, %v", used, err)
			}
			if name == "pixels that never come" || name == "pixels that blow up" || strings.HasPrefix(name, "100,000") || name == "text of 50 MB" {
				return // valid as far as a thumbnail needs
			}
			used = allocated(func() { _, err = Thumbnail(bytes.NewReader(c.bomb), 256) })
			if err == nil || used > cheap {
				t.Errorf("the thumbnail took %d bytes, %v", used, err)
			}
		})
	}
}

func TestTextBombs(t *testing.T) {
	zeros := deflate(t, make([]byte, 32<<20)...)
	small := deflate(t, []byte("kept")...)
	ihdr, idat, iend := header13(2, 2, 8, 0, 0, 0, 0), rawChunk{"IDAT", deflate(t, 0, 1, 2, 0, 3, 4)}, rawChunk{"IEND", nil}
	for name, bomb := range map[string]rawChunk{
		"zTXt": {"zTXt", append([]byte("bomb\x00\x00"), zeros...)},
		"iTXt": {"iTXt", append([]byte("bomb\x00\x01\x00\x00\x00"), zeros...)},
		"tEXt": {"tEXt", append([]byte("bomb\x00"), make([]byte, MaxTextBytes+2000)...)},
	} {
		b := join(ihdr, bomb, rawChunk{"zTXt", append([]byte("after\x00\x00"), small...)}, idat, iend)
		var texts []Text
		var err error
		used := allocated(func() { texts, err = ReadTexts(bytes.NewReader(b), int64(len(b))) })
		if !errors.Is(err, ErrTooLarge) || used > 24<<20 {
			t.Errorf("%s: %v with %d bytes", name, err, used)
		}
		if want := []Text{{"after", "kept"}}; !slices.Equal(texts, want) {
			t.Errorf("%s: the text after it is %q", name, texts)
		}
	}
	// Each is within its limit, and together they are too large.
	one := rawChunk{"zTXt", append([]byte("a\x00\x00"), deflate(t, bytes.Repeat([]byte("x"), MaxTextBytes)...)...)}
	b := join(slices.Concat([]rawChunk{ihdr}, slices.Repeat([]rawChunk{one}, 20), []rawChunk{idat, iend})...)
	texts, err := ReadTexts(bytes.NewReader(b), int64(len(b)))
	if !errors.Is(err, ErrTooLarge) || len(texts) != MaxAllTextBytes/MaxTextBytes {
		t.Errorf("%d texts, %v", len(texts), err)
	}
}

func TestFileSize(t *testing.T) {
	if _, err := Inspect(bytes.NewReader(nil), MaxFileBytes+1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("inspecting: %v", err)
	}
	if _, err := Inspect(bytes.NewReader(nil), -1); err == nil {
		t.Error("a negative size passed")
	}
	if _, err := ReadTexts(bytes.NewReader(nil), MaxFileBytes+1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("reading texts: %v", err)
	}
	if err := Embed(io.Discard, bytes.NewReader(nil), MaxFileBytes+1, nil); !errors.Is(err, ErrTooLarge) {
		t.Errorf("embedding: %v", err)
	}
}

// A WebP's header may announce a canvas of 16,384² without any data.
func TestHugeWebPAndJPEG(t *testing.T) {
	webp := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x0f\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	jpeg := encodeJPEG(t, photo(8, 8, false))
	frame := bytes.Index(jpeg, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(jpeg[frame+5:], 65535)
	binary.BigEndian.PutUint16(jpeg[frame+7:], 65535)
	for name, b := range map[string][]byte{"webp": webp, "jpeg": jpeg} {
		var err error
		if used := allocated(func() { _, err = inspect(b) }); !errors.Is(err, ErrTooLarge) || used > cheap {
			t.Errorf("%s: %v with %d bytes", name, err, used)
		}
		if used := allocated(func() { _, err = Thumbnail(bytes.NewReader(b), 64) }); !errors.Is(err, ErrTooLarge) || used > cheap {
			t.Errorf("%s: %v with %d bytes", name, err, used)
		}
	}
}
