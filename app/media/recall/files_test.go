package recall_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lookbook/app/media/recall"
)

// The files are made here by the rules of their formats, and by an independent
// program where one is installed. Lookbook's own writer would only prove that
// it agrees with itself.

// chunk makes a PNG chunk.
func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngFile makes a PNG of one grey pixel with chunks before it.
func pngFile(t testing.TB, chunks ...[]byte) []byte {
	t.Helper()
	b := []byte("\x89PNG\r\n\x1a\n")
	b = append(b, chunk("IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0})...)
	for _, c := range chunks {
		b = append(b, c...)
	}
	b = append(b, chunk("IDAT", []byte("\x78\x01\x01\x02\x00\xfd\xff\x00\x80\x00\x82\x00\x81"))...) // stored, not compressed
	return append(b, chunk("IEND", nil)...)
}

func deflate(t testing.TB, data []byte) []byte {
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

// text makes the chunk that Pillow writes, which all these programs use:
// Latin-1 as tEXt, other text as iTXt.
func text(keyword, value string) []byte {
	latin := make([]byte, 0, len(value))
	for _, r := range value {
		if r > 0xFF {
			return chunk("iTXt", []byte(keyword+"\x00\x00\x00\x00\x00"+value))
		}
		latin = append(latin, byte(r))
	}
	return chunk("tEXt", append([]byte(keyword+"\x00"), latin...))
}

func jpegFile(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func webpFile(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("../testdata/tiny.webp")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tagged writes EXIF fields with exiftool.
func tagged(t testing.TB, file []byte, extension string, tags ...string) []byte {
	t.Helper()
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Fatalf("exiftool is needed to write files as other programs do: %v. On Debian: apt-get install libimage-exiftool-perl", err)
	}
	path := filepath.Join(t.TempDir(), "picture"+extension)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-q", "-overwrite_original", "-charset", "UTF8"}, append(tags, path)...)
	if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
		t.Fatalf("exiftool: %v\n%s", err, out)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(b []byte) (recall.Recalled, error) { return recall.Read(bytes.NewReader(b), int64(len(b))) }
