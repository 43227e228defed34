package inflate

import (
	"encoding/binary"
	"io"
)

// begin reads the header of a block.
func (z *Reader) begin() error {
	head := z.take(3)
	if z.overrun() {
		return io.ErrUnexpectedEOF
	}
	z.final = head&1 == 1
	switch head >> 1 {
	case 0:
		return z.beginStored()
	case 1:
		return z.beginFixed()
	case 2:
		return z.beginDynamic()
	}
	return z.corrupt()
}

func (z *Reader) beginStored() error {
	// Whole bytes that were read ahead are given back.
	z.pos -= int(z.n >> 3)
	z.bits, z.n = 0, 0
	if z.pos+4 > z.size {
		return io.ErrUnexpectedEOF
	}
	length, inverse := binary.LittleEndian.Uint16(z.in[z.pos:]), binary.LittleEndian.Uint16(z.in[z.pos+2:])
	z.pos += 4
	if length != ^inverse {
		return z.corrupt()
	}
	z.stored, z.within = int(length), (*Reader).copyStored
	return nil
}

func (z *Reader) copyStored() error {
	n := min(z.stored, z.size-z.pos, window+ahead+1-z.w)
	copy(z.out[z.w:], z.in[z.pos:z.pos+n])
	z.w, z.pos, z.stored = z.w+n, z.pos+n, z.stored-n
	switch {
	case z.stored == 0:
		z.within = nil
	case z.pos == z.size:
		return io.ErrUnexpectedEOF
	}
	return nil
}

func (z *Reader) beginFixed() error {
	lengths := z.lengths[:maxLiterals+maxDistances]
	for i := range lengths {
		switch {
		case i < 144, i >= 280 && i < 288:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		default:
			lengths[i] = 5
		}
	}
	return z.makeTables(maxLiterals, maxDistances)
}

// lengthOrder is the order in which the lengths of the code length codes are
// stored (RFC 1951, section 3.2.7).
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

func (z *Reader) beginDynamic() error {
	literals, distances, codes := z.take(5)+257, z.take(5)+1, z.take(4)+4
	if literals > 286 || distances > 30 {
		return z.failed()
	}
	clear(z.lengths[:])
	for _, at := range lengthOrder[:codes] {
		z.lengths[at] = uint8(z.take(3))
	}
	if z.overrun() {
		return io.ErrUnexpectedEOF
	}
	var table [1 << 7]uint32
	if _, ok := makeTable(table[:], 7, nil, z.lengths[:19], plainEntry); !ok {
		return z.corrupt()
	}
	if err := z.readLengths(&table, literals+distances); err != nil {
		return err
	}
	// The lengths of the distance codes follow directly; they belong behind all literals.
	var moved [maxDistances]uint8
	copy(moved[:], z.lengths[literals:literals+distances])
	clear(z.lengths[literals:])
	copy(z.lengths[maxLiterals:], moved[:])
	return z.makeTables(maxLiterals, maxDistances)
}

// readLengths reads the lengths of count codes.
func (z *Reader) readLengths(table *[1 << 7]uint32, count int) error {
	var lengths [maxLiterals + maxDistances]uint8
	for i := 0; i < count; {
		z.refill()
		e := table[z.bits&(1<<7-1)]
		if e&kindMask != matchCode {
			return z.failed()
		}
		z.bits >>= e & usedMask
		z.n -= uint(e & usedMask)
		value, times := uint8(e>>baseShift), 1
		switch value {
		case 16:
			times = 3 + z.take(2)
			if i == 0 {
				return z.failed()
			}
			value = lengths[i-1]
		case 17:
			times, value = 3+z.take(3), 0
		case 18:
			times, value = 11+z.take(7), 0
		}
		if i+times > count {
			return z.failed()
		}
		for range times {
			lengths[i] = value
			i++
		}
	}
	if z.overrun() {
		return io.ErrUnexpectedEOF
	}
	z.lengths = lengths
	return nil
}
