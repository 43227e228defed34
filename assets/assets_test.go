package assets

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"testing"
)

func TestIconIsTheSizeItsNameSays(t *testing.T) {
	for _, size := range []int{16, 32, 48, 64, 128, 256, 512, 1024} {
		data, err := os.ReadFile(fmt.Sprintf("icon/icon-%d.png", size))
		if err != nil {
			t.Fatal(err)
		}
		checkIcon(t, data, size)
	}
}

func TestEmbeddedIcon(t *testing.T) {
	data := Icon()
	checkIcon(t, data, 512)
	checkIcon(t, Small(), 64)
	clear(data)
	if bytes.Equal(data, Icon()) {
		t.Error("a caller that changes its slice changes the icon for everyone")
	}
}

// checkIcon fails when data is no square PNG of that size, or one whose corners are not clear:
// a desktop would show a black square around it.
func checkIcon(t *testing.T, data []byte, size int) {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("icon of %d px: %v", size, err)
	}
	if b := picture.Bounds(); b.Dx() != size || b.Dy() != size {
		t.Errorf("icon of %d px is %d×%d", size, b.Dx(), b.Dy())
	}
	if _, _, _, alpha := picture.At(0, 0).RGBA(); alpha != 0 {
		t.Errorf("icon of %d px: corner has alpha %d, want 0", size, alpha)
	}
	if _, _, _, alpha := picture.At(size/2, size/2).RGBA(); alpha != 0xffff {
		t.Errorf("icon of %d px: centre has alpha %d, want opaque", size, alpha)
	}
}
