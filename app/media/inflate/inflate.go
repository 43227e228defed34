// Package inflate decompresses zlib streams (RFC 1950 and 1951) that are completely in memory. It
// takes most of the time of making a thumbnail.
//
// It is our own because it needs a third to half of the time of compress/flate and
// github.com/klauspost/compress for the pixels of a photo. They don't know the length of their
// input and read it byte by byte. This package reads 64 bits at once, and one table look-up gives
// up to three literals.
//
// Goroutines: a Reader is for one goroutine at a time. The package keeps no state.
package inflate

import (
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// Reader inflates a stream. It rejects what compress/zlib rejects, but doesn't compare the stream's
// checksum: thumbnails are made from files that were verified when they were saved.
//
// An error is returned after all data before it: flate.CorruptInputError, zlib.ErrHeader,
// zlib.ErrDictionary or io.ErrUnexpectedEOF.
type Reader struct {
	in   []byte // the stream, and Padding arbitrary bytes
	size int    // of the stream
	pos  int    // position in the stream of the next byte to read into bits
	bits uint64 // read and unused bits, the next one lowest
	n    uint   // how many of them are valid; those above may or may not be there

	out  [window + ahead + slack]byte
	r, w int // the bytes between were not returned yet

	final  bool // this is the last block
	within func(*Reader) error
	stored int // bytes left of a stored block
	err    error

	literals  [1 << literalBits]uint32
	distances [1 << distanceBits]uint32
	// Codes longer than the index of these tables continue in a further table.
	moreLiterals, moreDistances []uint32
	single                      [1 << literalBits]uint32 // used while literals is built
	lengths                     [maxLiterals + maxDistances]uint8
}

// Padding is the number of arbitrary bytes that must follow a stream.
const Padding = 16

const (
	window = 32 << 10 // how far back a match may reach
	ahead  = 64 << 10
	slack  = 258 + 16 // more bytes than one step can add

	literalBits  = 11
	distanceBits = 9
	maxLiterals  = 288
	maxDistances = 32
	maxCodeBits  = 15
)

// New returns a reader of the stream in the first size bytes of in, which is
// Padding bytes longer.
func New(in []byte, size int) (*Reader, error) {
	if size < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	head := binary.BigEndian.Uint16(in)
	switch {
	case head>>8&15 != 8, head>>12 > 7, head%31 != 0:
		return nil, zlib.ErrHeader
	case head&0x20 != 0:
		return nil, zlib.ErrDictionary
	}
	return &Reader{in: in[:size+Padding], size: size, pos: 2}, nil
}

// Read implements io.Reader.
func (z *Reader) Read(p []byte) (int, error) {
	for z.r == z.w {
		if z.err != nil {
			return 0, z.err
		}
		if z.w > window+ahead {
			copy(z.out[:window], z.out[z.w-window:z.w])
			z.r, z.w = window, window
		}
		z.err = z.fill()
	}
	n := copy(p, z.out[z.r:z.w])
	z.r += n
	return n, nil
}

// fill inflates until the buffer is full.
func (z *Reader) fill() error {
	for z.w <= window+ahead {
		if z.within == nil {
			if z.final {
				return io.EOF
			}
			if err := z.begin(); err != nil {
				return err
			}
		}
		if err := z.within(z); err != nil {
			return err
		}
	}
	return nil
}

func (z *Reader) corrupt() error { return flate.CorruptInputError(z.pos) }

// refill reads more bits; at least 56 are valid afterwards. Bits after the end
// are arbitrary, which overrun detects.
func (z *Reader) refill() {
	if z.pos <= z.size {
		z.bits |= binary.LittleEndian.Uint64(z.in[z.pos:]) << z.n
	}
	z.pos += int((63 - z.n) >> 3)
	z.n |= 56
}

// overrun reports whether more bits were used than exist.
func (z *Reader) overrun() bool { return z.pos*8-int(z.n) > z.size*8 }

// take uses up to 16 bits.
func (z *Reader) take(n uint) int {
	z.refill()
	v := z.bits & (1<<n - 1)
	z.bits >>= n
	z.n -= n
	return int(v)
}

// failed returns the error for an invalid stream, or for its end.
func (z *Reader) failed() error {
	if z.overrun() {
		return io.ErrUnexpectedEOF
	}
	return z.corrupt()
}

// copyCodes inflates a block until the block ends or the buffer is full.
func (z *Reader) copyCodes() error {
	for z.w <= window+ahead {
		e := z.copyLiterals()
		if z.pos > z.size && z.overrun() {
			return io.ErrUnexpectedEOF
		}
		if e&countMask != 0 {
			continue // the buffer is full
		}
		z.refill()
		if e&kindMask == furtherCode {
			mask := uint64(1)<<(e>>extraShift&15) - 1
			e = z.moreLiterals[uint64(e>>baseShift)+z.bits>>literalBits&mask]
		}
		z.bits >>= e & usedMask
		z.n -= uint(e & usedMask)
		switch {
		case z.pos > z.size && z.overrun():
			return io.ErrUnexpectedEOF
		case e&countMask != 0:
			z.out[z.w] = byte(e >> literalShift)
			z.w++
		case e&kindMask == matchCode:
			if err := z.copyMatch(int(e>>baseShift) + z.extra(e)); err != nil {
				return err
			}
		case e&kindMask == endCode:
			z.within = nil
			return nil
		default:
			return z.failed()
		}
	}
	return nil
}

// extra takes the extra bits of an entry, which have been read.
func (z *Reader) extra(e uint32) int {
	n := uint(e >> extraShift & 15)
	v := int(z.bits & (1<<n - 1))
	z.bits >>= n
	z.n -= n
	return v
}

// copyLiterals inflates literals until the buffer is full, or until another
// entry, which it returns unused.
func (z *Reader) copyLiterals() uint32 {
	var (
		table     = &z.literals
		out       = z.out[:]
		in        = z.in
		pos, size = z.pos, z.size
		hold, n   = z.bits, z.n
		w         = z.w
	)
	for w <= window+ahead {
		if pos > size-8 {
			break
		}
		hold |= binary.LittleEndian.Uint64(in[pos:]) << (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56
		// 56 bits are enough for five entries.
		for range 5 {
			e := table[hold&(1<<literalBits-1)]
			if e&countMask == 0 {
				z.pos, z.bits, z.n, z.w = pos, hold, n, w
				return e
			}
			binary.LittleEndian.PutUint32(out[w:w+4], e>>literalShift)
			w += int(e & countMask >> countShift)
			hold >>= e & usedMask
			n -= uint(e & usedMask)
		}
	}
	z.pos, z.bits, z.n, z.w = pos, hold, n, w
	return z.lastLiterals()
}

// lastLiterals is copyLiterals near the stream's end, where a step may go too
// far.
func (z *Reader) lastLiterals() uint32 {
	for z.w <= window+ahead && !z.overrun() {
		z.refill()
		e := z.single[z.bits&(1<<literalBits-1)] // one at a time
		if e&countMask == 0 {
			return e
		}
		z.bits >>= e & usedMask
		z.n -= uint(e & usedMask)
		if z.overrun() {
			break
		}
		z.out[z.w] = byte(e >> literalShift)
		z.w++
	}
	return 1 << countShift
}

// copyMatch copies length bytes from the distance of the next code.
func (z *Reader) copyMatch(length int) error {
	z.refill()
	e := z.distances[z.bits&(1<<distanceBits-1)]
	if e&kindMask == furtherCode {
		mask := uint64(1)<<(e>>extraShift&15) - 1
		e = z.moreDistances[uint64(e>>baseShift)+z.bits>>distanceBits&mask]
	}
	if e&kindMask != matchCode {
		return z.failed()
	}
	z.bits >>= e & usedMask
	z.n -= uint(e & usedMask)
	distance := int(e>>baseShift) + z.extra(e)
	if z.overrun() {
		return io.ErrUnexpectedEOF
	}
	if distance > z.w {
		return z.corrupt()
	}
	from, to := z.out[z.w-distance:z.w], z.out[z.w:z.w+length]
	for len(to) > 0 { // source and destination may overlap
		n := copy(to, from)
		to = to[n:]
	}
	z.w += length
	return nil
}
