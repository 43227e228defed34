package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// chunkReader goes through the chunks of a PNG one after the other, in
// bounded memory and a bounded number of steps. It is an io.Reader of the
// current chunk's data.
type chunkReader struct {
	src  *bufio.Reader
	seek io.ReadSeeker // what src reads from, when it can skip; may be nil
	all  Bytes         // what src reads from, when that is in memory; may be nil
	size int64         // bytes of the file, MaxFileBytes when not known

	offset    int64 // of the next byte
	start     int64 // of the current chunk
	kind      string
	length    int64  // of the current chunk's data
	left      int64  // of it not yet read
	crc       uint32 // of what was read
	open      bool   // the current chunk's end has not been reached
	wrong     bool   // the checksum of the chunk that was closed last is, and it is ancillary
	spoilt    int    // how many such chunks there were
	chunks    int
	ancillary int

	scratch [8]byte // here rather than on the heap, once for each chunk
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

// reading turns an error of the source into ours: an early end is damage,
// everything else is the disk's or the network's.
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

// next ends the current chunk, checking its CRC, and opens the one after it.
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

// count applies the bounds on numbers and sizes of chunks.
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

// Read reads from the current chunk's data; io.EOF is its end.
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

// data reads a small chunk whole. Of one with a wrong CRC nothing is believed.
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

// critical reports whether nobody can show the picture without the current
// chunk.
func (c *chunkReader) critical() bool { return c.kind[0]&0x20 == 0 }

// close reads what is left of the current chunk and checks its CRC. A wrong
// one is an error in a critical chunk; in others it is counted, as readers of
// pictures pass over such a chunk.
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

// skip passes over the current chunk unread, without checking its CRC; where
// the source can seek, without reading it from the disk.
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

// pixelReader reads the data of consecutive IDAT chunks as one stream, from
// the current one on. At its end the reader stands in the chunk after them.
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
