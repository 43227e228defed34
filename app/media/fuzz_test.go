package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image/png"
	"slices"
	"testing"
)

// repaired corrects the checksums of a PNG's chunks, so that a changed file
// reaches the later checks.
func repaired(b []byte) []byte {
	b = bytes.Clone(b)
	for at := len(pngSignature); at+12 <= len(b); {
		n := int(binary.BigEndian.Uint32(b[at:]))
		if n > len(b)-at-12 {
			break
		}
		binary.BigEndian.PutUint32(b[at+8+n:], crc32.ChecksumIEEE(b[at+4:at+8+n]))
		at += 12 + n
	}
	return b
}

func seeds(f *testing.F) {
	for _, b := range suite(f) {
		f.Add(b)
	}
	f.Add(tinyWebP(f))
	f.Add(encodeJPEG(f, photo(16, 16, false)))
}

// typed fails if an error isn't one of the package's.
func typed(t *testing.T, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrUnsupported) {
		t.Fatalf("untyped error: %v", err)
	}
}

func FuzzInspect(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		b = repaired(b)
		info, err := inspect(b)
		typed(t, err)
		small := info.Width*info.Height < 1<<20
		if err == nil && info.Format == PNG && small {
			if _, err := png.Decode(bytes.NewReader(b)); err != nil {
				t.Fatalf("passes, but: %v", err)
			}
		}
		if err == nil && !small {
			return // slow, and not different
		}
		m, thumbErr := Thumbnail(bytes.NewReader(b), 16)
		typed(t, thumbErr)
		if err == nil && (thumbErr != nil || max(m.Rect.Dx(), m.Rect.Dy()) > 16) {
			t.Fatalf("passes, but its thumbnail is %v, %v", m, thumbErr)
		}
	})
}

func FuzzEmbed(f *testing.F) {
	for _, b := range suite(f) {
		f.Add(b, "parameters", "a cat, café")
	}
	f.Add(encodePNG(f, photo(8, 8, true)), "dreamlook", "👩‍👩‍👧\x00\xff")
	f.Fuzz(func(t *testing.T, b []byte, keyword, value string) {
		b = repaired(b)
		var out bytes.Buffer
		err := Embed(&out, bytes.NewReader(b), int64(len(b)), []Text{{keyword, value}})
		var wrong *KeywordError
		if errors.As(err, &wrong) {
			return
		}
		typed(t, err)
		before, inspectErr := inspect(b)
		if inspectErr != nil || before.Width*before.Height > 1<<16 {
			return
		}
		if err != nil {
			t.Fatalf("a good picture cannot be embedded into: %v", err)
		}
		after, err := inspect(out.Bytes())
		if err != nil || after.Trailing != before.Trailing {
			t.Fatalf("embedding broke it: %+v, %v", after, err)
		}
		if !samePixels(decodePNG(t, b), decodePNG(t, out.Bytes())) {
			t.Fatal("the pixels changed")
		}
		texts, err := readTexts(out.Bytes())
		if len(texts) == 0 || texts[0].Keyword != keyword {
			t.Fatalf("read %q, %v", texts, err)
		}
	})
}

func FuzzReadTexts(f *testing.F) {
	seeds(f)
	f.Add(plainPNG(f, []rawChunk{{"zTXt", append([]byte("a\x00\x00"), deflate(f, []byte("b")...)...)}}, nil))
	f.Add(plainPNG(f, []rawChunk{{"iTXt", append([]byte("a\x00\x01\x00\x00\x00"), deflate(f, []byte("b")...)...)}}, nil))
	data := commented("ASCII", "a cat")
	f.Add(plainPNG(f, nil, []rawChunk{{"eXIf", data}}))
	jpeg := []byte{0xFF, 0xD8, 0xFF, 0xE1}
	jpeg = binary.BigEndian.AppendUint16(jpeg, uint16(2+6+len(data)))
	f.Add(append(append(append(jpeg, "Exif\x00\x00"...), data...), 0xFF, 0xDA))
	f.Fuzz(func(t *testing.T, b []byte) {
		texts, err := readTexts(repaired(b))
		typed(t, err)
		total := 0
		for _, text := range texts {
			total += len(text.Value)
		}
		if total > 2*MaxAllTextBytes {
			t.Fatalf("%d bytes of text", total)
		}
	})
}

func FuzzSigned(f *testing.F) {
	seeds(f)
	f.Add([]byte("\xFF\xD8\xFF\xEB\x00\x1eJP\x00\x01\x00\x00\x00\x01\x00\x00\x00\x18jumb\x00\x00\x00\x10jumdc2pa\xFF\xD9"))
	f.Add([]byte("RIFF\x0c\x00\x00\x00WEBPC2PA\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		signed, err := Signed(Bytes(b), int64(len(b)))
		typed(t, err)
		if err != nil || !signed {
			return
		}
		var bare bytes.Buffer
		if Strip(&bare, Bytes(b), int64(len(b))) != nil {
			return
		}
		if still, err := Signed(Bytes(bare.Bytes()), int64(bare.Len())); still && err == nil {
			t.Fatal("what was stripped is still signed")
		}
	})
}

func FuzzEmbedXMP(f *testing.F) {
	for _, b := range takers(f) {
		f.Add(b, "a cat, café")
	}
	f.Fuzz(func(t *testing.T, b []byte, value string) {
		before, err := inspect(b)
		if err != nil || before.Format == PNG || before.Width*before.Height > 1<<16 {
			return
		}
		var out bytes.Buffer
		err = Embed(&out, Bytes(b), int64(len(b)), []Text{{KeywordParameters, value}, {KeywordLookbook, "{}"}})
		typed(t, err)
		if err != nil {
			return
		}
		after, err := inspect(out.Bytes())
		if err != nil || after != before {
			t.Fatalf("embedding made %+v of %+v: %v", after, before, err)
		}
		was, err := Decode(bytes.NewReader(b))
		is, failed := Decode(bytes.NewReader(out.Bytes()))
		if err != nil || failed != nil || !samePixels(was, is) {
			t.Fatalf("the pixels changed: %v, %v", err, failed)
		}
		texts, err := readTexts(out.Bytes())
		typed(t, err)
		if !slices.Contains(texts, Text{KeywordLookbook, "{}"}) {
			t.Fatalf("read %q", texts)
		}
	})
}
