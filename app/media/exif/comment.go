package exif

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrJIS: the comment is in JIS, which no current program writes.
var ErrJIS = errors.New("the comment is written in JIS, which is not read here")

// The eight bytes that name the encoding of a comment (EXIF 2.3, UserComment).
// Some programs write the name in UTF-16, pad it with blanks, or omit it.
var (
	unicodeNames = []string{"UNICODE\x00", "UNICODE ", "U\x00N\x00I\x00C\x00O\x00D\x00E\x00\x00\x00", "\x00U\x00N\x00I\x00C\x00O\x00D\x00E\x00\x00"}
	otherNames   = []string{"ASCII\x00\x00\x00", "ASCII   ", "\x00\x00\x00\x00\x00\x00\x00\x00", "        "}
	jisNames     = []string{"JIS\x00\x00\x00\x00\x00", "JIS     "}
)

// decodeComment decodes a comment. The declared encoding is only a hint,
// because programs write UTF-8 under every name.
func decodeComment(value []byte, order binary.ByteOrder) (string, error) {
	if rest, named := cutName(value, jisNames); named {
		if len(bytes.Trim(rest, "\x00 ")) == 0 {
			return "", nil
		}
		return "", ErrJIS
	}
	if rest, named := cutName(value, unicodeNames); named {
		if isPlain(rest) {
			return ended(string(bytes.TrimPrefix(rest, []byte("\xEF\xBB\xBF")))), nil
		}
		return fromUTF16(rest, order), nil
	}
	rest, _ := cutName(value, otherNames)
	switch {
	case isUTF16(rest):
		return fromUTF16(rest, order), nil
	case !utf8.Valid(bytes.TrimRight(rest, "\x00 ")):
		return ended(fromLatin1(string(rest))), nil
	}
	return strings.TrimPrefix(strings.Trim(string(rest), "\x00 "), "\uFEFF"), nil
}

func cutName(value []byte, names []string) (rest []byte, named bool) {
	for _, name := range names {
		if len(value) >= len(name) && strings.EqualFold(string(value[:len(name)]), name) {
			return value[len(name):], true
		}
	}
	return value, false
}

// isUTF16 reports whether a text declared otherwise is UTF-16: it starts with a byte order mark, or
// every second byte is zero, as in the names of all parameters.
func isUTF16(text []byte) bool {
	if bytes.HasPrefix(text, []byte{0xFF, 0xFE}) || bytes.HasPrefix(text, []byte{0xFE, 0xFF}) {
		return true
	}
	text = bytes.Trim(text, "\x00")
	return len(text) > 2 && bytes.Count(text, []byte{0}) > len(text)/4
}

// ended removes the padding at the end of a field.
func ended(text string) string { return strings.TrimRight(text, "\x00 ") }

// isPlain reports whether bytes are UTF-8. UTF-16 has zeros wherever there is
// ASCII, as in the names of all parameters.
func isPlain(text []byte) bool {
	text = bytes.TrimRight(text, "\x00")
	return utf8.Valid(text) && !bytes.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' })
}

// fromUTF16 decodes UTF-16. Programs disagree on its byte order, so the order
// that gives more ASCII is used, or that of the data if both give the same.
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
