package curl

import (
	"strings"
	"unicode/utf8"
)

// typographic finds a text in typographic quotes, which word processors and web pages substitute
// for plain ones. It returns the text and its end; 0: there is none here. No shell knows these
// quotes, so they must mean plain ones. The closing quote is the first one followed by a blank or
// the end, because an apostrophe within a text is the same character.
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
			// If it contains plain quotes, the backslashes belong to the text.
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

// plainQuoteIn reports whether a text contains a double quote without a backslash before it.
func plainQuoteIn(text string) bool {
	return strings.Contains(strings.ReplaceAll(strings.ReplaceAll(text, `\\`, ""), `\"`, ""), `"`)
}
