package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// headerEnd is the position after a PNG's IHDR chunk, where our chunks start.
const headerEnd = int64(len(pngSignature)) + 12 + 13

// Embed writes the picture src of size bytes to dst with the texts inserted: in a
// PNG right after IHDR, where readers find them without going through the pixels.
//
// A JPEG or WebP takes our two texts and an XMP packet: KeywordParameters is the
// EXIF comment if it has no EXIF data, and else, as KeywordLookbook, a property of
// the packet. What follows is about PNG.
//
// Texts that src has under one of the same keywords are left out of dst:
// with two, each reader would pick another. Every other byte is copied as it
// is, the pixels and what comes after IEND included.
//
// A text is written as tEXt when Latin-1 can hold it, otherwise, and if it is an
// XMP packet, as uncompressed iTXt in UTF-8. NUL, which is legal in neither, and bytes that
// are no UTF-8 are left out; every other character stays.
//
// src should have passed Inspect: Embed goes through its chunks and checks
// nothing else of them. Errors are *KeywordError (also for a keyword given
// twice), *TooLargeError (a segment of a JPEG takes 64 kB), *DamagedError,
// *UnsupportedError for what is no picture or a text that the format has no place
// for, or those of src and dst. After an error what dst got is of no use.
func Embed(dst io.Writer, src io.ReaderAt, size int64, texts []Text) error {
	inserted, err := encodeTexts(texts)
	if err != nil {
		return err
	}
	switch format, err := formatOf(src, size); {
	case err != nil:
		return err
	case format == JPEG:
		return embedJPEG(dst, src, size, texts)
	case format == WebP:
		return embedWebP(dst, src, size, texts)
	}
	spans, err := spansWithout(src, size, texts)
	if err != nil {
		return err
	}
	for i, s := range spans {
		if i == 1 {
			if _, err := dst.Write(inserted); err != nil {
				return fmt.Errorf("writing a picture: %w", err)
			}
		}
		if err := copySpan(dst, src, s); err != nil {
			return err
		}
	}
	return nil
}

// copySpan copies a part of src; from memory in one write.
func copySpan(dst io.Writer, src io.ReaderAt, s span) error {
	if memory, ok := src.(Bytes); ok && s.to <= int64(len(memory)) {
		if _, err := dst.Write(memory[s.from:s.to]); err != nil {
			return fmt.Errorf("copying a picture: %w", err)
		}
		return nil
	}
	if n, err := io.Copy(dst, io.NewSectionReader(src, s.from, s.to-s.from)); err != nil {
		return fmt.Errorf("copying a picture: %w", err)
	} else if n != s.to-s.from {
		return &DamagedError{Format: PNG, Offset: s.from + n, Reason: "the file became shorter while it was copied"}
	}
	return nil
}

// span is a part of a file.
type span struct{ from, to int64 }

// spansWithout returns the parts of src to copy: signature and header first,
// then everything except the replaced texts.
func spansWithout(src io.ReaderAt, size int64, texts []Text) ([]span, error) {
	c, err := newChunkReader(io.NewSectionReader(src, 0, size), size, 4<<10)
	if err != nil {
		return nil, err
	}
	if _, err := readHeader(c); err != nil {
		return nil, err
	}
	spans := []span{{0, headerEnd}, {headerEnd, headerEnd}}
	for c.kind != "IEND" {
		if err := c.next(); err != nil {
			return nil, err
		}
		replaced, err := c.holdsOneOf(texts)
		if err != nil {
			return nil, err
		}
		if err := c.skip(); err != nil {
			return nil, err
		}
		last := &spans[len(spans)-1]
		switch {
		case replaced && last.from == last.to:
			last.from, last.to = c.offset, c.offset
		case replaced:
			spans = append(spans, span{c.offset, c.offset})
		default:
			last.to = c.offset
		}
	}
	spans[len(spans)-1].to = size
	return spans, nil
}

// holdsOneOf reports whether the current chunk is a text with one of the
// keywords of texts.
func (c *chunkReader) holdsOneOf(texts []Text) (bool, error) {
	if c.kind != "tEXt" && c.kind != "zTXt" && c.kind != "iTXt" {
		return false, nil
	}
	start := make([]byte, min(c.length, maxKeyword+1))
	if _, err := io.ReadFull(c, start); err != nil {
		return false, err
	}
	keyword, _, ok := bytes.Cut(start, []byte{0})
	for _, t := range texts {
		if ok && fromLatin1(keyword) == t.Keyword {
			return true, nil
		}
	}
	return false, nil
}

// encodeTexts makes the chunks of the texts.
func encodeTexts(texts []Text) ([]byte, error) {
	var chunks bytes.Buffer
	seen := map[string]bool{}
	for _, t := range texts {
		if err := checkKeyword(t.Keyword); err != nil {
			return nil, err
		}
		if seen[t.Keyword] {
			return nil, &KeywordError{t.Keyword, "is given twice"}
		}
		seen[t.Keyword] = true
		if len(t.Value) > MaxTextBytes {
			return nil, &TooLargeError{"text " + t.Keyword, int64(len(t.Value)), MaxTextBytes, "bytes"}
		}
		writeText(&chunks, t)
	}
	return chunks.Bytes(), nil
}

func writeText(chunks *bytes.Buffer, t Text) {
	keyword, _ := latin1(t.Keyword) // a legal keyword is always Latin-1
	value := strings.ReplaceAll(strings.ToValidUTF8(t.Value, ""), "\x00", "")
	kind, rest := "tEXt", []byte(nil)
	if plain, ok := latin1(value); ok && t.Keyword != KeywordXMP {
		rest = append([]byte{0}, plain...)
	} else {
		// NUL, uncompressed, method 0, no language, no translated keyword.
		kind, rest = "iTXt", append([]byte{0, 0, 0, 0, 0}, value...)
	}
	start := chunks.Len()
	chunks.Write(binary.BigEndian.AppendUint32(nil, uint32(len(keyword)+len(rest))))
	chunks.WriteString(kind)
	chunks.Write(keyword)
	chunks.Write(rest)
	sum := crc32.ChecksumIEEE(chunks.Bytes()[start+4:])
	chunks.Write(binary.BigEndian.AppendUint32(nil, sum))
}
