package media

import (
	"bytes"
	"compress/zlib"
	"image"

	"lookbook/app/media/inflate"
)

// reducePNG makes a thumbnail of a PNG row by row. ok is false, without an
// error, if it is not larger than px, or if its palette or transparency is
// invalid: then the standard library reports the fault.
func reducePNG(data []byte, px int) (m *image.RGBA, ok bool, err error) {
	f, start, compressed, ok, err := openPixels(data, func(h header) bool { return max(h.width, h.height) > px })
	if !ok || err != nil {
		return nil, false, err
	}
	z, err := inflate.New(compressed, len(compressed)-inflate.Padding)
	if err != nil {
		return nil, false, pixelError(start, err)
	}
	if m, err = f.reduce(z, px); err != nil {
		return nil, false, pixelError(start, err)
	}
	return m, true, nil
}

// decodeRows decodes a PNG for which the standard library needs much more
// memory than the result: 16-bit samples need twice as much in addition,
// interlaced pictures half as much. ok is false, without an error, for all
// others.
func decodeRows(data []byte) (m *image.RGBA, ok bool, err error) {
	f, start, compressed, ok, err := openPixels(data, func(h header) bool { return h.depth == 16 || h.interlaced })
	if !ok || err != nil {
		return nil, false, err
	}
	fail := func(err error) error { return pixelError(start, err) }
	source := bytes.NewReader(compressed[:len(compressed)-inflate.Padding])
	z, err := zlib.NewReader(source)
	if err != nil {
		return nil, false, fail(err)
	}
	if m, err = f.decode(z); err != nil {
		return nil, false, fail(err)
	}
	return m, true, checkPixelEnd(z, source, fail)
}

// openPixels finds the pixels of a PNG that wanted accepts, and moves their
// data to the start of data, followed by inflate.Padding bytes.
func openPixels(data []byte, wanted func(header) bool) (f pixelFormat, start int64, compressed []byte, ok bool, err error) {
	none := func(err error) (pixelFormat, int64, []byte, bool, error) { return pixelFormat{}, 0, nil, false, err }
	c, err := newChunkReader(bytes.NewReader(data), int64(len(data)), 4<<10)
	if err != nil {
		return none(err)
	}
	c.all = data
	h, err := readHeader(c)
	if err != nil || !wanted(h) {
		return none(err)
	}
	var palette, transparency []byte
	for c.kind != "IDAT" {
		if err := c.next(); err != nil {
			return none(err)
		}
		switch c.kind {
		case "PLTE":
			if c.length > 3*256 || h.color != indexed && palette != nil {
				return none(nil)
			}
			palette, err = c.data()
		case "tRNS":
			if want := map[byte]int64{gray: 2, trueColor: 6, indexed: int64(len(palette) / 3)}[h.color]; c.length == 0 || c.length > want ||
				h.color != indexed && c.length != want {
				return none(nil)
			}
			if transparency, err = c.data(); c.wrong {
				transparency, err = nil, nil // other programs ignore it too
			}
		case "IEND":
			err = c.damaged("there are no pixels")
		}
		if err != nil {
			return none(err)
		}
	}
	if h.color == indexed && palette == nil {
		return none(nil)
	}
	start = c.start
	if compressed, err = gatherPixels(c, data); err != nil {
		return none(err)
	}
	return newPixelFormat(h, palette, transparency), start, compressed, true, nil
}

// gatherPixels moves the data of the IDAT chunks, starting with the current
// one, to the start of data, the file that c reads. It returns that data with
// inflate.Padding bytes more. It checks the chunks' CRCs.
func gatherPixels(c *chunkReader, data []byte) ([]byte, error) {
	end := 0
	for c.kind == "IDAT" {
		from, to := c.offset, c.offset+c.left
		if err := c.next(); err != nil {
			return nil, err
		}
		end += copy(data[end:], data[from:to])
	}
	if len(data)-end < inflate.Padding {
		return append(data[:end:end], make([]byte, inflate.Padding)...), nil
	}
	return data[:end+inflate.Padding], nil
}

// convert converts a row to RGB or premultiplied RGBA.
func convert(to, row []byte, color byte) {
	switch color {
	case gray:
		for i, v := range row {
			p := to[3*i : 3*i+3 : 3*i+3]
			p[0], p[1], p[2] = v, v, v
		}
	case grayAlpha:
		for i := 0; 2*i < len(row); i++ {
			v, a := row[2*i], row[2*i+1]
			v = multiply(v, a)
			p := to[4*i : 4*i+4 : 4*i+4]
			p[0], p[1], p[2], p[3] = v, v, v, a
		}
	default:
		for i := 0; i < len(row); i += 4 {
			p, q := row[i:i+4:i+4], to[i:i+4:i+4]
			a := p[3]
			q[0], q[1], q[2], q[3] = multiply(p[0], a), multiply(p[1], a), multiply(p[2], a), a
		}
	}
}

func multiply(v, a byte) byte {
	if a == 0xFF {
		return v
	}
	return byte((uint32(v)*uint32(a) + 127) / 255)
}

// unfilter reverses a row's filter in place. size is the bytes of a pixel;
// previous is the row above, unfiltered. Source: PNG specification, section 9.
func unfilter(filter byte, row, previous []byte, size int) {
	previous = previous[:len(row)]
	switch filter {
	case 1: // sub
		for i := size; i < len(row); i++ {
			row[i] += row[i-size]
		}
	case 2: // up
		for i, above := range previous {
			row[i] += above
		}
	case 3: // average
		for i := range size {
			row[i] += previous[i] / 2
		}
		for i := size; i < len(row); i++ {
			row[i] += byte((int(row[i-size]) + int(previous[i])) / 2)
		}
	case 4:
		if size == 3 {
			unfilterPaeth3(row, previous)
			return
		}
		for channel := range size {
			unfilterPaeth(row[channel:], previous[channel:], size)
		}
	}
}

// unfilterPaeth reverses the Paeth filter of one channel, with the neighbours
// in registers.
func unfilterPaeth(row, previous []byte, size int) {
	previous = previous[:len(row)]
	left, aboveLeft := 0, 0
	for i := 0; i < len(row); i += size {
		above := int(previous[i])
		toLeft, toAbove := above-aboveLeft, left-aboveLeft
		toBoth := toLeft + toAbove
		toLeft, toAbove, toBoth = distance(toLeft), distance(toAbove), distance(toBoth)
		guess := aboveLeft
		if toLeft <= toAbove && toLeft <= toBoth {
			guess = left
		} else if toAbove <= toBoth {
			guess = above
		}
		left = (guess + int(row[i])) & 0xFF
		row[i] = byte(left)
		aboveLeft = above
	}
}

// unfilterPaeth3 is unfilterPaeth for the three channels of RGB at once. Each
// depends on its left neighbour only, so the processor overlaps them.
func unfilterPaeth3(row, previous []byte) {
	previous = previous[:len(row)]
	var left, corner [3]int
	for i := 0; i+3 <= len(row); i += 3 {
		p, q := row[i:i+3:i+3], previous[i:i+3:i+3]
		a, b, c := int(q[0]), int(q[1]), int(q[2])
		left[0] = (paeth(left[0], a, corner[0]) + int(p[0])) & 0xFF
		left[1] = (paeth(left[1], b, corner[1]) + int(p[1])) & 0xFF
		left[2] = (paeth(left[2], c, corner[2]) + int(p[2])) & 0xFF
		p[0], p[1], p[2] = byte(left[0]), byte(left[1]), byte(left[2])
		corner[0], corner[1], corner[2] = a, b, c
	}
}

// paeth returns the neighbour closest to left + above - corner.
func paeth(left, above, corner int) int {
	toLeft, toAbove, toBoth := distance(above-corner), distance(left-corner), distance(left+above-2*corner)
	if toBoth < toAbove {
		above, toAbove = corner, toBoth
	}
	if toAbove < toLeft {
		left = above
	}
	return left
}

// distance is the absolute value without a branch.
func distance(v int) int {
	sign := v >> 63
	return (v ^ sign) - sign
}
