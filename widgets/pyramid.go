package widgets

import (
	"image"
	"image/draw"
)

const smallestLevel = 256 // no level with a longer side below this is made

// Pyramid is a picture with smaller levels, each half the size. The graphics card scales by at most two without losing
// pixels, so a ZoomImage always shows the next larger level and never scales pixels itself. A Pyramid is immutable.
type Pyramid struct {
	levels []*image.RGBA
}

// NewPyramid makes a pyramid. It takes a tenth of a second for 4096 × 4096, so call it on a worker, not on the UI
// goroutine. An *image.RGBA is used without copying, and must not be changed afterwards. The pyramid of an empty
// picture is nil.
func NewPyramid(picture image.Image) *Pyramid {
	if picture == nil || picture.Bounds().Empty() {
		return nil
	}
	p := &Pyramid{levels: []*image.RGBA{tight(picture)}}
	for {
		last := p.levels[len(p.levels)-1]
		if max(last.Rect.Dx(), last.Rect.Dy()) < 2*smallestLevel {
			return p
		}
		p.levels = append(p.levels, halved(last))
	}
}

// Size returns the picture's size in its own pixels.
func (p *Pyramid) Size() (width, height int) {
	if p == nil {
		return 0, 0
	}
	return p.levels[0].Rect.Dx(), p.levels[0].Rect.Dy()
}

// tight returns the picture as Fyne uploads it: RGBA without gaps between rows.
func tight(picture image.Image) *image.RGBA {
	bounds := picture.Bounds()
	if rgba, ok := picture.(*image.RGBA); ok && rgba.Stride == 4*bounds.Dx() && bounds.Min == (image.Point{}) {
		return rgba
	}
	rgba := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	draw.Draw(rgba, rgba.Rect, picture, bounds.Min, draw.Src)
	return rgba
}

// halved averages squares of four pixels; at an odd edge the last row or column counts twice.
func halved(src *image.RGBA) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, (w+1)/2, (h+1)/2))
	for y := range dst.Rect.Dy() {
		upper := src.Pix[2*y*src.Stride:]
		lower := src.Pix[min(2*y+1, h-1)*src.Stride:]
		out := dst.Pix[y*dst.Stride:]
		for x := range dst.Rect.Dx() {
			l, r := 8*x, 4*min(2*x+1, w-1)
			for c := range 4 {
				sum := uint16(upper[l+c]) + uint16(upper[r+c]) + uint16(lower[l+c]) + uint16(lower[r+c])
				out[4*x+c] = uint8((sum + 2) / 4)
			}
		}
	}
	return dst
}

// level returns the smallest level that has at least one pixel for every pixel shown at a zoom.
func (p *Pyramid) level(zoom float64) int {
	level := 0
	for level+1 < len(p.levels) && zoom <= 0.5 {
		zoom *= 2
		level++
	}
	return level
}
