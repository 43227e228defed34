package media

import (
	"encoding/binary"
	"fmt"
	"io"

	"lookbook/app/media/exif"
)

const (
	// The flags of a WebP's VP8X chunk that say what else is in the file.
	webpHasXMP  = 0x04
	webpHasEXIF = 0x08

	// maxWebPChunks is how many chunks a WebP may have: an animation has one
	// for each frame.
	maxWebPChunks = 100_000
)

// webpShown are the chunks that have a part in how a WebP looks. The map is
// never changed.
var webpShown = map[string]bool{
	"VP8 ": true, "VP8L": true, "VP8X": true, "ALPH": true, "ANIM": true, "ANMF": true, "ICCP": true,
}

// webpParts are the parts of a WebP that stay.
type webpParts struct {
	kept     []span
	extended int64  // where the VP8X chunk's flags are; 0: there is none
	flags    byte   // its flags
	tail     []byte // what is written after them
}

// stripWebP copies the chunks above, and has the header say what is left.
func stripWebP(dst io.Writer, src io.ReaderAt, size int64) error {
	parts, err := readWebPParts(src, size)
	if err != nil {
		return err
	}
	length := int64(4 + len(parts.tail)) // "WEBP"
	for _, s := range parts.kept {
		length += s.to - s.from
	}
	if length > 1<<32-2 {
		return &TooLargeError{"file", length, 1<<32 - 2, "bytes"}
	}
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(length))
	if _, err := dst.Write(append(head, "WEBP"...)); err != nil {
		return fmt.Errorf("writing a picture: %w", err)
	}
	for _, s := range parts.kept {
		if s.from < parts.extended && parts.extended < s.to {
			// The flags say what else there is.
			if err := copySpans(dst, src, WebP, []span{{s.from, parts.extended}}); err != nil {
				return err
			}
			if _, err := dst.Write([]byte{parts.flags}); err != nil {
				return fmt.Errorf("writing a picture: %w", err)
			}
			s.from = parts.extended + 1
		}
		if err := copySpans(dst, src, WebP, []span{s}); err != nil {
			return err
		}
	}
	if _, err := dst.Write(parts.tail); err != nil {
		return fmt.Errorf("writing a picture: %w", err)
	}
	return nil
}

// readWebPParts goes through the chunks.
func readWebPParts(src io.ReaderAt, size int64) (parts webpParts, err error) {
	var head [12]byte
	if err := readWebPAt(src, head[:], 0); err != nil {
		return parts, err
	}
	end := int64(binary.LittleEndian.Uint32(head[4:])) + 8
	if end > size+1 { // some programs forget the last byte that pads
		return parts, &DamagedError{Format: WebP, Offset: size, Reason: "the file ends early"}
	}
	end = min(end, size)
	turned := 0
	for at := int64(12); at+8 <= end; {
		if len(parts.kept) > maxWebPChunks {
			return parts, &TooLargeError{"number of chunks", maxWebPChunks + 1, maxWebPChunks, "chunks"}
		}
		chunk := head[:8]
		if err := readWebPAt(src, chunk, at); err != nil {
			return parts, err
		}
		kind, length := string(chunk[:4]), int64(binary.LittleEndian.Uint32(chunk[4:]))
		next := at + 8 + length + length&1
		if at+8+length > end {
			return parts, &DamagedError{Format: WebP, Offset: at, Part: kind, Reason: "the chunk goes on past the end of the file"}
		}
		switch {
		case kind == "VP8X" && length >= 1 && parts.extended == 0:
			parts.extended = at + 8
			if err := readWebPAt(src, chunk[:1], parts.extended); err != nil {
				return parts, err
			}
			parts.flags = chunk[0] &^ (webpHasEXIF | webpHasXMP)
			fallthrough
		case webpShown[kind]:
			parts.kept = append(parts.kept, span{at, min(next, end)})
		case kind == "EXIF" && length <= MaxTextBytes:
			data := make([]byte, length)
			if err := readWebPAt(src, data, at+8); err != nil {
				return parts, err
			}
			turned = orientation(data)
		}
		if at = next; next > end && webpShown[kind] {
			parts.tail = []byte{0} // the byte that pads is missing
		}
	}
	if turned != 0 && parts.extended != 0 {
		parts.flags |= webpHasEXIF
		data := exif.OrientationOnly(turned) // of even length
		parts.tail = append(append(parts.tail, "EXIF"...), binary.LittleEndian.AppendUint32(nil, uint32(len(data)))...)
		parts.tail = append(parts.tail, data...)
	}
	return parts, nil
}

func readWebPAt(src io.ReaderAt, b []byte, at int64) error {
	n, err := src.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	return readingEXIF(WebP, err)
}
