package recall

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"lookbook/app/media"
)

// ComfyUI writes its two texts into fields of EXIF that are meant for the
// camera: "prompt:{…}" and "workflow:{…}". Package media reads EXIF's comment
// alone, which is where everybody else writes.

// The fields that are looked at: ImageDescription, Make and Model.
const firstField, lastField = 0x010E, 0x0110

const (
	maxSegments = 1000 // of a file that are passed over in search of EXIF
	maxEntries  = 1000 // of EXIF's first directory
)

// exifTexts returns ComfyUI's texts in the EXIF data of a JPEG or WebP. A
// broken structure is package media's to report; here it holds no texts.
func exifTexts(r io.ReaderAt, size int64) ([]media.Text, error) {
	var head [12]byte
	if n, err := r.ReadAt(head[:], 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading a picture: %w", err)
	} else if n < len(head) {
		return nil, nil
	}
	find := webpEXIF
	switch {
	case bytes.HasPrefix(head[:], []byte("\xff\xd8\xff")):
		find = jpegEXIF
	case string(head[:4]) != "RIFF" || string(head[8:]) != "WEBP":
		return nil, nil
	}
	at, length, err := find(r, size)
	if err != nil || length == 0 {
		return nil, err
	}
	data := make([]byte, length)
	if _, err := r.ReadAt(data, at); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading a picture: %w", err)
	}
	return tiffTexts(bytes.TrimPrefix(data, []byte("Exif\x00\x00"))), nil
}

// jpegEXIF finds the segment that holds EXIF; length is 0 when there is none.
func jpegEXIF(r io.ReaderAt, size int64) (at int64, length int, err error) {
	at = 2
	for range maxSegments {
		var head [10]byte
		if at+int64(len(head)) > size {
			return 0, 0, nil
		}
		if _, err := r.ReadAt(head[:], at); err != nil {
			return 0, 0, fmt.Errorf("reading a picture: %w", err)
		}
		switch marker := head[1]; {
		case head[0] != 0xFF || marker == 0xDA || marker == 0xD9:
			return 0, 0, nil
		case marker == 0xFF: // a fill byte
			at++
			continue
		}
		length := int(binary.BigEndian.Uint16(head[2:4]))
		if length < 2 {
			return 0, 0, nil
		}
		if head[1] == 0xE1 && string(head[4:]) == "Exif\x00\x00" && at+2+int64(length) <= size {
			return at + 4, length - 2, nil
		}
		at += 2 + int64(length)
	}
	return 0, 0, nil
}

// webpEXIF finds the chunk that holds EXIF; length is 0 when there is none.
func webpEXIF(r io.ReaderAt, size int64) (at int64, length int, err error) {
	at = 12
	for range maxSegments {
		var head [8]byte
		if at+int64(len(head)) > size {
			return 0, 0, nil
		}
		if _, err := r.ReadAt(head[:], at); err != nil {
			return 0, 0, fmt.Errorf("reading a picture: %w", err)
		}
		at += int64(len(head))
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) == "EXIF" {
			if length > media.MaxTextBytes || at+length > size {
				return 0, 0, nil // which package media reports
			}
			return at, int(length), nil
		}
		at += length + length&1
	}
	return 0, 0, nil
}

// tiffTexts reads the first directory of EXIF data, a TIFF file in small.
func tiffTexts(data []byte) []media.Text {
	if len(data) < 8 {
		return nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(data[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return nil
	}
	at := uint64(order.Uint32(data[4:]))
	if at+2 > uint64(len(data)) {
		return nil
	}
	count := min(int(order.Uint16(data[at:])), maxEntries)
	var texts []media.Text
	for i := range uint64(count) {
		start := at + 2 + 12*i
		if start+12 > uint64(len(data)) {
			break
		}
		entry := data[start : start+12]
		if tag := order.Uint16(entry); tag < firstField || tag > lastField || len(texts) > lastField-firstField {
			continue
		}
		length, offset := uint64(order.Uint32(entry[4:])), uint64(order.Uint32(entry[8:]))
		if length <= 4 || offset+length > uint64(len(data)) {
			continue
		}
		if text, ok := comfyText(string(data[offset : offset+length])); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// comfyText reads "prompt:{…}" and "workflow:{…}"; extensions write them with
// a capital.
func comfyText(value string) (media.Text, bool) {
	name, value, found := strings.Cut(strings.TrimRight(value, "\x00 "), ":")
	if name = strings.ToLower(name); !found || !isObject(value) || name != media.KeywordComfyUI && name != media.KeywordWorkflow {
		return media.Text{}, false
	}
	return media.Text{Keyword: name, Value: strings.ToValidUTF8(value, "\uFFFD")}, true
}
