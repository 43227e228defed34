package curl

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isBlank reports whether a character looks like a blank, whatever a shell
// makes of it: web pages and word processors put no-break and other Unicode
// blanks into copied commands.
func isBlank(r rune) bool {
	return r == '\u2800' || unicode.IsSpace(r) && r != '\n'
}

// isInvisible reports whether a character has no width and belongs to no
// letter. It excludes the joiners of emoji and Persian.
func isInvisible(r rune) bool {
	switch r {
	case '\u200D', '\u200C':
		return false
	case '\u00AD', '\u180E':
		return true
	}
	return r >= utf8.RuneSelf && unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) && r < 0xE0000
}

// foreignBlank examines a position outside quotes. It returns the length in
// bytes of a blank that shells don't know, 0 if there is none, or an error for
// an invisible character within a word, whose meaning is unknown.
func (s source) foreignBlank(at, from int) (int, error) {
	if s[at] < utf8.RuneSelf {
		return 0, nil
	}
	r, size := utf8.DecodeRuneInString(string(s[at:min(at+utf8.UTFMax, len(s))]))
	if isBlank(r) {
		return size, nil
	}
	if !isInvisible(r) {
		return 0, nil
	}
	next, _ := utf8.DecodeRuneInString(string(s[at+size : min(at+size+utf8.UTFMax, len(s))]))
	last, _ := utf8.DecodeLastRuneInString(string(s[from:at]))
	parts := func(r rune) bool { return r == utf8.RuneError || r == '\n' || r == ';' || isBlank(r) || isInvisible(r) }
	if parts(next) || parts(last) {
		return size, nil
	}
	return 0, s.fail(at, Invisible, "Number", fmt.Sprintf("%04X", r))
}

// aside matches a line that doesn't belong to the command: a comment in another
// language, or the fence of a code block.
var aside = regexp.MustCompile("(?i)^[ \t]*(?://|::|REM[ \t\n]|<!--|```|~~~)[^\n]*(?:\n|$)")

// beginning returns the start of the request, after blanks, comments and
// fences.
func (s source) beginning() int {
	at := 0
	for at < len(s) {
		r, size := utf8.DecodeRuneInString(string(s[at:min(at+utf8.UTFMax, len(s))]))
		switch found := aside.FindStringIndex(string(s[at:])); {
		case r == '\n' || isBlank(r) || isInvisible(r):
			at += size
		case found != nil:
			at += found[1]
		default:
			return at
		}
	}
	return at
}

// withoutEnd cuts off comments and fences after the request.
func (s source) withoutEnd() source {
	for {
		text := strings.TrimRightFunc(string(s), func(r rune) bool { return r == '\n' || isBlank(r) || isInvisible(r) })
		line := text[strings.LastIndexByte(text, '\n')+1:]
		if len(line) == len(text) || !aside.MatchString(line) {
			return s
		}
		s = s[:len(text)-len(line)]
	}
}

// plainBlanks replaces blanks that JSON doesn't know, outside strings. Every
// byte keeps its position.
func plainBlanks(raw string) string {
	plain := []byte(raw)
	quoted := false
	for i := 0; i < len(plain); i++ {
		switch c := plain[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(raw[i:])
			if isBlank(r) || isInvisible(r) {
				copy(plain[i:], strings.Repeat(" ", size))
			}
			i += size - 1
		}
	}
	return string(plain)
}

// half finds an escape in JSON that is half a surrogate pair. Decoding would
// replace it by another character.
func half(raw string) (at int, escape string) {
	for i := 0; i+5 < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		var first, second rune
		if n, _ := fmt.Sscanf(raw[i:i+6], `\u%04x`, &first); n == 0 || first < 0xD800 || first > 0xDFFF {
			i++ // the escaped character
			continue
		}
		if first < 0xDC00 && i+12 <= len(raw) {
			if n, _ := fmt.Sscanf(raw[i+6:i+12], `\u%04x`, &second); n == 1 && second >= 0xDC00 && second <= 0xDFFF {
				i += 11
				continue
			}
		}
		return i, raw[i : i+6]
	}
	return -1, ""
}
