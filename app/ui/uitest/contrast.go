package uitest

import (
	"image"
	"image/color"
	"math"
)

// Contrast is WCAG 2's contrast of two opaque colours, from 1 to 21.
func Contrast(a, b color.Color) float64 {
	low, high := luminance(a), luminance(b)
	if low > high {
		low, high = high, low
	}
	return (high + 0.05) / (low + 0.05)
}

// luminance is WCAG 2's relative luminance.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xFFFF
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// Ground is the most frequent colour in a part of a picture.
func Ground(picture *image.NRGBA, part image.Rectangle) color.NRGBA {
	counts := map[color.NRGBA]int{}
	var most color.NRGBA
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			c := picture.NRGBAAt(x, y)
			if counts[c]++; counts[c] > counts[most] {
				most = c
			}
		}
	}
	return most
}
