package api

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// terminalEscape matches the control sequences a terminal would act on: CSI,
// OSC and friends up to their end, and other two-character escapes.
var terminalEscape = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\x07\x1b\u009c]*(?:\x07|\x1b\\\\|\u009c)?|\x1b.?")

// PlainText returns text from outside in a form that is safe to show and to
// log: one line, no control characters, no terminal escapes, nothing that
// reverses the reading direction, valid UTF-8, blanks collapsed, at most limit
// characters with an ellipsis in place of what was cut.
func PlainText(s string, limit int) string {
	// Cut early: an answer of megabytes is not worth cleaning for a line.
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
// follows, which can make a message say something else than it does.
func isDirectional(r rune) bool {
	return '\u202A' <= r && r <= '\u202E' || '\u2066' <= r && r <= '\u2069' || r == '\u200E' || r == '\u200F' || r == '\u061C'
}
