package media

import (
	"fmt"
	"io"
)

// Info describes a complete picture.
type Info struct {
	Format        Format
	Width, Height int // pixels

	// Chunks is the number of a PNG's chunks.
	Chunks int

	// Spoilt counts a PNG's ancillary chunks with a wrong CRC.
	Spoilt int

	// Trailing is the number of bytes after the picture, which programs ignore.
	// Only a PNG marks its end.
	Trailing int64
}

// Inspect verifies that r contains one complete picture of size bytes.
//
// For a PNG it checks the signature; a valid IHDR first; the CRC of every critical chunk; PLTE and tRNS; that no
// critical chunk is unknown; that the IDAT chunks are consecutive and inflate, with a correct checksum, to exactly the
// rows of IHDR, each with a valid filter; and an empty IEND. It streams the pixels and needs about 150 kB for any file.
// The standard library can decode whatever passes.
//
// Ancillary chunks (gamma, profile, text, …) may contain anything. Those with a wrong CRC are counted in Info.Spoilt:
// programs ignore them, so a paid picture is not rejected for them. Bytes after IEND are counted in Info.Trailing for
// the same reason. The caller, who knows the announced length, compares it with the file's.
//
// JPEG and WebP have no checksums. They are decoded completely, which finds truncation and most damage, and needs
// memory for the pixels.
//
// The error is a *DamagedError, a *TooLargeError, an *UnsupportedError, or one of r.
func Inspect(r io.ReaderAt, size int64) (Info, error) {
	format, err := formatOf(r, size)
	if err != nil {
		return Info{}, err
	}
	if format == PNG {
		return inspectPNG(r, size, 64<<10, checkPixels)
	}
	return inspectByDecoding(format, r, size)
}

// InspectStructure is Inspect for bytes whose integrity is known from a
// checksum over all of them, made by the sender. It doesn't inflate a PNG's
// pixels, which takes 95 % of the time, and reads only the header of a JPEG or
// WebP. It checks CRCs and all rules about chunks. It doesn't notice a file
// that was already broken when the sender computed the checksum.
//
// For a picture in memory, pass Bytes: that is fastest.
func InspectStructure(r io.ReaderAt, size int64) (Info, error) {
	format, err := formatOf(r, size)
	if err != nil {
		return Info{}, err
	}
	if format == PNG {
		return inspectPNG(r, size, 4<<10, passPixels)
	}
	return inspectHeader(format, r, size)
}

// InspectHeader reads only the format and the dimensions in a file's header.
func InspectHeader(r io.ReaderAt, size int64) (Info, error) {
	format, err := formatOf(r, size)
	if err != nil {
		return Info{}, err
	}
	if format != PNG {
		return inspectHeader(format, r, size)
	}
	c, err := newChunkReader(io.NewSectionReader(r, 0, size), size, 512)
	if err != nil {
		return Info{}, err
	}
	h, err := readHeader(c)
	return Info{Format: PNG, Width: h.width, Height: h.height}, err
}

// formatOf returns the format that a file starts with.
func formatOf(r io.ReaderAt, size int64) (Format, error) {
	if err := checkSize(size); err != nil {
		return "", err
	}
	head, err := readHead(r, size)
	if err != nil {
		return "", err
	}
	return sniff(head)
}

// Bytes is a file in memory.
type Bytes []byte

// ReadAt implements io.ReaderAt.
func (b Bytes) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 || at > int64(len(b)) {
		return 0, io.EOF
	}
	n := copy(p, b[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// order is how far the reading of a PNG is, in the required order of chunks.
type order int

const (
	afterHeader order = iota
	afterPalette
	afterTransparency
	afterPixels
)

// inspectPNG reads the chunks. pixels checks the IDAT chunks, starting with the
// current one, and leaves the chunk after them open.
func inspectPNG(r io.ReaderAt, size int64, buffer int, pixels func(*chunkReader, header) error) (Info, error) {
	c, err := newChunkReader(io.NewSectionReader(r, 0, size), size, buffer)
	if err != nil {
		return Info{}, err
	}
	if memory, ok := r.(Bytes); ok {
		c.all = memory[:min(size, int64(len(memory)))]
	}
	h, err := readHeader(c)
	if err != nil {
		return Info{}, err
	}
	stage, colors := afterHeader, 0
	standing := false // the current chunk has not been checked yet
	for {
		if !standing {
			if err := c.next(); err != nil {
				return Info{}, err
			}
		}
		standing = false
		switch c.kind {
		case "PLTE":
			colors, err = checkPalette(c, h, stage)
			stage = afterPalette
		case "tRNS":
			err = checkTransparency(c, h, stage, colors)
			stage = max(stage, afterTransparency)
		case "IDAT":
			if err = checkPixelOrder(c, h, stage, colors); err == nil {
				err = pixels(c, h)
			}
			stage, standing = afterPixels, true
		case "IEND":
			if err := checkEnd(c, stage); err != nil {
				return Info{}, err
			}
			return Info{PNG, h.width, h.height, c.chunks, c.spoilt, size - c.offset}, nil
		default:
			if c.critical() {
				err = c.damaged("a reader must know this chunk, and none does")
			}
		}
		if err != nil {
			return Info{}, err
		}
	}
}

func checkPalette(c *chunkReader, h header, stage order) (colors int, err error) {
	limit := 256
	if h.color == indexed {
		limit = 1 << h.depth
	}
	switch {
	case stage == afterPalette:
		return 0, c.damaged("there is a second palette")
	case stage > afterPalette:
		return 0, c.damaged("the palette comes too late")
	case h.color == gray || h.color == grayAlpha:
		return 0, c.damaged("a grey picture has no palette")
	case c.length == 0 || c.length%3 != 0 || c.length/3 > int64(limit):
		return 0, c.damaged(fmt.Sprintf("a palette of %d bytes is not legal", c.length))
	}
	return int(c.length / 3), nil
}

func checkTransparency(c *chunkReader, h header, stage order, colors int) error {
	want := map[byte]int64{gray: 2, trueColor: 6, indexed: int64(colors)}
	switch limit, ok := want[h.color]; {
	case stage >= afterTransparency:
		return c.damaged("transparency comes twice or too late")
	case !ok:
		return c.damaged("a picture with an alpha channel has no transparency chunk")
	case h.color == indexed && stage != afterPalette:
		return c.damaged("transparency comes before the palette")
	case h.color == indexed && (c.length == 0 || c.length > limit), h.color != indexed && c.length != limit:
		return c.damaged(fmt.Sprintf("a transparency of %d bytes is not legal", c.length))
	}
	return nil
}

func checkPixelOrder(c *chunkReader, h header, stage order, colors int) error {
	if stage == afterPixels {
		return c.damaged("the pixels are interrupted by other chunks")
	}
	if h.color == indexed && colors == 0 {
		return c.damaged("the palette is missing")
	}
	return nil
}

func checkEnd(c *chunkReader, stage order) error {
	if stage != afterPixels {
		return c.damaged("there are no pixels")
	}
	if c.length != 0 {
		return c.damaged("the last chunk is not empty")
	}
	return c.close()
}
