package curl

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// simpleEscapes are the escapes of $'…' for one character. The map is never
// changed. Source: the Bash manual, "ANSI-C Quoting".
var simpleEscapes = map[byte]string{
	'a': "\a", 'b': "\b", 'e': "\x1b", 'E': "\x1b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v",
	'\\': `\`, '\'': `'`, '"': `"`, '?': `?`,
}

// addANSI adds the text of $'…', which browsers write.
func (b *builder) addANSI(src source, from, to int) error {
	run := from
	for i := from; i < to; i++ {
		if src[i] != '\\' || i+1 >= to {
			continue
		}
		b.add(string(src[run:i]), run)
		text, length := ansiEscape(string(src[i+1 : to]))
		next := i + 1 + length
		for first := i; len(text) > 0 && text[len(text)-1] >= utf8.RuneSelf && isByte(src, first) && next+1 < to && src[next] == '\\' && isByte(src, next); {
			more, length := ansiEscape(string(src[next+1 : to]))
			if more[0] < utf8.RuneSelf {
				break
			}
			text, next = text+more, next+1+length
		}
		text, ok := fromBytes(text)
		switch {
		case text == "\x00":
			return src.fail(i, Unwritable)
		case !ok:
			return src.fail(i, NoCharacter, "Text", shown(string(src[i:next])))
		}
		b.add(text, i)
		i = next - 1
		run = next
	}
	b.add(string(src[run:to]), run)
	return nil
}

// isByte reports whether the escape at a position is for a byte, not for a
// character.
func isByte(src source, at int) bool {
	return at+1 < len(src) && (src[at+1] == 'x' || '0' <= src[at+1] && src[at+1] <= '7')
}

// fromBytes makes a text of the bytes of neighbouring escapes. Bytes that are not UTF-8 are
// characters below 256, as browsers and others write them. ok is false for a mixture of both, which
// is ambiguous.
func fromBytes(text string) (string, bool) {
	if utf8.ValidString(text) {
		return text, !strings.ContainsRune(text, utf8.RuneError)
	}
	var characters strings.Builder
	for i := range len(text) {
		if r, size := utf8.DecodeRuneInString(text[i:]); r != utf8.RuneError && size > 1 {
			return "", false
		}
		characters.WriteRune(rune(text[i]))
	}
	return characters.String(), true
}

// ansiEscape returns the text of an escape and its length in bytes, both
// without the backslash. An unknown escape means itself.
func ansiEscape(rest string) (text string, length int) {
	if text, ok := simpleEscapes[rest[0]]; ok {
		return text, 1
	}
	digits := func(from, most, base int) (uint64, int) {
		n := from
		for n < len(rest) && n < from+most && isDigit(rest[n], base) {
			n++
		}
		value, err := strconv.ParseUint(rest[from:n], base, 32)
		if err != nil {
			return 0, 0
		}
		return value, n
	}
	switch c := rest[0]; {
	case '0' <= c && c <= '7':
		value, n := digits(0, 3, 8)
		return string([]byte{byte(value)}), n
	case c == 'x':
		if value, n := digits(1, 2, 16); n > 0 {
			return string([]byte{byte(value)}), n
		}
	case c == 'u' || c == 'U':
		most := 4
		if c == 'U' {
			most = 8
		}
		value, n := digits(1, most, 16)
		if n == 0 {
			break
		}
		if r := rune(value); utf16.IsSurrogate(r) && len(rest) > n+1 && rest[n:n+2] == `\u` {
			if low, m := digits(n+2, 4, 16); m > 0 {
				if both := utf16.DecodeRune(r, rune(low)); both != utf8.RuneError {
					return string(both), m
				}
			}
		}
		return string(rune(value)), n
	case c == 'c' && len(rest) > 1:
		return string([]byte{rest[1] & 0x1f}), 2
	}
	return `\` + rest[:1], 1
}

func isDigit(c byte, base int) bool {
	if base == 8 {
		return '0' <= c && c <= '7'
	}
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}
