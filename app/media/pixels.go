package media

import (
	"bufio"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
)

// checkPixels verifies the IDAT chunks, starting with the current one, and
// leaves the chunk after them open.
func checkPixels(c *chunkReader, h header) error {
	start := c.start
	compressed := bufio.NewReaderSize(pixelReader{c}, 32<<10)
	fail := func(err error) error { return pixelError(start, err) }
	z, err := zlib.NewReader(compressed)
	if err != nil {
		return fail(err)
	}
	buffer := make([]byte, 32<<10)
	for _, p := range h.passes() {
		if err := checkRows(z, p, buffer); err != nil {
			return fail(err)
		}
	}
	return checkPixelEnd(z, compressed, fail)
}

// passPixels skips the IDAT chunks, checking their CRCs.
func passPixels(c *chunkReader, _ header) error {
	for c.kind == "IDAT" {
		if err := c.next(); err != nil {
			return err
		}
	}
	return nil
}

// errFilter: a row has an unknown filter type.
var errFilter = errors.New("a row has an unknown filter")

// checkRows reads a pass and checks the filter byte of each row.
func checkRows(z io.Reader, p pass, buffer []byte) error {
	left := int64(p.rows) * int64(p.stride)
	next := int64(0) // distance to the next filter byte
	for left > 0 {
		part := buffer[:min(left, int64(len(buffer)))]
		if _, err := io.ReadFull(z, part); err != nil {
			return err
		}
		for ; next < int64(len(part)); next += int64(p.stride) {
			if part[next] > 4 {
				return errFilter
			}
		}
		next -= int64(len(part))
		left -= int64(len(part))
	}
	return nil
}

// checkPixelEnd checks that the compressed stream ends here, which makes zlib
// compare its checksum, and that nothing follows it.
func checkPixelEnd(z, compressed io.Reader, fail func(error) error) error {
	var one [1]byte
	switch n, err := io.ReadFull(z, one[:]); {
	case n > 0:
		return fail(errTooMany)
	case !errors.Is(err, io.EOF):
		return fail(err)
	}
	switch n, err := io.ReadFull(compressed, one[:]); {
	case n > 0:
		return fail(errAfterPixels)
	case !errors.Is(err, io.EOF):
		return fail(err)
	}
	return nil
}

var (
	errTooMany     = errors.New("there are more pixels than the header says")
	errAfterPixels = errors.New("there is something after the end of the compressed pixels")
)

// pixelError makes a typed error of a fault in the pixels. Typed errors pass
// unchanged.
func pixelError(offset int64, err error) error {
	var corrupt flate.CorruptInputError
	reason := ""
	switch {
	case errors.Is(err, ErrDamaged), errors.Is(err, ErrTooLarge):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		reason = "there are fewer pixels than the header says"
	case errors.Is(err, zlib.ErrChecksum):
		reason = "the checksum of the pixels is wrong"
	case errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrDictionary), errors.As(err, &corrupt):
		reason = "the compressed pixels make no sense"
	case errors.Is(err, errFilter), errors.Is(err, errTooMany), errors.Is(err, errAfterPixels):
		reason = err.Error()
	default:
		return err
	}
	return &DamagedError{Format: PNG, Offset: offset, Part: "IDAT", Reason: reason, Err: err}
}
