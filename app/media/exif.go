package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"lookbook/app/media/exif"
)

// maxSegments is how many segments or chunks of a JPEG or WebP are passed over
// in search of the EXIF; it comes among the first.
const maxSegments = 1000

// jpegEXIF returns the EXIF data of a JPEG, nil when there is none.
func jpegEXIF(r io.Reader) (found []byte, err error) {
	err = eachSegment(bufio.NewReader(r), func(marker byte, data []byte) bool {
		if marker == markerAPP0+1 && bytes.HasPrefix(data, []byte(exif.Header)) {
			found = data
		}
		return found == nil
	})
	return found, err
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

// orientation is how EXIF data turn a picture: 2 to 8; 0 when they do not, or
// make no sense.
func orientation(data []byte) int {
	d, err := exif.Parse(data)
	if err != nil {
		return 0
	}
	return d.Orientation()
}

// exifTexts returns the texts in EXIF data: the comment, what ComfyUI writes into
// the fields of the camera, and other words that may be parameters. The error is
// of the comment.
func exifTexts(data []byte) ([]Text, error) {
	d, err := exif.Parse(data)
	if err != nil {
		return nil, err
	}
	var texts []Text
	comment, found, err := d.Comment()
	if found {
		texts = append(texts, Text{KeywordUserComment, comment})
	}
	for _, field := range d.Fields() {
		// Extensions write the names with a capital.
		name, value, _ := strings.Cut(field, ":")
		if name = strings.ToLower(name); strings.HasPrefix(strings.TrimSpace(value), "{") && (name == KeywordComfyUI || name == KeywordWorkflow) {
			texts = append(texts, Text{name, strings.ToValidUTF8(value, "\uFFFD")})
		} else if strings.Contains(field, ": ") { // a camera's name is one of no field
			texts = append(texts, Text{KeywordDescription, strings.ToValidUTF8(field, "\uFFFD")})
		}
	}
	if remark := d.Remark(); remark != "" {
		texts = append(texts, Text{KeywordDescription, remark})
	}
	return texts, err
}
