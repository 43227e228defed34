package inflate

import "math/bits"

// A table entry has in its lowest five bits how many bits it uses. The next
// three bits count literals, which are in the three bytes above. Without
// literals, bits 8 to 11 are the kind of the entry:
const (
	noCode      = 0 << 8
	matchCode   = 1 << 8 // a length or distance: four bits for its extra bits, then its base
	endCode     = 2 << 8
	furtherCode = 3 << 8 // four bits for the number of further bits, then the position of their table
	kindMask    = 15 << 8

	usedMask     = 31
	countShift   = 5
	countMask    = 7 << countShift
	literalShift = 8
	extraShift   = 12
	baseShift    = 16
)

// makeTables makes the tables of a block from its code lengths.
func (z *Reader) makeTables(literals, distances int) error {
	var ok bool
	if z.moreLiterals, ok = makeTable(z.single[:], literalBits, z.moreLiterals[:0], z.lengths[:literals], literalEntry); !ok {
		return z.corrupt()
	}
	if z.moreDistances, ok = makeTable(z.distances[:], distanceBits, z.moreDistances[:0], z.lengths[literals:literals+distances], distanceEntry); !ok {
		return z.corrupt()
	}
	z.joinLiterals()
	z.within = (*Reader).copyCodes
	return nil
}

// joinLiterals makes the table in which an entry may stand for several
// consecutive literals.
func (z *Reader) joinLiterals() {
	for i, e := range z.single {
		if e&countMask == 0 {
			z.literals[i] = e
			continue
		}
		used := e & usedMask
		joined := e &^ (usedMask | countMask)
		count := uint32(1)
		for count < 3 {
			next := z.single[uint32(i)>>used]
			if next&countMask == 0 || used+next&usedMask > literalBits {
				break
			}
			joined |= next >> literalShift << (literalShift + 8*count)
			used += next & usedMask
			count++
		}
		z.literals[i] = joined | count<<countShift | used
	}
}

func plainEntry(symbol int) uint32 { return matchCode | uint32(symbol)<<baseShift }

// Lengths are 3 to 258 for symbols 257 to 285, distances 1 to 32768 for symbols
// 0 to 29 (RFC 1951, section 3.2.5).
func literalEntry(symbol int) uint32 {
	switch {
	case symbol < 256:
		return 1<<countShift | uint32(symbol)<<literalShift
	case symbol == 256:
		return endCode
	case symbol < 265:
		return matchCode | uint32(symbol-254)<<baseShift
	case symbol < 285:
		extra := uint32(symbol-261) / 4
		return matchCode | extra<<extraShift | (3+(4+uint32(symbol-261)%4)<<extra)<<baseShift
	case symbol == 285:
		return matchCode | 258<<baseShift
	}
	return noCode
}

func distanceEntry(symbol int) uint32 {
	switch {
	case symbol < 4:
		return matchCode | uint32(symbol+1)<<baseShift
	case symbol < 30:
		extra := uint32(symbol-2) / 2
		return matchCode | extra<<extraShift | (1+(2+uint32(symbol)%2)<<extra)<<baseShift
	}
	return noCode
}

// makeTable makes the table of a code from the code lengths of its symbols: a
// table for the first width bits, and further ones for longer codes. ok is
// false when the code is incomplete. A code with one symbol may be incomplete,
// and one without symbols must not be used.
func makeTable(table []uint32, width int, more []uint32, lengths []uint8, entry func(int) uint32) (_ []uint32, ok bool) {
	clear(table)
	var counts, next [maxCodeBits + 2]int
	longest := 0
	for _, length := range lengths {
		counts[length]++
		longest = max(longest, int(length))
	}
	if longest == 0 {
		return more, true
	}
	counts[0] = 0
	code := 0
	for length := 1; length <= longest; length++ {
		code <<= 1
		next[length] = code
		code += counts[length]
	}
	if code != 1<<longest && !(code == 1 && longest == 1) {
		return more, false
	}
	for symbol, length := range lengths {
		if length == 0 {
			continue
		}
		code := int(bits.Reverse16(uint16(next[length])) >> (16 - length))
		next[length]++
		e := entry(symbol) | uint32(length)
		if int(length) <= width {
			for i := code; i < 1<<width; i += 1 << length {
				table[i] = e
			}
			continue
		}
		head := code & (1<<width - 1)
		if table[head] == 0 {
			// There is room for the longest code with this prefix.
			table[head] = furtherCode | uint32(longest-width)<<extraShift | uint32(len(more))<<baseShift
			more = append(more, make([]uint32, 1<<(longest-width))...)
		}
		further := more[table[head]>>baseShift:][:1<<(longest-width)]
		for i := code >> width; i < len(further); i += 1 << (int(length) - width) {
			further[i] = e
		}
	}
	return more, true
}
