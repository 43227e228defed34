package harness

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// manifest makes a C2PA manifest store as far as programs that don't verify it
// look: a superbox of that type with its name, and arbitrary content.
func manifest() []byte {
	description := append([]byte("c2pa\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71\x03"), "c2pa\x00"...)
	box := func(kind string, data []byte) []byte {
		return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(data))), kind...), data...)
	}
	return box("jumb", append(box("jumd", description), box("cbor", []byte("claims and their signature"))...))
}

// Signed returns pictures with content credentials by extension, one for each
// format; number makes them differ.
func Signed(t testing.TB, number byte) map[string][]byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 8, 8))
	picture.SetGray(0, 0, color.Gray{Y: number})
	var plain bytes.Buffer
	if err := png.Encode(&plain, picture); err != nil {
		t.Fatal(err)
	}
	b := plain.Bytes()
	const header = 8 + 12 + 13
	data := append([]byte("caBX"), manifest()...)
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(data)-4)), data...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(data))
	signed := map[string][]byte{".png": append(append(bytes.Clone(b[:header]), chunk...), b[header:]...)}

	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, picture, nil); err != nil {
		t.Fatal(err)
	}
	segment := append([]byte("JP\x00\x01\x00\x00\x00\x01"), manifest()...)
	segment = append(binary.BigEndian.AppendUint16([]byte{0xFF, 0xEB}, uint16(2+len(segment))), segment...)
	signed[".jpg"] = append(append(bytes.Clone(photo.Bytes()[:2]), segment...), photo.Bytes()[2:]...)

	_, here, _, _ := runtime.Caller(0)
	webp, err := os.ReadFile(filepath.Join(filepath.Dir(here), "../../media/testdata/tiny.webp"))
	if err != nil {
		t.Fatal(err)
	}
	box := append(manifest(), number)
	webp = append(webp, "C2PA"...)
	webp = append(binary.LittleEndian.AppendUint32(webp, uint32(len(box))), box...)
	webp = append(webp, make([]byte, len(box)&1)...)
	binary.LittleEndian.PutUint32(webp[4:], uint32(len(webp)-8))
	signed[".webp"] = webp
	return signed
}
