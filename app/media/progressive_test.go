package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"strings"
	"testing"
)

// progressive is a JPEG whose header announces many pixels in several scans.
func progressive(t *testing.T, width, height uint16) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := jpeg.Encode(&file, image.NewYCbCr(image.Rect(0, 0, 16, 16), image.YCbCrSubsampleRatio444), nil); err != nil {
		t.Fatal(err)
	}
	b := file.Bytes()
	at := bytes.Index(b, []byte{0xFF, 0xC0})
	if at < 0 {
		t.Fatal("no frame")
	}
	b[at+1] = 0xC2
	binary.BigEndian.PutUint16(b[at+5:], height)
	binary.BigEndian.PutUint16(b[at+7:], width)
	for i := range 3 {
		b[at+11+3*i] = 0x11
	}
	return b
}

// The standard library needs 15 bytes per pixel for such a picture. One too large for that is refused with an
// explanation, and a paid one is saved nevertheless.
func TestAProgressiveJPEGIsBoundedByItsMemory(t *testing.T) {
	large := progressive(t, 8192, 8192)
	for name, read := range map[string]func() error{
		"a thumbnail": func() error { _, err := Thumbnail(bytes.NewReader(large), 256); return err },
		"the whole":   func() error { _, err := Decode(bytes.NewReader(large)); return err },
	} {
		if got := allocated(func() {
			var too *TooLargeError
			if err := read(); !errors.As(err, &too) || !strings.Contains(err.Error(), "memory") {
				t.Errorf("%s: %v", name, err)
			}
		}); got > 4<<20 {
			t.Errorf("%s takes %d bytes to refuse", name, got)
		}
	}
	info, err := Inspect(Bytes(large), int64(len(large)))
	if err != nil || info.Width != 8192 || info.Height != 8192 {
		t.Errorf("it would not be saved: %+v, %v", info, err)
	}
	for _, cut := range []int{0, 1, 2, 3, 20, 100, len(large) / 2} {
		if _, err := Decode(bytes.NewReader(large[:cut])); err == nil {
			t.Errorf("%d bytes of it are a picture", cut)
		}
	}
	if _, err := Inspect(Bytes(large[:len(large)-2]), int64(len(large)-2)); err == nil {
		t.Error("one without an end is saved as whole")
	}
	if err := func() error { _, err := Decode(bytes.NewReader(progressive(t, 4096, 4096))); return err }(); errors.Is(err, ErrTooLarge) {
		t.Errorf("the largest that can be asked for is refused: %v", err)
	}
}
