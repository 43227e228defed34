package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// chunkReader reads the chunks of a PNG in order, with bounded memory and a
// bounded number of steps. As an io.Reader it reads the data of the current
// chunk.
type chunkReader struct {
	src  *bufio.Reader
	seek io.ReadSeeker // source of src, if it can seek; or nil
	all  Bytes         // source of src, if it is in memory; or nil
	size int64         // of the file in bytes; MaxFileBytes: unknown

	offset    int64 // position of the next byte
	start     int64 // position of the current chunk
	kind      string
	length    int64  // data bytes of the current chunk
	left      int64  // unread data bytes
	crc       uint32 // of the bytes read so far
	open      bool   // the current chunk was not read to its end
	wrong     bool   // the last chunk is ancillary and its CRC is wrong
	spoilt    int    // number of ancillary chunks with a wrong CRC
	chunks    int
	ancillary int

	scratch [8]byte // kept here to avoid an allocation for each chunk
}

// newChunkReader reads the signature and stops before the first chunk.
func newChunkReader(r io.Reader, size int64, buffer int) (*chunkReader, error) {
	c := &chunkReader{src: bufio.NewReaderSize(r, buffer), size: size}
	c.seek, _ = r.(io.ReadSeeker)
	var signature [len(pngSignature)]byte
	if err := c.readFull(signature[:]); err != nil {
		return nil, err
	}
	if string(signature[:]) != pngSignature {
		return nil, c.damaged("the signature is wrong")
	}
	return c, nil
}

func (c *chunkReader) damaged(reason string) error {
	return &DamagedError{Format: PNG, Offset: c.start, Part: c.kind, Reason: reason}
}

// reading converts an error of the source. An early end means that the file is
// damaged; all other errors are the disk's or the network's.
func (c *chunkReader) reading(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &DamagedError{Format: PNG, Offset: c.offset, Part: c.kind, Reason: "the file ends early"}
	}
	return fmt.Errorf("reading a picture: %w", err)
}

func (c *chunkReader) readFull(p []byte) error {
	n, err := io.ReadFull(c.src, p)
	c.offset += int64(n)
	if err != nil {
		return c.reading(err)
	}
	return nil
}

// next closes the current chunk, which checks its CRC, and opens the next one.
func (c *chunkReader) next() error {
	if c.open {
		if err := c.close(); err != nil {
			return err
		}
	}
	c.start, c.kind = c.offset, ""
	head := c.scratch[:]
	if err := c.readFull(head); err != nil {
		return err
	}
	for _, b := range head[4:] {
		if b|0x20 < 'a' || b|0x20 > 'z' {
			return c.damaged("this is no chunk")
		}
	}
	c.kind = string(head[4:])
	c.length = int64(binary.BigEndian.Uint32(head[:4]))
	c.left, c.open, c.crc = c.length, true, crc32.ChecksumIEEE(head[4:])
	if c.length > c.size-c.offset-4 {
		return c.damaged("the chunk goes on past the end of the file")
	}
	return c.count()
}

// count enforces the bounds on chunks.
func (c *chunkReader) count() error {
	if c.chunks++; c.chunks > MaxChunks {
		return &TooLargeError{"number of chunks", int64(c.chunks), MaxChunks, "chunks"}
	}
	if c.kind == "IDAT" {
		return nil
	}
	if c.ancillary++; c.ancillary > MaxAncillaryChunks {
		return &TooLargeError{"number of chunks beside the pixels", int64(c.ancillary), MaxAncillaryChunks, "chunks"}
	}
	if c.length > MaxAncillaryBytes {
		return &TooLargeError{"chunk " + c.kind, c.length, MaxAncillaryBytes, "bytes"}
	}
	return nil
}

// Read reads data of the current chunk and returns io.EOF at its end.
func (c *chunkReader) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	n, err := c.src.Read(p[:min(int64(len(p)), c.left)])
	c.offset += int64(n)
	c.left -= int64(n)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, p[:n])
	if err != nil {
		return n, c.reading(err)
	}
	return n, nil
}

// data reads a small chunk completely. It returns no data of a chunk with a
// wrong CRC.
func (c *chunkReader) data() ([]byte, error) {
	p := make([]byte, c.length)
	if _, err := io.ReadFull(c, p); err != nil {
		return nil, err
	}
	if err := c.close(); err != nil {
		return nil, err
	}
	if c.wrong {
		return nil, c.damaged("the checksum is wrong")
	}
	return p, nil
}

// critical reports whether the current chunk is needed to show the picture.
func (c *chunkReader) critical() bool { return c.kind[0]&0x20 == 0 }

// close reads the rest of the current chunk and checks its CRC. A wrong CRC is
// an error for a critical chunk. Ancillary ones are counted, because programs
// ignore such a chunk.
func (c *chunkReader) close() error {
	if c.left > int64(c.src.Size()) && c.offset+c.left <= int64(len(c.all)) {
		c.crc = crc32.Update(c.crc, crc32.IEEETable, c.all[c.offset:c.offset+c.left])
		if err := c.leap(c.left); err != nil {
			return err
		}
		c.left = 0
	}
	for c.left > 0 {
		part, err := c.src.Peek(int(min(c.left, int64(c.src.Size()))))
		if err != nil {
			return c.reading(err)
		}
		c.crc = crc32.Update(c.crc, crc32.IEEETable, part)
		if err := c.discard(len(part)); err != nil {
			return err
		}
		c.left -= int64(len(part))
	}
	sum := c.scratch[:4]
	if err := c.readFull(sum); err != nil {
		return err
	}
	c.open = false
	c.wrong = binary.BigEndian.Uint32(sum) != c.crc
	switch {
	case c.wrong && c.critical():
		return c.damaged("the checksum is wrong")
	case c.wrong:
		c.spoilt++
	}
	return nil
}

func (c *chunkReader) discard(n int) error {
	n, err := c.src.Discard(n)
	c.offset += int64(n)
	if err != nil {
		return c.reading(err)
	}
	return nil
}

// skip passes over the current chunk without checking its CRC. If the source
// can seek, it is not read from the disk.
func (c *chunkReader) skip() error {
	n := c.left + 4
	c.left, c.open = 0, false
	buffered := int64(c.src.Buffered())
	if c.seek == nil || n <= buffered+int64(c.src.Size()) {
		return c.discard(int(n))
	}
	return c.leap(n)
}

// leap passes over n bytes, more than are buffered, without reading them.
func (c *chunkReader) leap(n int64) error {
	if _, err := c.seek.Seek(n-int64(c.src.Buffered()), io.SeekCurrent); err != nil {
		return fmt.Errorf("reading a picture: %w", err)
	}
	c.src.Reset(c.seek)
	c.offset += n
	return nil
}

// pixelReader reads the data of consecutive IDAT chunks as one stream, starting
// with the current chunk. At its end, the chunk after them is open.
type pixelReader struct{ *chunkReader }

func (p pixelReader) Read(b []byte) (int, error) {
	for p.left == 0 {
		if p.kind != "IDAT" {
			return 0, io.EOF
		}
		if err := p.next(); err != nil {
			return 0, err
		}
	}
	if p.kind != "IDAT" {
		return 0, io.EOF
	}
	return p.chunkReader.Read(b)
}
