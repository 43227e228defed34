package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/webp"
)

func TestStripPNG(t *testing.T) {
	shown := []rawChunk{{"gAMA", []byte{0, 0, 0xB1, 0x8F}}, {"iCCP", append([]byte("p\x00\x00"), deflate(t, 1, 2, 3)...)}, {"pHYs", make([]byte, 9)}}
	told := []rawChunk{
		{"tEXt", []byte("parameters\x00" + secret)},
		{"zTXt", append([]byte("a\x00\x00"), deflate(t, []byte(secret)...)...)},
		{"iTXt", []byte("dreamlook\x00\x00\x00\x00\x00" + secret)},
		{"eXIf", commented("ASCII", secret)},
		{"tIME", []byte{7, 0xEA, 3, 1, 12, 0, 0}},
		{"caBX", []byte(secret)}, // a statement of where it is from
		{"prVt", []byte(secret)},
	}
	before := append(append([]rawChunk{told[0]}, shown...), told[1:]...)
	full := append(plainPNG(t, before, told), secret...)
	if out := stripped(t, full); !bytes.Equal(out, plainPNG(t, shown, nil)) {
		t.Errorf("got %q", out)
	}
}

// jpegWith inserts segments after the start of a JPEG.
func jpegWith(b []byte, segments ...rawChunk) []byte {
	out := bytes.Clone(b[:2])
	for _, s := range segments {
		out = append(out, 0xFF, s.kind[0])
		out = binary.BigEndian.AppendUint16(out, uint16(2+len(s.data)))
		out = append(out, s.data...)
	}
	return append(out, b[2:]...)
}

// webpWith makes an extended WebP from a simple one, with chunks around its
// pixels.
func webpWith(t testing.TB, flags byte, before, after []rawChunk) []byte {
	t.Helper()
	simple := tinyWebP(t)
	b := []byte("RIFF\x00\x00\x00\x00WEBP")
	chunk := func(kind string, data []byte) {
		b = append(b, kind...)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
		if b = append(b, data...); len(data)%2 == 1 {
			b = append(b, 0)
		}
	}
	chunk("VP8X", []byte{flags, 0, 0, 0, 39, 0, 0, 29, 0, 0})
	for _, c := range before {
		chunk(c.kind, c.data)
	}
	b = append(b, simple[12:]...)
	for _, c := range after {
		chunk(c.kind, c.data)
	}
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

func TestStripJPEG(t *testing.T) {
	plain := encodeJPEG(t, photo(40, 30, false))
	jfif := rawChunk{"\xE0", []byte("JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00")}
	profile := rawChunk{"\xE2", []byte("ICC_PROFILE\x00\x01\x01profile")}
	adobe := rawChunk{"\xEE", []byte("Adobe\x00\x64\x00\x00\x00\x00\x01")}
	full := jpegWith(plain,
		jfif,
		rawChunk{"\xE0", []byte("JFXX\x00\x10" + secret)}, // a thumbnail
		rawChunk{"\xE1", append([]byte("Exif\x00\x00"), commented("ASCII", secret)...)},
		rawChunk{"\xE1", []byte("http://ns.adobe.com/xap/1.0/\x00" + secret)},
		profile,
		rawChunk{"\xE2", []byte("MPF\x00" + secret)},
		rawChunk{"\xED", []byte("Photoshop 3.0\x00" + secret)},
		adobe,
		rawChunk{"\xEB", []byte(secret)},
		rawChunk{"\xFE", []byte(secret)},
		rawChunk{"\xFE", bytes.Repeat([]byte(secret+"\xFF"), 2000)},
	)
	full = append(full, secret...) // after the end
	if out := stripped(t, full); !bytes.Equal(out, jpegWith(plain, jfif, profile, adobe)) {
		t.Errorf("%d bytes of %d stay, want %d", len(out), len(full), len(plain)+len(jfif.data)+len(profile.data)+len(adobe.data)+12)
	}
}

// Features of other programs' files: several scans, restart markers, fill
// bytes.
func TestStripJPEGsOfOthers(t *testing.T) {
	folder := t.TempDir()
	from := filepath.Join(folder, "a.png")
	if err := os.WriteFile(from, encodePNG(t, photo(200, 150, false)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, arguments := range map[string][]string{
		"baseline":    {"-quality", "90"},
		"progressive": {"-interlace", "JPEG", "-quality", "97"},
		"restarts":    {"-define", "jpeg:restart-interval=2"},
		"grey":        {"-colorspace", "Gray"},
	} {
		t.Run(name, func(t *testing.T) {
			to := filepath.Join(folder, name+".jpg")
			tool(t, "convert", append(append([]string{from}, arguments...), "-set", "comment", secret, to)...)
			b, err := os.ReadFile(to)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(b, []byte(secret)) {
				t.Fatal("the picture to strip tells nothing")
			}
			out := stripped(t, b)
			checkNoSecret(t, out)
			if !sameJPEG(t, b, out) {
				t.Error("the pixels changed")
			}
			// Fill bytes are allowed before any marker.
			filled := bytes.Replace(b, []byte{0xFF, 0xDA}, []byte{0xFF, 0xFF, 0xFF, 0xDA}, 1)
			if !bytes.Equal(stripped(t, filled), out) {
				t.Error("fill bytes are not understood")
			}
		})
	}
}

func sameJPEG(t *testing.T, a, b []byte) bool {
	t.Helper()
	one, err := jpeg.Decode(bytes.NewReader(a))
	two, err2 := jpeg.Decode(bytes.NewReader(b))
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	return samePixels(one, two)
}

func TestStripWebP(t *testing.T) {
	simple := tinyWebP(t)
	if out := stripped(t, append(bytes.Clone(simple), secret...)); !bytes.Equal(out, simple) {
		t.Error("a simple picture changed")
	}
	const profile, alpha = 0x20, 0x10
	kept := []rawChunk{{"ICCP", []byte("profile")}}
	full := webpWith(t, profile|alpha|webpHasEXIF|webpHasXMP, kept, []rawChunk{
		{"EXIF", commented("ASCII", secret)},
		{"XMP ", []byte(secret)},
		{"prVt", []byte(secret)},
	})
	out := stripped(t, append(full, secret...))
	if want := webpWith(t, profile|alpha, kept, nil); !bytes.Equal(out, want) {
		t.Errorf("got %d bytes, want %d", len(out), len(want))
	}
	// The pixels of a lossy picture without transparency.
	out = stripped(t, webpWith(t, webpHasXMP, nil, []rawChunk{{"XMP ", []byte(secret)}}))
	before, err := webp.Decode(bytes.NewReader(simple))
	after, err2 := webp.Decode(bytes.NewReader(out))
	if err != nil || err2 != nil || !samePixels(before, after) {
		t.Errorf("the pixels changed: %v, %v", err, err2)
	}
}
