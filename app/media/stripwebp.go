package media

import (
	"encoding/binary"
	"fmt"
	"io"

	"lookbook/app/media/exif"
)

const (
	// Flags of a WebP's VP8X chunk for other chunks in the file.
	webpHasXMP  = 0x04
	webpHasEXIF = 0x08

	webpHasAlpha = 0x10

	// maxWebPChunks bounds the chunks of a WebP: an animation has one for each
	// frame.
	maxWebPChunks = 100_000
)

// webpShown are the chunks that affect how a WebP looks. The map is never
// changed.
var webpShown = map[string]bool{
	"VP8 ": true, "VP8L": true, "VP8X": true, "ALPH": true, "ANIM": true, "ANMF": true, "ICCP": true,
}

// webpParts are the parts of a WebP to copy.
type webpParts struct {
	kept     []span
	extended int64  // position of the flags in the VP8X chunk; 0: there is none
	flags    byte   // new flags
	turned   int    // how EXIF data that do not stay turn the picture; 0: not at all
	added    []byte // what is written before them
	tail     []byte // written after the parts
	end      int64  // where the picture ends
}

// stripWebP copies the chunks of webpShown and adapts the header.
func stripWebP(dst io.Writer, src io.ReaderAt, size int64) error {
	parts, err := readWebPParts(src, size, func(kind string) bool { return webpShown[kind] })
	if err != nil {
		return err
	}
	parts.flags &^= webpHasEXIF | webpHasXMP
	if parts.turned != 0 && parts.extended != 0 {
		parts.flags |= webpHasEXIF
		parts.tail = appendWebPChunk(parts.tail, "EXIF", exif.OrientationOnly(parts.turned))
	}
	return parts.write(dst, src)
}

// appendWebPChunk appends a chunk, filled up to an even length.
func appendWebPChunk(b []byte, kind string, data []byte) []byte {
	b = binary.LittleEndian.AppendUint32(append(b, kind...), uint32(len(data)))
	return append(append(b, data...), make([]byte, len(data)&1)...)
}

// write writes the parts as a file.
func (p webpParts) write(dst io.Writer, src io.ReaderAt) error {
	length := int64(4 + len(p.added) + len(p.tail)) // "WEBP"
	for _, s := range p.kept {
		length += s.to - s.from
	}
	if length > 1<<32-2 {
		return &TooLargeError{"file", length, 1<<32 - 2, "bytes"}
	}
	put := func(b []byte) error {
		if _, err := dst.Write(b); err != nil {
			return fmt.Errorf("writing a picture: %w", err)
		}
		return nil
	}
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(length))
	if err := put(append(append(head, "WEBP"...), p.added...)); err != nil {
		return err
	}
	for _, s := range p.kept {
		if s.from < p.extended && p.extended < s.to {
			// The flags must match the remaining chunks.
			if err := copySpans(dst, src, WebP, []span{{s.from, p.extended}}); err != nil {
				return err
			}
			if err := put([]byte{p.flags}); err != nil {
				return err
			}
			s.from = p.extended + 1
		}
		if err := copySpans(dst, src, WebP, []span{s}); err != nil {
			return err
		}
	}
	return put(p.tail)
}

// readWebPParts reads the chunks.
func readWebPParts(src io.ReaderAt, size int64, stays func(kind string) bool) (parts webpParts, err error) {
	var head [12]byte
	if err := readWebPAt(src, head[:], 0); err != nil {
		return parts, err
	}
	end := int64(binary.LittleEndian.Uint32(head[4:])) + 8
	if end > size+1 { // some programs omit the last padding byte
		return parts, &DamagedError{Format: WebP, Offset: size, Reason: "the file ends early"}
	}
	end = min(end, size)
	parts.end = end
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
			parts.flags = chunk[0]
			fallthrough
		case stays(kind):
			parts.kept = append(parts.kept, span{at, min(next, end)})
		case kind == "EXIF" && length <= MaxTextBytes:
			data := make([]byte, length)
			if err := readWebPAt(src, data, at+8); err != nil {
				return parts, err
			}
			parts.turned = orientation(data)
		}
		if at = next; next > end && stays(kind) {
			parts.tail = []byte{0} // the padding byte is missing
		}
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
