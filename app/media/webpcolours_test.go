package media_test

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"lookbook/app/media"
	"lookbook/app/media/webpenc"
)

// A lossy WebP has the colours on screen that it was made of.
func TestTheColoursOfALossyWebP(t *testing.T) {
	encoder, err := webpenc.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer encoder.Close()
	for _, c := range []color.NRGBA{{0, 0, 0, 255}, {255, 255, 255, 255}, {200, 30, 40, 255}, {20, 90, 220, 255}, {128, 128, 128, 255}} {
		m := image.NewNRGBA(image.Rect(0, 0, 48, 32))
		for i := range len(m.Pix) / 4 {
			copy(m.Pix[4*i:], []byte{c.R, c.G, c.B, c.A})
		}
		data, err := encoder.Encode(t.Context(), m, 90)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := media.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		got := shown.RGBAAt(20, 20)
		for _, pair := range [][2]byte{{got.R, c.R}, {got.G, c.G}, {got.B, c.B}} {
			if diff := int(pair[0]) - int(pair[1]); diff < -6 || diff > 6 {
				t.Errorf("%v is shown as %v", c, got)
				break
			}
		}
	}
}
