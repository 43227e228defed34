package media

import (
	"fmt"
	"io"
)

// Info is what Inspect found out about a whole picture.
type Info struct {
	Format        Format
	Width, Height int // pixels

	// Chunks is the number of a PNG's chunks.
	Chunks int

	// Spoilt is the number of a PNG's ancillary chunks with a wrong CRC.
	Spoilt int

	// Trailing is the number of bytes after the picture's end, which readers
	// pass over. Only a PNG has its own mark of the end.
	Trailing int64
}

// Inspect verifies that r holds one whole picture of size bytes.
//
// For a PNG that means: the signature, a legal IHDR first, the CRC of every
// critical chunk, PLTE and tRNS where and as they have to be, no critical chunk that is
// unknown, IDAT chunks in one row that inflate, with a right checksum, to
// exactly the rows that IHDR demands, each with a legal filter, and an empty
// IEND. Pixels are looked at as they stream by; memory is about 150 KB
// whatever the file. Whatever passes can be decoded by the standard library.
//
// Ancillary chunks (gamma, profile, text, …) may hold anything, and those with
// a wrong CRC are counted in Info.Spoilt: readers pass over what they don't
// understand there, and a paid picture is not refused for its trimmings. For
// the same reason bytes after IEND are counted in Info.Trailing and not
// refused: all of the picture is there and right. Whether the file has the length it should is for the caller, who
// knows what was announced.
//
// JPEG and WebP have no checksums; they are decoded whole, which finds what is
// cut off and most of what is broken, and takes memory for the pixels.
//
// Errors are *DamagedError, *TooLargeError, *UnsupportedError, or those of r.
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

// InspectStructure is Inspect for bytes that something else vouches for: a
// checksum over all of them that the sender made and that is right. It does
// the same but for inflating a PNG's pixels, which takes 95 % of the time, and
// decoding a JPEG or WebP, of which only the header is read. CRCs are
// checked and all rules about chunks hold; what is not found is a file that
// was already broken when the sender made the checksum.
//
// A picture in memory is gone through fastest as Bytes.
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

// InspectHeader reads the format and the dimensions that a file tells in its
// header, and looks no further.
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

// formatOf is the format that a file begins like.
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

// ReadAt is that of io.ReaderAt.
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

// order is how far a PNG has come, in the order its chunks must have.
type order int

const (
	afterHeader order = iota
	afterPalette
	afterTransparency
	afterPixels
)

// inspectPNG goes through the chunks; pixels looks at the IDAT chunks, from the
// current one on, and stops in the chunk after them.
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
	standing := false // already in a chunk that is to be looked at
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
