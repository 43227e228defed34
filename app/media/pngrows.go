package media

import (
	"encoding/binary"
	"image"
	"io"
)

// pixelFormat converts rows of any kind of PNG to 8-bit RGB or, for pictures
// with transparency, to premultiplied RGBA.
type pixelFormat struct {
	header
	channels int       // 3 or 4
	palette  [256]rgba // of an indexed picture; missing entries are black
	key      []uint16  // samples of the transparent colour; nil: none
}

type rgba [4]byte

// newPixelFormat returns the format of a picture with these chunks, whose
// lengths are valid; nil: the chunk is missing.
func newPixelFormat(h header, palette, transparency []byte) pixelFormat {
	f := pixelFormat{header: h, channels: 3}
	if h.color == trueAlpha || h.color == grayAlpha || transparency != nil {
		f.channels = 4
	}
	for i := range f.palette {
		f.palette[i][3] = 0xFF
	}
	for i := 0; 3*i+2 < len(palette) && i < len(f.palette); i++ {
		f.palette[i] = rgba{palette[3*i], palette[3*i+1], palette[3*i+2], 0xFF}
	}
	switch {
	case transparency == nil:
	case h.color == indexed:
		for i, a := range transparency {
			p := &f.palette[i]
			*p = rgba{multiply(p[0], a), multiply(p[1], a), multiply(p[2], a), a}
		}
	default:
		for i := 0; i+1 < len(transparency); i += 2 {
			f.key = append(f.key, binary.BigEndian.Uint16(transparency[i:]))
		}
	}
	return f
}

// convert converts a row of width pixels, unfiltered and without its filter
// byte, to channels bytes each.
func (f *pixelFormat) convert(to, row []byte, width int) {
	if f.depth == 8 && f.color != indexed && f.key == nil {
		if f.color == trueColor {
			copy(to, row)
		} else {
			convert(to, row, f.color)
		}
		return
	}
	if f.color == indexed {
		for i := range width {
			copy(to[f.channels*i:][:f.channels], f.palette[sample(row, i, f.depth)][:])
		}
		return
	}
	if f.depth == 16 && f.color == trueAlpha {
		convertWide(to, row)
		return
	}
	samples := f.samples()
	for i := range width {
		var s [4]uint16
		for n := range samples {
			s[n] = sample(row, samples*i+n, f.depth)
		}
		f.pixel(to[f.channels*i:][:f.channels], s)
	}
}

// convertWide is convert for 16-bit RGBA, the largest kind. Most of it is
// opaque, and then only every second byte is copied.
func convertWide(to, row []byte) {
	for ; len(row) >= 8 && len(to) >= 4; row, to = row[8:], to[4:] {
		p, q := row[:8:8], to[:4:4]
		if p[6]&p[7] == 0xFF {
			q[0], q[1], q[2], q[3] = p[0], p[2], p[4], 0xFF
			continue
		}
		alpha := uint32(p[6])<<8 | uint32(p[7])
		for n := range 3 {
			q[n] = byte((uint32(p[2*n])<<8 | uint32(p[2*n+1])) * alpha / 0xFFFF >> 8)
		}
		q[3] = p[6]
	}
}

// samples is the number of samples of a pixel.
func (f *pixelFormat) samples() int { return f.bitsPerPixel() / int(f.depth) }

// pixel writes a pixel that is not indexed.
func (f *pixelFormat) pixel(to []byte, s [4]uint16) {
	alpha := uint32(0xFFFF)
	switch {
	case f.color == grayAlpha:
		alpha = f.wide(s[1])
	case f.color == trueAlpha:
		alpha = f.wide(s[3])
	case f.isKey(s):
		alpha = 0
	}
	r, g, b := s[0], s[1], s[2]
	if f.color == gray || f.color == grayAlpha {
		g, b = r, r
	}
	for n, v := range [3]uint16{r, g, b} {
		to[n] = byte(f.wide(v) * alpha / 0xFFFF >> 8)
	}
	if len(to) == 4 {
		to[3] = byte(alpha >> 8)
	}
}

// isKey reports whether a pixel has the transparent colour.
func (f *pixelFormat) isKey(s [4]uint16) bool {
	for i, v := range f.key {
		if s[i] != v {
			return false
		}
	}
	return len(f.key) > 0
}

// wide scales a sample to 16 bits.
func (f *pixelFormat) wide(v uint16) uint32 {
	return uint32(v) * 0xFFFF / (1<<f.depth - 1)
}

// sample returns sample i of a row.
func sample(row []byte, i int, depth byte) uint16 {
	switch depth {
	case 16:
		return binary.BigEndian.Uint16(row[2*i:])
	case 8:
		return uint16(row[i])
	}
	bit := i * int(depth)
	return uint16(row[bit/8]>>(8-int(depth)-bit%8)) & (1<<depth - 1)
}

// rows reads all rows from z in stored order, for an interlaced picture in
// seven passes. It needs memory for two rows. take gets the pixels of row y
// from column x on, step apart, and must not keep them.
func (f *pixelFormat) rows(z io.Reader, take func(y, x, step int, pixels []byte)) error {
	size := max(f.bitsPerPixel()/8, 1) // distance in bytes that a filter refers back
	converted := make([]byte, f.width*f.channels)
	for _, p := range f.passes() {
		current, previous := make([]byte, p.stride), make([]byte, p.stride)
		for i := range p.rows {
			if _, err := io.ReadFull(z, current); err != nil {
				return err
			}
			if current[0] > 4 {
				return errFilter
			}
			unfilter(current[0], current[1:], previous[1:], size)
			pixels := converted[:p.width*f.channels]
			f.convert(pixels, current[1:], p.width)
			take(p.y+i*p.dy, p.x, p.dx, pixels)
			current, previous = previous, current
		}
	}
	return nil
}

// reduce makes a thumbnail from the rows in z.
func (f *pixelFormat) reduce(z io.Reader, px int) (*image.RGBA, error) {
	reduced := newReducer(f.width, f.height, f.channels, px)
	if !f.interlaced {
		err := f.rows(z, func(_, _, _ int, pixels []byte) { reduced.add(pixels) })
		return reduced.finish(), err
	}
	boxes := newBoxes(reduced)
	if err := f.rows(z, boxes.take); err != nil {
		return nil, err
	}
	boxes.average()
	return reduced.finish(), nil
}

// decode makes the whole picture from the rows in z.
func (f *pixelFormat) decode(z io.Reader) (*image.RGBA, error) {
	m := image.NewRGBA(image.Rect(0, 0, f.width, f.height))
	err := f.rows(z, func(y, x, step int, pixels []byte) {
		row := m.Pix[y*m.Stride:]
		for i := 0; i*f.channels < len(pixels); i++ {
			to := row[4*(x+i*step):][:4]
			to[3] = 0xFF
			copy(to, pixels[f.channels*i:][:f.channels])
		}
	})
	return m, err
}

// boxes collects the pixels of an interlaced picture, which come in another
// order, in the boxes of a reducer: at most four bytes a pixel.
type boxes struct {
	r    *reducer
	sums []uint32 // nil: each box is one pixel
}

func newBoxes(r *reducer) *boxes {
	b := &boxes{r: r}
	if r.factor > 1 {
		b.sums = make([]uint32, r.midW*r.midH*r.channels)
	}
	return b
}

func (b *boxes) take(y, x, step int, pixels []byte) {
	r := b.r
	line := y / r.factor * r.midW * r.channels
	for i := 0; i < len(pixels); i, x = i+r.channels, x+step {
		at := line + x/r.factor*r.channels
		if b.sums == nil {
			copy(r.middle[at:], pixels[i:i+r.channels])
			continue
		}
		for c := range r.channels {
			b.sums[at+c] += uint32(pixels[i+c])
		}
	}
}

// average completes the reducer's intermediate picture.
func (b *boxes) average() {
	r := b.r
	for y := 0; b.sums != nil && y < r.midH; y++ {
		copy(r.sums, b.sums[y*len(r.sums):])
		r.rows = min(r.factor, r.height-y*r.factor)
		r.average()
	}
}
