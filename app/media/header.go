package media

import (
	"encoding/binary"
	"fmt"
)

// Colour types of a PNG.
const (
	gray      = 0
	trueColor = 2
	indexed   = 3
	grayAlpha = 4
	trueAlpha = 6
)

// header is the content of a PNG's IHDR chunk.
type header struct {
	width, height int
	depth, color  byte
	interlaced    bool
}

// readHeader reads the first chunk, which must be a valid IHDR within bounds.
func readHeader(c *chunkReader) (header, error) {
	if err := c.next(); err != nil {
		return header{}, err
	}
	if c.kind != "IHDR" {
		return header{}, c.damaged("the first chunk has to be IHDR")
	}
	if c.length != 13 {
		return header{}, c.damaged(fmt.Sprintf("the header is %d bytes long instead of 13", c.length))
	}
	b, err := c.data()
	if err != nil {
		return header{}, err
	}
	width, height := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	h := header{depth: b[8], color: b[9], interlaced: b[12] == 1}
	switch {
	case width == 0 || height == 0 || width > 1<<31-1 || height > 1<<31-1:
		return header{}, c.damaged(fmt.Sprintf("a size of %d×%d is not legal", width, height))
	case !h.legalDepth():
		return header{}, c.damaged(fmt.Sprintf("colour type %d with %d bits is not legal", h.color, h.depth))
	case b[10] != 0:
		return header{}, c.damaged(fmt.Sprintf("compression method %d is not legal", b[10]))
	case b[11] != 0:
		return header{}, c.damaged(fmt.Sprintf("filter method %d is not legal", b[11]))
	case b[12] > 1:
		return header{}, c.damaged(fmt.Sprintf("interlace method %d is not legal", b[12]))
	}
	if err := checkDimensions(int64(width), int64(height)); err != nil {
		return header{}, err
	}
	h.width, h.height = int(width), int(height)
	return h, nil
}

func (h header) legalDepth() bool {
	switch h.color {
	case gray:
		return h.depth == 1 || h.depth == 2 || h.depth == 4 || h.depth == 8 || h.depth == 16
	case indexed:
		return h.depth == 1 || h.depth == 2 || h.depth == 4 || h.depth == 8
	case trueColor, grayAlpha, trueAlpha:
		return h.depth == 8 || h.depth == 16
	}
	return false
}

// bitsPerPixel is 64 at most.
func (h header) bitsPerPixel() int {
	channels := map[byte]int{gray: 1, trueColor: 3, indexed: 1, grayAlpha: 2, trueAlpha: 4}
	return channels[h.color] * int(h.depth)
}

// A pass is a part of the picture with rows of its own.
type pass struct {
	rows, width int // pixels
	stride      int // bytes of a row, with its filter byte

	x, y, dx, dy int // position of the first pixel in the picture, and the distance to the next
}

// passes returns the passes that contain pixels: one, or up to seven for Adam7.
func (h header) passes() []pass {
	bits := h.bitsPerPixel()
	one := func(width, height, x, y, dx, dy int) pass {
		return pass{height, width, 1 + (width*bits+7)/8, x, y, dx, dy}
	}
	if !h.interlaced {
		return []pass{one(h.width, h.height, 0, 0, 1, 1)}
	}
	var passes []pass
	for _, p := range [7]struct{ x, y, dx, dy int }{
		{0, 0, 8, 8},
		{4, 0, 8, 8},
		{0, 4, 4, 8},
		{2, 0, 4, 4},
		{0, 2, 2, 4},
		{1, 0, 2, 2},
		{0, 1, 1, 2},
	} {
		width, height := (h.width-p.x+p.dx-1)/p.dx, (h.height-p.y+p.dy-1)/p.dy
		if width > 0 && height > 0 {
			passes = append(passes, one(width, height, p.x, p.y, p.dx, p.dy))
		}
	}
	return passes
}
