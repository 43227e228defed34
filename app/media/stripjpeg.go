package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"lookbook/app/media/exif"
)

// Markers of a JPEG (ITU-T T.81, table B.1).
const (
	markerSOI  = 0xD8
	markerEOI  = 0xD9
	markerSOS  = 0xDA
	markerAPP0 = 0xE0
	markerAPPF = 0xEF
	markerCOM  = 0xFE
	markerTEM  = 0x01
)

// jpegStripper copies a JPEG marker by marker.
type jpegStripper struct {
	src    *bufio.Reader
	dst    *bufio.Writer
	offset int64
}

func stripJPEG(dst io.Writer, src io.ReaderAt, size int64) error {
	s := &jpegStripper{src: bufio.NewReaderSize(io.NewSectionReader(src, 0, size), 64<<10), dst: bufio.NewWriterSize(dst, 64<<10)}
	if err := s.run(); err != nil {
		return err
	}
	if err := s.dst.Flush(); err != nil {
		return fmt.Errorf("writing a picture: %w", err)
	}
	return nil
}

// run copies up to the end of the picture and leaves out what follows.
func (s *jpegStripper) run() error {
	marker, err := s.marker()
	if err != nil {
		return err
	}
	for range maxSegments {
		switch {
		case marker == markerSOI, marker == markerTEM, marker >= 0xD0 && marker <= 0xD7:
			err = s.write([]byte{0xFF, marker})
		case marker == markerEOI:
			return s.write([]byte{0xFF, marker})
		default:
			err = s.segment(marker)
		}
		if err != nil {
			return err
		}
		if marker == markerSOS {
			marker, err = s.scan()
		} else {
			marker, err = s.marker()
		}
		if err != nil {
			return err
		}
	}
	return &TooLargeError{"number of segments", maxSegments + 1, maxSegments, "segments"}
}

// segment copies a segment with a length, if it affects the appearance.
func (s *jpegStripper) segment(marker byte) error {
	var head [2]byte
	if err := s.read(head[:]); err != nil {
		return err
	}
	length := int(binary.BigEndian.Uint16(head[:]))
	if length < 2 {
		return &DamagedError{Format: JPEG, Offset: s.offset, Reason: "a segment has no length"}
	}
	data := make([]byte, length-2)
	if err := s.read(data); err != nil {
		return err
	}
	if marker == markerAPP0+1 && bytes.HasPrefix(data, []byte(exif.Header)) {
		if turned := orientation(data); turned != 0 {
			data = append([]byte(exif.Header), exif.OrientationOnly(turned)...)
			binary.BigEndian.PutUint16(head[:], uint16(2+len(data)))
			return s.write([]byte{0xFF, marker}, head[:], data)
		}
	}
	if !shownSegment(marker, data) {
		return nil
	}
	return s.write([]byte{0xFF, marker}, head[:], data)
}

// shownSegment reports whether a segment affects the appearance. Of the
// application segments JFIF (density), the colour profile and Adobe's (colour
// model) do.
func shownSegment(marker byte, data []byte) bool {
	switch {
	case marker == markerCOM:
		return false
	case marker < markerAPP0 || marker > markerAPPF:
		return true
	case marker == markerAPP0:
		return bytes.HasPrefix(data, []byte("JFIF\x00"))
	case marker == markerAPP0+2:
		return bytes.HasPrefix(data, []byte("ICC_PROFILE\x00"))
	case marker == markerAPP0+14:
		return bytes.HasPrefix(data, []byte("Adobe"))
	}
	return false
}

// marker reads the next marker, with its fill bytes.
func (s *jpegStripper) marker() (byte, error) {
	var b [1]byte
	if err := s.read(b[:]); err != nil {
		return 0, err
	}
	if b[0] != 0xFF {
		return 0, &DamagedError{Format: JPEG, Offset: s.offset - 1, Reason: "a marker is missing"}
	}
	for b[0] == 0xFF {
		if err := s.read(b[:]); err != nil {
			return 0, err
		}
	}
	if b[0] == 0 {
		return 0, &DamagedError{Format: JPEG, Offset: s.offset - 1, Reason: "a marker is missing"}
	}
	return b[0], nil
}

// scan copies entropy-coded data up to the next marker that doesn't belong to
// it, and returns that marker.
func (s *jpegStripper) scan() (byte, error) {
	for {
		part, err := s.src.ReadSlice(0xFF)
		s.offset += int64(len(part))
		if errors.Is(err, bufio.ErrBufferFull) {
			if err := s.write(part); err != nil {
				return 0, err
			}
			continue
		}
		if err != nil {
			return 0, readingEXIF(JPEG, err)
		}
		if err := s.write(part[:len(part)-1]); err != nil {
			return 0, err
		}
		next := [1]byte{0xFF}
		for next[0] == 0xFF {
			if err := s.read(next[:]); err != nil {
				return 0, err
			}
		}
		if next[0] != 0 && (next[0] < 0xD0 || next[0] > 0xD7) {
			return next[0], nil
		}
		if err := s.write([]byte{0xFF, next[0]}); err != nil {
			return 0, err
		}
	}
}

func (s *jpegStripper) read(b []byte) error {
	n, err := io.ReadFull(s.src, b)
	s.offset += int64(n)
	if err != nil {
		return readingEXIF(JPEG, err)
	}
	return nil
}

func (s *jpegStripper) write(parts ...[]byte) error {
	for _, part := range parts {
		if _, err := s.dst.Write(part); err != nil {
			return fmt.Errorf("writing a picture: %w", err)
		}
	}
	return nil
}
