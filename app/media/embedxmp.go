package media

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"lookbook/app/media/exif"
)

// maxSegment is how many bytes a segment of a JPEG may hold.
const maxSegment = 1<<16 - 1 - 2

// metadata is what is written into a JPEG or WebP; nil: nothing is.
type metadata struct{ exif, packet []byte }

// metadataOf makes of texts what a JPEG or WebP has room for: parameters become
// the comment that AUTOMATIC1111's web UI writes, if there are no EXIF data yet,
// and our own text a property of the XMP packet, in place of the one that is there.
func metadataOf(format Format, texts []Text, is attached) (m metadata, err error) {
	packet := is.xmp
	var ours []Text
	for _, text := range texts {
		switch {
		case len(text.Value) > MaxTextBytes:
			return m, &TooLargeError{"text " + text.Keyword, int64(len(text.Value)), MaxTextBytes, "bytes"}
		case text.Keyword == KeywordXMP:
			packet = []byte(text.Value)
		case text.Keyword == KeywordParameters && is.exif == nil:
			m.exif = exif.CommentOnly(text.Value)
		case text.Keyword == KeywordParameters, text.Keyword == KeywordLookbook:
			ours = append(ours, text)
		default:
			return m, &UnsupportedError{NoTexts}
		}
	}
	if m.packet, err = IntoPacket(packet, ours); err != nil {
		return m, &DamagedError{Format: format, Offset: -1, Part: "XMP", Reason: err.Error()}
	}
	return m, nil
}

// embedJPEG copies a JPEG with texts in segments at its beginning, where readers
// look for them.
func embedJPEG(dst io.Writer, src io.ReaderAt, size int64, texts []Text) error {
	begins := int64(2) // after JFIF's segment, which is to be the first
	err := eachSegment(bufio.NewReader(io.NewSectionReader(src, 0, size)), func(marker byte, _ []byte, at span) bool {
		if marker == markerAPP0 {
			begins = at.to
		}
		return marker == markerAPP0
	})
	if err != nil {
		return err
	}
	is, err := jpegAttached(io.NewSectionReader(src, 0, size))
	if err != nil {
		return err
	}
	m, err := metadataOf(JPEG, texts, is)
	if err != nil {
		return err
	}
	var inserted []byte
	for _, part := range []struct {
		header string
		data   []byte
	}{{exif.Header, m.exif}, {xmpHeader, m.packet}} {
		if part.data == nil {
			continue
		}
		length := len(part.header) + len(part.data)
		if length > maxSegment {
			return &TooLargeError{"text in a segment", int64(length), maxSegment, "bytes"}
		}
		inserted = binary.BigEndian.AppendUint16(append(inserted, 0xFF, markerAPP0+1), uint16(2+length))
		inserted = append(append(inserted, part.header...), part.data...)
	}
	before := is.packet
	if before.from == 0 {
		before = span{begins, begins}
	}
	if err := copySpans(dst, src, JPEG, []span{{0, begins}}); err != nil {
		return err
	}
	if _, err := dst.Write(inserted); err != nil {
		return fmt.Errorf("writing a picture: %w", err)
	}
	return copySpans(dst, src, JPEG, []span{{begins, before.from}, {before.to, size}})
}

// embedWebP copies a WebP with texts in chunks at its end, where its format has
// them. One without the chunk that says what else there is gets it.
func embedWebP(dst io.Writer, src io.ReaderAt, size int64, texts []Text) error {
	is, err := webpAttached(io.NewSectionReader(src, 0, size))
	if err != nil {
		return err
	}
	m, err := metadataOf(WebP, texts, is)
	if err != nil {
		return err
	}
	parts, err := readWebPParts(src, size, func(kind string) bool { return kind != "XMP " })
	if err != nil {
		return err
	}
	flags := byte(webpHasXMP)
	if is.exif != nil || m.exif != nil {
		flags |= webpHasEXIF
	}
	parts.flags |= flags
	if parts.extended == 0 {
		if parts.added, err = extendedWebP(src, size, flags); err != nil {
			return err
		}
	}
	if m.exif != nil {
		parts.tail = appendWebPChunk(parts.tail, "EXIF", m.exif)
	}
	parts.tail = appendWebPChunk(parts.tail, "XMP ", m.packet)
	if err := parts.write(dst, src); err != nil {
		return err
	}
	return copySpans(dst, src, WebP, []span{{parts.end, size}})
}

// extendedWebP makes the chunk that says what else is in a WebP.
func extendedWebP(src io.ReaderAt, size int64, flags byte) ([]byte, error) {
	info, err := InspectHeader(src, size)
	if err != nil {
		return nil, err
	}
	var first [13]byte // kind, length, and the beginning of a lossless picture: its sign, its size and whether it has alpha
	if err := readWebPAt(src, first[:], 12); err != nil {
		return nil, err
	}
	if string(first[:4]) == "VP8L" && first[12]&0x10 != 0 {
		flags |= webpHasAlpha
	}
	data := []byte{flags, 0, 0, 0}
	for _, side := range []int{info.Width - 1, info.Height - 1} {
		data = append(data, byte(side), byte(side>>8), byte(side>>16))
	}
	return appendWebPChunk(nil, "VP8X", data), nil
}
