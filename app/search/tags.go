package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// LongestTag is how many runes a tag may have.
const LongestTag = 60

// CleanTag is a tag as it is kept: without spaces around it, with single ones
// in it, without quotation marks and control characters, and no longer than
// LongestTag. Empty: it is no tag.
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

// TagKey is the same for all ways of writing one tag.
func TagKey(tag string) string { return cases.Fold().String(norm.NFKC.String(CleanTag(tag))) }
