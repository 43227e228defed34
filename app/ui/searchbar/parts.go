package searchbar

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// part is one item between spaces in the field: a word, a quotation, a filter.
type part struct {
	text string
	// open: a quotation that is not closed. It extends to the end of the text.
	open bool
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// partsOf splits a text like the language of package search. A quotation
// belongs to the sign before it: tag="red dress" is one part.
func partsOf(text string) []part {
	var parts []part
	for {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
		if text == "" {
			return parts
		}
		p := part{text: text}
		end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) })
		if end >= 0 {
			p = quotation(text, end)
		}
		parts, text = append(parts, p), text[len(p.text):]
	}
}

// quotation returns the part that starts text and whose first space or quote is
// at end.
func quotation(text string, end int) part {
	before := strings.TrimPrefix(text[:end], "-")
	r, size := utf8.DecodeRuneInString(text[end:])
	if !isQuote(r) || before != "" && !strings.HasSuffix(before, ":") && !strings.HasSuffix(before, "=") {
		return part{text: text[:end]}
	}
	inner := text[end+size:]
	closing := strings.IndexFunc(inner, isQuote)
	if closing < 0 {
		return part{text: text, open: true}
	}
	_, size2 := utf8.DecodeRuneInString(inner[closing:])
	whole := end + size + closing + size2
	if strings.HasPrefix(text[whole:], "*") {
		whole++
	}
	return part{text: text[:whole]}
}
