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

// maxSegments is how many segments or chunks of a JPEG or WebP are searched for
// EXIF data, which is among the first.
const maxSegments = 1000

// xmpHeader starts the JPEG segment that contains an XMP packet (XMP
// Specification part 3).
const xmpHeader = "http://ns.adobe.com/xap/1.0/\x00"

// jpegAttached returns the EXIF data, the XMP packet and the IPTC data of a JPEG.
func jpegAttached(r io.Reader) (found attached, err error) {
	err = eachSegment(bufio.NewReader(r), func(marker byte, data []byte, at span) bool {
		if marker == markerAPP0+13 && found.iptc == nil && bytes.HasPrefix(data, []byte(photoshopHeader)) {
			found.iptc = data
		}
		if marker != markerAPP0+1 {
			return true
		}
		if packet, is := bytes.CutPrefix(data, []byte(xmpHeader)); is && found.xmp == nil {
			found.xmp, found.packet = packet, at
		} else if found.exif == nil && bytes.HasPrefix(data, []byte(exif.Header)) {
			found.exif = data
		}
		return found.exif == nil || found.xmp == nil || found.iptc == nil
	})
	return found, err
}

// webpAttached returns the EXIF data and the XMP packet of a WebP. They come
// after the pixels.
func webpAttached(r io.ReadSeeker) (found attached, err error) {
	if _, err := r.Seek(12, io.SeekStart); err != nil {
		return found, readingEXIF(WebP, err)
	}
	for range maxSegments {
		var head [8]byte
		switch _, err := io.ReadFull(r, head[:]); {
		case errors.Is(err, io.EOF):
			return found, nil
		case err != nil:
			return found, readingEXIF(WebP, err)
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		var to *[]byte
		switch kind := string(head[:4]); {
		case kind == "EXIF" && found.exif == nil:
			to = &found.exif
		case kind == "XMP " && found.xmp == nil:
			to = &found.xmp
		}
		if to == nil {
			if _, err := r.Seek(length+length&1, io.SeekCurrent); err != nil {
				return found, readingEXIF(WebP, err)
			}
			continue
		}
		if length > MaxTextBytes {
			return found, &TooLargeError{string(bytes.TrimSpace(head[:4])) + " data", length, MaxTextBytes, "bytes"}
		}
		data, err := io.ReadAll(io.LimitReader(r, length+length&1))
		if err == nil && int64(len(data)) < length {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return found, readingEXIF(WebP, err)
		}
		*to = data[:length]
	}
	return found, &TooLargeError{"number of chunks", maxSegments + 1, maxSegments, "chunks"}
}

func readingEXIF(format Format, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &DamagedError{Format: format, Offset: -1, Reason: "the file ends early"}
	}
	return fmt.Errorf("reading a picture: %w", err)
}

// orientation returns the EXIF orientation of a picture, 2 to 8; 0: upright,
// absent or invalid.
func orientation(data []byte) int {
	d, err := exif.Parse(data)
	if err != nil {
		return 0
	}
	return d.Orientation()
}

// exifTexts returns the texts in EXIF data: the comment, ComfyUI's texts in the camera's fields,
// other text that may be parameters, and the credits. The error is that of the comment.
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
		// Some extensions write the names with a capital letter.
		name, value, _ := strings.Cut(field, ":")
		if name = strings.ToLower(name); strings.HasPrefix(strings.TrimSpace(value), "{") && (name == KeywordComfyUI || name == KeywordWorkflow) {
			texts = append(texts, Text{name, strings.ToValidUTF8(value, "\uFFFD")})
		} else if strings.Contains(field, ": ") { // a camera's name has no colon
			texts = append(texts, Text{KeywordDescription, strings.ToValidUTF8(field, "\uFFFD")})
		}
	}
	if remark := d.Remark(); remark != "" {
		texts = append(texts, Text{KeywordDescription, remark})
	}
	for _, credit := range []Text{{KeywordAuthor, d.Artist()}, {KeywordCopyright, d.Copyright()}} {
		if credit.Value != "" {
			texts = append(texts, credit)
		}
	}
	return texts, err
}
