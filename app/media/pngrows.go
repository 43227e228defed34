package media

import (
	"encoding/binary"
	"image"
	"io"
)

// pixelFormat turns rows of a PNG of any kind into bytes of 8 bits, RGB or,
// where the picture can be transparent, RGBA with the colours multiplied by
// alpha.
type pixelFormat struct {
	header
	channels int       // 3 or 4
	palette  [256]rgba // of an indexed picture; what it does not name is black
	key      []uint16  // the samples of the one colour that is transparent; nil: none
}

type rgba [4]byte

// newPixelFormat is the format of a picture with these chunks, of the legal
// lengths; nil for one that is not there.
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

// convert turns a row of width pixels, unfiltered and without its filter byte,
// into channels bytes for each.
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

// convertWide is convert for RGBA of 16 bits, the largest kind: mostly opaque,
// and then no more than every second byte.
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

// samples is how many numbers a pixel has.
func (f *pixelFormat) samples() int { return f.bitsPerPixel() / int(f.depth) }

// pixel writes one pixel that is not indexed.
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

// isKey reports whether a pixel has the colour that is transparent.
func (f *pixelFormat) isKey(s [4]uint16) bool {
	for i, v := range f.key {
		if s[i] != v {
			return false
		}
	}
	return len(f.key) > 0
}

// wide brings a sample to 16 bits.
func (f *pixelFormat) wide(v uint16) uint32 {
	return uint32(v) * 0xFFFF / (1<<f.depth - 1)
}

// sample is the i-th number of a row.
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

// rows reads all rows from z, in the order they are stored: of an interlaced
// picture in seven passes. Memory is that of two rows. take gets the pixels of
// row y that begin at column x and are step apart, and doesn't keep them.
func (f *pixelFormat) rows(z io.Reader, take func(y, x, step int, pixels []byte)) error {
	size := max(f.bitsPerPixel()/8, 1) // how far back a filter looks
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

// reduce makes a thumbnail of the rows that z holds.
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

// decode makes the whole picture of the rows that z holds.
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

// boxes gathers the pixels of an interlaced picture, which come in any order,
// into the boxes of a reducer: at most four bytes for each pixel.
type boxes struct {
	r    *reducer
	sums []uint32 // nil where a box is one pixel
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

// average ends the reducer's middle picture.
func (b *boxes) average() {
	r := b.r
	for y := 0; b.sums != nil && y < r.midH; y++ {
		copy(r.sums, b.sums[y*len(r.sums):])
		r.rows = min(r.factor, r.height-y*r.factor)
		r.average()
	}
}
