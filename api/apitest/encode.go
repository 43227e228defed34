package apitest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"io"
)

// pngSignature starts every PNG file.
const pngSignature = "\x89PNG\r\n\x1a\n"

// chunkBytes is how much compressed data a chunk holds, as in files of most
// programs.
const chunkBytes = 64 << 10

// Encode writes an opaque picture as an 8-bit RGB PNG. It is fast: filter types
// alternate by row instead of being optimised, so that readers meet all of
// them, and the compression is Huffman only, which is all that grain allows.
func Encode(img *image.RGBA) []byte {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	var out bytes.Buffer
	out.Grow(width*height*2 + 1024)
	out.WriteString(pngSignature)
	header := binary.BigEndian.AppendUint32(nil, uint32(width))
	header = binary.BigEndian.AppendUint32(header, uint32(height))
	header = append(header, 8, 2, 0, 0, 0) // bits, colour type RGB, deflate, the filters, no interlace
	writeChunk(&out, "IHDR", header)

	data := &chunked{out: &out}
	if err := compressRows(data, img); err != nil {
		// The level is a constant and the writers are buffers.
		panic(fmt.Sprintf("apitest: encoding a picture: %v", err))
	}
	data.flush()
	writeChunk(&out, "IEND", nil)
	return out.Bytes()
}

func compressRows(w io.Writer, img *image.RGBA) error {
	z, err := zlib.NewWriterLevel(w, zlib.HuffmanOnly)
	if err != nil {
		return err
	}
	width, height := img.Rect.Dx(), img.Rect.Dy()
	above, row := make([]byte, 3*width), make([]byte, 3*width)
	filtered := make([]byte, 1+3*width)
	for y := range height {
		pix := img.Pix[y*img.Stride:][:4*width]
		for x := range width {
			copy(row[3*x:3*x+3], pix[4*x:4*x+3])
		}
		filterRow(filtered, row, above, y)
		if _, err := z.Write(filtered); err != nil {
			return err
		}
		above, row = row, above
	}
	return z.Close()
}

// filterRow writes the filter type and the filtered row: Sub, Up, Average and
// Paeth in turn.
func filterRow(out, row, above []byte, y int) {
	const bpp = 3 // bytes a pixel
	filter := byte(1 + y%4)
	out[0] = filter
	out = out[1 : 1+len(row)]
	above = above[:len(row)]
	first := row[:min(bpp, len(row))]
	switch filter {
	case 1:
		copy(out, first)
		for i := bpp; i < len(row); i++ {
			out[i] = row[i] - row[i-bpp]
		}
	case 2:
		for i := range row {
			out[i] = row[i] - above[i]
		}
	case 3:
		for i := range first {
			out[i] = row[i] - above[i]/2
		}
		for i := bpp; i < len(row); i++ {
			out[i] = row[i] - byte((int(row[i-bpp])+int(above[i]))/2)
		}
	case 4:
		for i := range first {
			out[i] = row[i] - above[i]
		}
		for i := bpp; i < len(row); i++ {
			out[i] = row[i] - paeth(row[i-bpp], above[i], above[i-bpp])
		}
	}
}

// paeth returns the neighbour (left, up, upper left) closest to the plane
// through all three.
func paeth(left, up, corner byte) byte {
	a, b, c := int(left), int(up), int(corner)
	pa, pb := b-c, a-c
	pc := magnitude(pa + pb)
	pa, pb = magnitude(pa), magnitude(pb)
	switch {
	case pa <= pb && pa <= pc:
		return left
	case pb <= pc:
		return up
	}
	return corner
}

func magnitude(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// chunked writes compressed data as IDAT chunks.
type chunked struct {
	out  *bytes.Buffer
	held []byte
}

func (c *chunked) Write(p []byte) (int, error) {
	c.held = append(c.held, p...)
	for len(c.held) >= chunkBytes {
		writeChunk(c.out, "IDAT", c.held[:chunkBytes])
		c.held = append(c.held[:0], c.held[chunkBytes:]...)
	}
	return len(p), nil
}

func (c *chunked) flush() {
	if len(c.held) > 0 {
		writeChunk(c.out, "IDAT", c.held)
	}
}

func writeChunk(out *bytes.Buffer, kind string, data []byte) {
	var number [4]byte
	binary.BigEndian.PutUint32(number[:], uint32(len(data)))
	out.Write(number[:])
	out.WriteString(kind)
	out.Write(data)
	sum := crc32.ChecksumIEEE([]byte(kind))
	binary.BigEndian.PutUint32(number[:], crc32.Update(sum, crc32.IEEETable, data))
	out.Write(number[:])
}
