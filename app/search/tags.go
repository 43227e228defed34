package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// LongestTag bounds a tag, in runes.
const LongestTag = 60

// CleanTag returns a tag in its stored form: trimmed, with single spaces,
// without quotation marks and control characters, at most LongestTag runes. "":
// it is not a tag.
func CleanTag(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case isQuote(r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > LongestTag {
		text = strings.TrimSpace(string(runes[:LongestTag]))
	}
	return text
}

// TagKey is equal for all spellings of a tag.
func TagKey(tag string) string { return cases.Fold().String(norm.NFKC.String(CleanTag(tag))) }
