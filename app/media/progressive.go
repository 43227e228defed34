package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// progressiveBytes returns the memory, in bytes, for decoding a progressive
// JPEG: the standard library keeps every coefficient in 32 bits until the last
// scan, and the pixels beside them. It returns 0 for any other JPEG, which is
// decoded block by block, and for one without a readable header: the decoder
// reports that.
func progressiveBytes(r io.Reader) (int64, error) {
	in := bufio.NewReader(r)
	var head [2]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return 0, ended(err)
	}
	for range MaxAncillaryChunks {
		for head[0] = 0; head[0] != 0xFF; {
			var err error
			if head[0], err = in.ReadByte(); err != nil {
				return 0, ended(err)
			}
		}
		marker := byte(0xFF)
		for marker == 0xFF {
			var err error
			if marker, err = in.ReadByte(); err != nil {
				return 0, ended(err)
			}
		}
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return 0, ended(err)
		}
		length := int(binary.BigEndian.Uint16(head[:])) - 2
		if marker != 0xC2 { // SOF2
			if 0xC0 <= marker && marker <= 0xC1 || marker == 0xDA || length < 0 {
				return 0, nil
			}
			if _, err := in.Discard(length); err != nil {
				return 0, ended(err)
			}
			continue
		}
		frame := make([]byte, max(length, 0))
		if _, err := io.ReadFull(in, frame); err != nil {
			return 0, ended(err)
		}
		return frameBytes(frame), nil
	}
	return 0, nil
}

// frameBytes is the memory for the coefficients of a frame and its pixels.
func frameBytes(frame []byte) int64 {
	if len(frame) < 6 || len(frame) < 6+3*int(frame[5]) {
		return 0
	}
	area := int64(binary.BigEndian.Uint16(frame[1:])) * int64(binary.BigEndian.Uint16(frame[3:]))
	most, all := int64(1), int64(0)
	for i := range int(frame[5]) {
		samples := int64(frame[6+3*i+1]>>4) * int64(frame[6+3*i+1]&15)
		most, all = max(most, samples), all+samples
	}
	return area * all * (4 + 1) / most
}

// ended treats a file that ends early as one without a header.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}
