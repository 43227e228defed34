package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The tags of EXIF that lead to the comment.
const (
	tagEXIF        = 0x8769
	tagUserComment = 0x9286
)

const (
	// maxSegments is how many segments or chunks of a JPEG or WebP are passed
	// over in search of the EXIF; it comes among the first.
	maxSegments = 1000

	// maxEntries is how many entries of an EXIF directory are looked at. Real
	// ones have fewer than a hundred.
	maxEntries = 1000
)

// jpegEXIF returns the EXIF data of a JPEG, nil when there is none.
func jpegEXIF(r io.Reader) ([]byte, error) {
	src := bufio.NewReader(r)
	if _, err := src.Discard(2); err != nil {
		return nil, readingEXIF(JPEG, err)
	}
	for range maxSegments {
		var head [4]byte
		if _, err := io.ReadFull(src, head[:2]); err != nil {
			return nil, readingEXIF(JPEG, err)
		}
		for head[1] == 0xFF { // fill bytes
			b, err := src.ReadByte()
			if err != nil {
				return nil, readingEXIF(JPEG, err)
			}
			head[1] = b
		}
		if head[0] != 0xFF {
			return nil, &DamagedError{Format: JPEG, Offset: -1, Reason: "a marker is missing"}
		}
		if head[1] == 0xDA || head[1] == 0xD9 { // the picture itself, or its end
			return nil, nil
		}
		if _, err := io.ReadFull(src, head[2:]); err != nil {
			return nil, readingEXIF(JPEG, err)
		}
		length := int(binary.BigEndian.Uint16(head[2:])) - 2
		if length < 0 {
			return nil, &DamagedError{Format: JPEG, Offset: -1, Reason: "a segment has no length"}
		}
		data := make([]byte, length)
		if _, err := io.ReadFull(src, data); err != nil {
			return nil, readingEXIF(JPEG, err)
		}
		if head[1] == 0xE1 && bytes.HasPrefix(data, []byte("Exif\x00\x00")) {
			return data, nil
		}
	}
	return nil, &TooLargeError{"number of segments", maxSegments + 1, maxSegments, "segments"}
}

// webpEXIF returns the EXIF data of a WebP, nil when there is none. It stands
// after the pixels.
func webpEXIF(r io.ReadSeeker) ([]byte, error) {
	if _, err := r.Seek(12, io.SeekStart); err != nil {
		return nil, readingEXIF(WebP, err)
	}
	for range maxSegments {
		var head [8]byte
		switch _, err := io.ReadFull(r, head[:]); {
		case errors.Is(err, io.EOF):
			return nil, nil
		case err != nil:
			return nil, readingEXIF(WebP, err)
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) != "EXIF" {
			if _, err := r.Seek(length+length&1, io.SeekCurrent); err != nil {
				return nil, readingEXIF(WebP, err)
			}
			continue
		}
		if length > MaxTextBytes {
			return nil, &TooLargeError{"EXIF data", length, MaxTextBytes, "bytes"}
		}
		data, err := io.ReadAll(io.LimitReader(r, length))
		if err == nil && int64(len(data)) < length {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, readingEXIF(WebP, err)
		}
		return data, nil
	}
	return nil, &TooLargeError{"number of chunks", maxSegments + 1, maxSegments, "chunks"}
}

func readingEXIF(format Format, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &DamagedError{Format: format, Offset: -1, Reason: "the file ends early"}
	}
	return fmt.Errorf("reading a picture: %w", err)
}

var errEXIF = errors.New("the EXIF data makes no sense")

// userComment finds the comment within EXIF data, a TIFF file in small. It
// looks at two directories and nothing else, so it cannot be led in circles.
func userComment(data []byte) (string, bool, error) {
	data = bytes.TrimPrefix(data, []byte("Exif\x00\x00"))
	if len(data) < 8 {
		return "", false, errEXIF
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(data[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return "", false, errEXIF
	}
	entry, ok, err := findTag(data, order, order.Uint32(data[4:]), tagEXIF)
	if err != nil || !ok {
		return "", false, err
	}
	entry, ok, err = findTag(data, order, order.Uint32(entry[8:]), tagUserComment)
	if err != nil || !ok {
		return "", false, err
	}
	count := uint64(order.Uint32(entry[4:]))
	value := entry[8:12]
	if count > 4 {
		offset := uint64(order.Uint32(entry[8:]))
		if offset+count > uint64(len(data)) {
			return "", false, errEXIF
		}
		value = data[offset : offset+count]
	} else {
		value = value[:count]
	}
	return decodeComment(value, order), true, nil
}

// findTag returns the 12 bytes of a directory's entry.
func findTag(data []byte, order binary.ByteOrder, directory uint32, tag uint16) ([]byte, bool, error) {
	at := uint64(directory)
	if at+2 > uint64(len(data)) {
		return nil, false, errEXIF
	}
	count := min(int(order.Uint16(data[at:])), maxEntries)
	at += 2
	for range count {
		if at+12 > uint64(len(data)) {
			return nil, false, errEXIF
		}
		if entry := data[at : at+12]; order.Uint16(entry) == tag {
			return entry, true, nil
		}
		at += 12
	}
	return nil, false, nil
}

// decodeComment reads the eight bytes that name the encoding and the text
// after them. "UNICODE" means UTF-16; programs disagree on its byte order, so
// the one that gives more ASCII is taken, and that of the EXIF when both give
// the same.
func decodeComment(value []byte, order binary.ByteOrder) string {
	if len(value) < 8 {
		return strings.ToValidUTF8(strings.Trim(string(value), "\x00 "), "\uFFFD")
	}
	name, text := string(value[:8]), value[8:]
	if name != "UNICODE\x00" {
		s := strings.TrimRight(string(text), "\x00 ")
		if !utf8.ValidString(s) {
			s = fromLatin1([]byte(s))
		}
		return s
	}
	even, odd := 0, 0 // zero bytes
	for i, b := range text {
		if b == 0 && i&1 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	switch {
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}), odd > even:
		order = binary.LittleEndian
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}), even > odd:
		order = binary.BigEndian
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	s := strings.TrimPrefix(string(utf16.Decode(units)), "\uFEFF")
	return strings.TrimRight(s, "\x00 ")
}
