package curl

import (
	"strings"
	"unicode/utf8"
)

// typographic looks for a text in the quotes of print, which word processors and
// pages put in the place of plain ones. It returns the text and where it ends;
// 0: there is none here. No shell knows these quotes, so what they mean is clear:
// the plain ones. The closing quote is the first with a blank or the end behind
// it: within a text an apostrophe has the same sign.
func typographic(src source, at int) (text word, end int, err error) {
	r, size := utf8.DecodeRuneInString(string(src[at:min(at+utf8.UTFMax, len(src))]))
	double := isDoubleQuote(r) && r != '"'
	if !double && (!isSingleQuote(r) || r == '\'') {
		return word{}, 0, nil
	}
	from := at + size
	for i := from; i < len(src); {
		r, size := utf8.DecodeRuneInString(string(src[i:min(i+utf8.UTFMax, len(src))]))
		closes := double && isDoubleQuote(r) || !double && isSingleQuote(r)
		behind, _ := utf8.DecodeRuneInString(string(src[i+size : min(i+size+utf8.UTFMax, len(src))]))
		if closes && r >= utf8.RuneSelf && (i+size == len(src) || behind == '\n' || behind == ';' || isBlank(behind) || isInvisible(behind)) {
			b := builder{at: from}
			// With plain quotes in it the backslashes are those of the text itself.
			if inner := string(src[from:i]); double && !plainQuoteIn(inner) {
				b.addUnescaped(src, from, i, true)
			} else {
				b.add(inner, from)
			}
			return b.word(), i + size, nil
		}
		i += size
	}
	return word{}, 0, src.fail(at, TypographicOpen, "Sign", string(r))
}

// plainQuoteIn reports whether a text has a plain double quote that no backslash
// stands before.
func plainQuoteIn(text string) bool {
	return strings.Contains(strings.ReplaceAll(strings.ReplaceAll(text, `\\`, ""), `\"`, ""), `"`)
}
