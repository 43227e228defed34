package api

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// terminalEscape matches sequences that a terminal acts on (ECMA-48): CSI, OSC
// and similar ones up to their end, and other escapes of two characters.
var terminalEscape = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\x07\x1b\u009c]*(?:\x07|\x1b\\\\|\u009c)?|\x1b.?")

// PlainText makes text from outside safe to show and to log: one line of valid
// UTF-8, without control characters, terminal escapes and characters that
// reverse the reading direction, blanks collapsed, at most limit characters. An
// ellipsis replaces what was cut.
func PlainText(s string, limit int) string {
	// Cut first: most of a very long text would be cleaned in vain.
	if most := limit * 8; len(s) > most {
		for most > 0 && !utf8.RuneStart(s[most]) {
			most--
		}
		s = s[:most] + "…"
	}
	s = terminalEscape.ReplaceAllString(strings.ToValidUTF8(s, "\uFFFD"), " ")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case isDirectional(r), r == '\uFEFF', r == '\u200B':
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)
	return strings.TrimRight(string(runes[:max(limit-1, 0)]), " ") + "…"
}

// isDirectional reports characters that change the reading direction of what
// follows. They can make a message appear to say something else.
func isDirectional(r rune) bool {
	return '\u202A' <= r && r <= '\u202E' || '\u2066' <= r && r <= '\u2069' || r == '\u200E' || r == '\u200F' || r == '\u061C'
}
