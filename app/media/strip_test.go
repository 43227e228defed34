package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func strip(b []byte) ([]byte, error) {
	var out bytes.Buffer
	err := Strip(&out, bytes.NewReader(b), int64(len(b)))
	return out.Bytes(), err
}

func stripped(t testing.TB, b []byte) []byte {
	t.Helper()
	out, err := strip(b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// secret is a text that no copy may contain.
const secret = "portrait photo of ukj man"

func checkNoSecret(t testing.TB, b []byte) {
	t.Helper()
	if at := bytes.Index(b, []byte(secret)); at >= 0 {
		t.Errorf("the copy tells at byte %d", at)
	}
}

// Every picture of PngSuite keeps its pixels and everything else that affects
// its appearance, and loses its texts.
func TestStripKeepsThePixelsOfTheSuite(t *testing.T) {
	for name, b := range suite(t) {
		full := embed(t, b, Text{KeywordParameters, secret}, Text{KeywordLookbook, "猫 " + secret})
		out := stripped(t, full)
		if _, err := inspect(out); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !samePixels(decodePNG(t, b), decodePNG(t, out)) {
			t.Errorf("%s: the pixels changed", name)
		}
		var want []rawChunk
		for _, c := range split(b) {
			if c.kind[0] < 'a' || strings.Contains("tRNS cHRM gAMA sBIT bKGD hIST pHYs sPLT iCCP sRGB", c.kind) {
				want = append(want, c)
			}
		}
		if !bytes.Equal(out, join(want...)) {
			t.Errorf("%s: has other chunks than it should", name)
		}
		checkNoSecret(t, out)
		if !bytes.Equal(stripped(t, out), out) {
			t.Errorf("%s: stripping it again changes it", name)
		}
	}
}

// withOrientation makes EXIF data with an orientation and a comment.
func withOrientation(order binary.AppendByteOrder, turned uint16) []byte {
	start := "II*\x00"
	if order.String() == "BigEndian" {
		start = "MM\x00*"
	}
	b := order.AppendUint32([]byte(start), 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(order.AppendUint16(b, 0x010E), 2) // a description
	b = order.AppendUint32(order.AppendUint32(b, uint32(len(secret))), 38)
	b = order.AppendUint16(order.AppendUint16(b, 0x0112), 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(order.AppendUint16(b, turned), 0)
	b = order.AppendUint32(b, 0)
	return append(b, secret...)
}

// If EXIF rotates the picture, only the orientation is kept, because the copy
// would otherwise be shown rotated.
func TestStripKeepsTheOrientation(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for turned, want := range map[uint16]int{0: 0, 1: 0, 2: 2, 6: 6, 8: 8, 9: 0, 0xFFFF: 0} {
			data := withOrientation(order, turned)
			photo := encodeJPEG(t, photo(16, 8, false))
			for format, b := range map[Format][]byte{
				PNG:  plainPNG(t, []rawChunk{{"eXIf", data}}, nil),
				JPEG: jpegWith(photo, rawChunk{"\xE1", append([]byte("Exif\x00\x00"), data...)}),
				WebP: webpWith(t, webpHasEXIF, nil, []rawChunk{{"EXIF", data}}),
			} {
				out := stripped(t, b)
				checkNoSecret(t, out)
				if got := orientationOf(t, format, out); got != want {
					t.Errorf("%s with orientation %d: the copy has %d, want %d", format, turned, got, want)
				}
				if _, err := inspect(out); err != nil {
					t.Errorf("%s: %v", format, err)
				}
				if !bytes.Equal(stripped(t, out), out) {
					t.Errorf("%s: stripping it again changes it", format)
				}
			}
		}
	}
}

func orientationOf(t *testing.T, format Format, b []byte) int {
	t.Helper()
	var found attached
	var err error
	switch format {
	case PNG:
		for _, c := range split(b) {
			if c.kind == "eXIf" {
				found.exif = c.data
			}
		}
	case JPEG:
		found, err = jpegAttached(bytes.NewReader(b))
	case WebP:
		found, err = webpAttached(bytes.NewReader(b))
	}
	if err != nil {
		t.Fatal(err)
	}
	return orientation(found.exif)
}

// Other programs find no text in the copies and accept them as valid.
func TestOtherProgramsFindNothing(t *testing.T) {
	folder := t.TempDir()
	png := embed(t, encodePNG(t, photo(64, 48, true)), Text{KeywordParameters, secret}, Text{KeywordLookbook, "猫 " + secret})
	jpg := jpegWith(encodeJPEG(t, photo(64, 48, false)), rawChunk{"\xE1", append([]byte("Exif\x00\x00"), withOrientation(binary.BigEndian, 6)...)})
	web := webpWith(t, webpHasEXIF, nil, []rawChunk{{"EXIF", withOrientation(binary.LittleEndian, 6)}})
	for name, b := range map[string][]byte{"a.png": png, "a.jpg": jpg, "a.webp": web} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, stripped(t, b), 0o600); err != nil {
			t.Fatal(err)
		}
		out := string(tool(t, "exiftool", "-a", "-G1", "-s", "-validate", "-warning", "-error", "-all:all", "--system:all", file))
		if strings.Contains(out, secret) || strings.Contains(out, "Error") || !strings.Contains(out, "Validate") {
			t.Errorf("%s: exiftool says %s", name, out)
		}
		if turned := strings.Contains(out, "Rotate 90 CW"); turned != (name != "a.png") {
			t.Errorf("%s: exiftool says %s", name, out)
		}
		tool(t, "identify", file)
	}
}

func TestStripSaysWhatIsWrong(t *testing.T) {
	jpg := jpegWith(encodeJPEG(t, photo(16, 16, false)), rawChunk{"\xFE", []byte(secret)})
	web := webpWith(t, webpHasXMP, nil, []rawChunk{{"XMP ", []byte(secret)}})
	png := plainPNG(t, []rawChunk{{"tEXt", []byte("a\x00" + secret)}}, nil)
	for name, b := range map[string][]byte{"png": png, "jpeg": jpg, "webp": web} {
		for n := range len(b) {
			_, err := strip(b[:n])
			if err == nil && name == "webp" && n == len(b)-1 {
				continue // it ended with a padding byte
			}
			if err == nil {
				t.Errorf("%s: the first %d of %d bytes pass", name, n, len(b))
			}
			typed(t, err)
		}
		broken := errors.New("the disk is broken")
		for n := range int64(len(b)) {
			if err := Strip(io.Discard, brokenAt{bytes.NewReader(b), n, broken}, int64(len(b))); err != nil && !errors.Is(err, broken) {
				t.Fatalf("%s, broken at %d: %v", name, n, err)
			}
		}
		if err := Strip(failing{broken}, bytes.NewReader(b), int64(len(b))); !errors.Is(err, broken) {
			t.Errorf("%s: nothing can be written, and it says %v", name, err)
		}
	}
	for name, b := range map[string][]byte{"text": []byte("<html>"), "empty": nil} {
		if _, err := strip(b); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Strip(io.Discard, bytes.NewReader(nil), MaxFileBytes+1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

// brokenAt can't be read from an offset on.
type brokenAt struct {
	io.ReaderAt
	from int64
	err  error
}

func (b brokenAt) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > b.from {
		n := max(min(b.from-at, int64(len(p))), 0)
		n2, _ := b.ReaderAt.ReadAt(p[:n], at)
		return n2, b.err
	}
	return b.ReaderAt.ReadAt(p, at)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func FuzzStrip(f *testing.F) {
	seeds(f)
	f.Add(plainPNG(f, []rawChunk{{"eXIf", withOrientation(binary.BigEndian, 6)}}, []rawChunk{{"tEXt", []byte("a\x00b")}}))
	f.Add(jpegWith(encodeJPEG(f, photo(16, 16, false)), rawChunk{"\xE1", append([]byte("Exif\x00\x00"), withOrientation(binary.LittleEndian, 3)...)}, rawChunk{"\xFE", []byte("b")}))
	f.Add(webpWith(f, webpHasEXIF|webpHasXMP, nil, []rawChunk{{"EXIF", withOrientation(binary.BigEndian, 8)}, {"XMP ", []byte("b")}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		b = repaired(b)
		out, err := strip(b)
		typed(t, err)
		config, _, configErr := image.DecodeConfig(bytes.NewReader(b))
		if configErr != nil || config.Width*config.Height > 1<<16 {
			return // large ones take seconds to decode
		}
		before, inspectErr := inspect(b)
		if inspectErr != nil {
			return
		}
		if err != nil {
			if before.Format == PNG {
				t.Fatalf("a good picture can't be copied: %v", err)
			}
			return // decoders of other formats accept many errors
		}
		if len(out) > len(b)+64 {
			t.Fatalf("%d bytes became %d", len(b), len(out))
		}
		if again, err := strip(out); err != nil || !bytes.Equal(again, out) {
			t.Fatalf("stripping it again changes it: %v", err)
		}
		same, err := sameLook(before.Format, b, out)
		if err != nil || !same {
			t.Fatalf("the pixels changed: %v", err)
		}
		if texts, err := readTexts(out); len(texts) > 0 || err != nil {
			t.Fatalf("it still tells %q, %v", texts, err)
		}
	})
}

func sameLook(format Format, a, b []byte) (bool, error) {
	one, _, err := image.Decode(bytes.NewReader(a))
	if err != nil {
		return format != PNG, nil // it only passes as far as Inspect looks
	}
	two, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return false, err
	}
	return samePixels(one, two), nil
}
