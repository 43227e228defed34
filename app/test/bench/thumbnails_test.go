package bench

import (
	"image"
	"math"
	"testing"

	"lookbook/api/apitest"
)

// The likeness that the row tells is one of a picture with itself, falls with
// what is done to it, and is the one that others compute.
func TestSSIM(t *testing.T) {
	picture := brightness(apitest.Draw("a lake", 1, 64, 96))
	if got := ssim(picture, picture); math.Abs(got-1) > 1e-9 {
		t.Errorf("a picture is like itself by %v", got)
	}
	brighter, noisy := newPlane(64, 96), newPlane(64, 96)
	for i, v := range picture.at {
		brighter.at[i] = v + 3
		noisy.at[i] = v + float64(i*7919%41) - 20
	}
	little, much := ssim(picture, brighter), ssim(picture, noisy)
	if !(1 > little && little > 0.97 && little > much && much < 0.9) {
		t.Errorf("3 brighter: %v; with noise: %v", little, much)
	}
	if got := ssim(picture, newPlane(32, 32)); got != 0 {
		t.Errorf("pictures of two sizes are alike by %v", got)
	}
	// Two flat pictures differ in their means alone: (2ab+c1)/(a²+b²+c1).
	a, b := newPlane(20, 20), newPlane(20, 20)
	for i := range a.at {
		a.at[i], b.at[i] = 100, 120
	}
	if got, want := ssim(a, b), (2*100*120+6.5025)/(100*100+120*120+6.5025); math.Abs(got-want) > 1e-9 {
		t.Errorf("100 and 120 are alike by %v, want %v", got, want)
	}
}

// The reference is a picture of the same brightness, not a shifted one.
func TestTheReferenceKeepsFlatPictures(t *testing.T) {
	flat := image.NewRGBA(image.Rect(0, 0, 60, 80))
	for i := range flat.Pix {
		flat.Pix[i] = 200
		if i%4 == 3 {
			flat.Pix[i] = 255
		}
	}
	for _, v := range lanczosGray(flat, 15, 20).at {
		if math.Abs(v-200) > 0.1 {
			t.Fatalf("a flat picture of 200 became %v", v)
		}
	}
}
