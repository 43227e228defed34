package exif

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeComment reads the eight bytes that name the encoding and the text after
// them. "UNICODE" means UTF-16; some programs write the name that way too, and
// some write UTF-8 under it.
func decodeComment(value []byte, order binary.ByteOrder) string {
	for _, name := range []string{"UNICODE\x00", "U\x00N\x00I\x00C\x00O\x00D\x00E\x00\x00\x00", "\x00U\x00N\x00I\x00C\x00O\x00D\x00E\x00\x00"} {
		if text, named := bytes.CutPrefix(value, []byte(name)); named {
			if isPlain(text) {
				return ended(string(text))
			}
			return fromUTF16(text, order)
		}
	}
	if len(value) < 8 {
		return strings.ToValidUTF8(strings.Trim(string(value), "\x00 "), "\uFFFD")
	}
	text := ended(string(value[8:]))
	if !utf8.ValidString(text) {
		return fromLatin1(text)
	}
	return text
}

// ended is text without what fills up the field.
func ended(text string) string { return strings.TrimRight(text, "\x00 ") }

// isPlain reports whether bytes are UTF-8: UTF-16 has zeros wherever ASCII is,
// as in the names of all parameters.
func isPlain(text []byte) bool {
	text = bytes.TrimRight(text, "\x00")
	return utf8.Valid(text) && !bytes.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' })
}

// fromUTF16 reads UTF-16. Programs disagree on its byte order, so the one that
// gives more ASCII is taken, and that of the data when both give the same.
func fromUTF16(text []byte, order binary.ByteOrder) string {
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
	return ended(strings.TrimPrefix(string(utf16.Decode(units)), "\uFEFF"))
}

func fromLatin1(text string) string {
	var s strings.Builder
	for i := range len(text) {
		s.WriteRune(rune(text[i]))
	}
	return s.String()
}
