package media

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"

	"lookbook/app/media/exif"
)

// Strip writes the picture src of size bytes to dst without information beside
// the picture itself: texts, EXIF, XMP, comments, times, thumbnails, other
// programs' data, and bytes after the end.
//
// Everything that affects the appearance stays byte for byte: pixels, colour
// profile, gamma and the like, density, animation, and of EXIF the orientation,
// if the picture is not upright.
//
// src should have passed Inspect, because Strip only reads its parts. It reads
// the file at most twice and keeps one segment in memory. The error is a
// *TooLargeError, a *DamagedError, an *UnsupportedError, or one of src and dst.
// After an error dst is useless.
func Strip(dst io.Writer, src io.ReaderAt, size int64) error {
	if err := checkSize(size); err != nil {
		return err
	}
	head, err := readHead(src, size)
	if err != nil {
		return err
	}
	format, err := sniff(head)
	if err != nil {
		return err
	}
	switch format {
	case PNG:
		return stripPNG(dst, src, size)
	case JPEG:
		return stripJPEG(dst, src, size)
	default:
		return stripWebP(dst, src, size)
	}
}

// shownChunks are the ancillary chunks that affect how a PNG looks, or that
// viewers need. The map is never changed.
var shownChunks = map[string]bool{
	"tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true, "sBIT": true, "sRGB": true, "cICP": true, "mDCV": true, "cLLI": true,
	"bKGD": true, "hIST": true, "pHYs": true, "sPLT": true, "sTER": true,
	"acTL": true, "fcTL": true, "fdAT": true,
}

// stripPNG copies the critical chunks and shownChunks. An unknown chunk may
// contain anything, so it is left out.
func stripPNG(dst io.Writer, src io.ReaderAt, size int64) error {
	c, err := newChunkReader(io.NewSectionReader(src, 0, size), size, 4<<10)
	if err != nil {
		return err
	}
	if _, err := readHeader(c); err != nil {
		return err
	}
	kept, turned := []span{{0, headerEnd}}, 0
	for c.kind != "IEND" {
		if err := c.next(); err != nil {
			return err
		}
		start := c.start
		if c.kind == "eXIf" {
			data, err := c.data()
			if err != nil && !c.wrong {
				return err
			}
			turned = orientation(data)
			continue
		}
		if err := c.skip(); err != nil {
			return err
		}
		last := &kept[len(kept)-1]
		switch {
		case !c.critical() && !shownChunks[c.kind]:
		case last.to == start:
			last.to = c.offset
		default:
			kept = append(kept, span{start, c.offset})
		}
	}
	if turned == 0 {
		return copySpans(dst, src, PNG, kept)
	}
	if err := copySpans(dst, src, PNG, []span{{0, headerEnd}}); err != nil {
		return err
	}
	if _, err := dst.Write(pngChunk("eXIf", exif.OrientationOnly(turned))); err != nil {
		return fmt.Errorf("writing a picture: %w", err)
	}
	kept[0].from = headerEnd
	return copySpans(dst, src, PNG, kept)
}

// copySpans copies parts of a file.
func copySpans(dst io.Writer, src io.ReaderAt, format Format, spans []span) error {
	for _, s := range spans {
		if n, err := io.Copy(dst, io.NewSectionReader(src, s.from, s.to-s.from)); err != nil {
			return fmt.Errorf("copying a picture: %w", err)
		} else if n != s.to-s.from {
			return &DamagedError{Format: format, Offset: s.from + n, Reason: "the file became shorter while it was copied"}
		}
	}
	return nil
}

func pngChunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}
