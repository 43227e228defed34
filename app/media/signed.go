package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// Signed reports whether a picture has content credentials (C2PA): a signed
// manifest about its origin. The signature covers the exact bytes of the file,
// so nothing may be written into it. The manifest is not verified.
//
// The error is a *DamagedError, a *TooLargeError, an *UnsupportedError, or one
// of r.
func Signed(r io.ReaderAt, size int64) (bool, error) {
	format, err := formatOf(r, size)
	if err != nil {
		return false, err
	}
	section := io.NewSectionReader(r, 0, size)
	switch format {
	case PNG:
		return signedPNG(section, size)
	case JPEG:
		return signedJPEG(section)
	default:
		return signedWebP(r, size)
	}
}

func signedPNG(r io.Reader, size int64) (bool, error) {
	c, err := newChunkReader(r, size, 512)
	if err != nil {
		return false, err
	}
	for c.kind != "IEND" {
		if err := c.next(); err != nil {
			return false, err
		}
		if c.kind == "caBX" {
			return true, nil
		}
		if err := c.skip(); err != nil {
			return false, err
		}
	}
	return false, nil
}

// markerAPP11 is the JPEG segment for JUMBF boxes (C2PA specification,
// "Embedding manifests into JPEG").
const markerAPP11 = 0xEB

// signedJPEG searches for the segment that starts the manifest store: "JP", the
// numbers of box and segment, and a superbox whose description names C2PA.
func signedJPEG(r io.Reader) (bool, error) {
	signed := false
	err := eachSegment(bufio.NewReader(r), func(marker byte, data []byte, _ span) bool {
		signed = marker == markerAPP11 && len(data) > 8 && string(data[:2]) == "JP" && bytes.Contains(data[8:min(len(data), 8+64)], []byte("jumdc2pa"))
		return !signed
	})
	return signed, err
}

func signedWebP(r io.ReaderAt, size int64) (bool, error) {
	at := int64(12)
	for range maxWebPChunks {
		var head [8]byte
		if at+int64(len(head)) > size {
			return false, nil
		}
		if err := readWebPAt(r, head[:], at); err != nil {
			return false, err
		}
		if string(head[:4]) == "C2PA" {
			return true, nil
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		at += 8 + length + length&1
	}
	return false, &TooLargeError{"number of chunks", maxWebPChunks + 1, maxWebPChunks, "chunks"}
}

// eachSegment goes through the segments of a JPEG before its pixels, as long as
// take wants more. The place of a segment includes its marker.
func eachSegment(src *bufio.Reader, take func(marker byte, data []byte, at span) bool) error {
	at := span{2, 2}
	if _, err := src.Discard(2); err != nil {
		return readingEXIF(JPEG, err)
	}
	for range maxSegments {
		var head [4]byte
		if _, err := io.ReadFull(src, head[:2]); err != nil {
			return readingEXIF(JPEG, err)
		}
		for head[1] == 0xFF { // fill bytes
			b, err := src.ReadByte()
			if err != nil {
				return readingEXIF(JPEG, err)
			}
			head[1] = b
			at.to++
		}
		if head[0] != 0xFF {
			return &DamagedError{Format: JPEG, Offset: -1, Reason: "a marker is missing"}
		}
		if head[1] == markerSOS || head[1] == markerEOI {
			return nil
		}
		if _, err := io.ReadFull(src, head[2:]); err != nil {
			return readingEXIF(JPEG, err)
		}
		length := int(binary.BigEndian.Uint16(head[2:])) - 2
		if length < 0 {
			return &DamagedError{Format: JPEG, Offset: -1, Reason: "a segment has no length"}
		}
		data := make([]byte, length)
		if _, err := io.ReadFull(src, data); err != nil {
			return readingEXIF(JPEG, err)
		}
		at.to += int64(len(head) + length)
		if !take(head[1], data, at) {
			return nil
		}
		at.from = at.to
	}
	return &TooLargeError{"number of segments", maxSegments + 1, maxSegments, "segments"}
}
