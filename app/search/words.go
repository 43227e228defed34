package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Words splits text into words; see the package comment.
func Words(text string) []string {
	var words []string
	folded := Fold(text)
	start := -1
	end := func(at int) {
		if start >= 0 {
			words = append(words, folded[start:at])
			start = -1
		}
	}
	for at, r := range folded {
		switch kindOf(r) {
		case partOfWord:
			if start < 0 {
				start = at
			}
		case wordOfItsOwn:
			end(at)
			words = append(words, folded[at:at+utf8.RuneLen(r)])
		default:
			end(at)
		}
	}
	end(len(folded))
	return words
}

// HasWords reports whether text has any.
func HasWords(text string) bool {
	return strings.ContainsFunc(Fold(text), func(r rune) bool { return kindOf(r) != separator })
}

// Fold brings text into one case and one Unicode form, without accents.
func Fold(text string) string {
	if isPlain(text) {
		return strings.ToLower(text)
	}
	bare := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36F { // accents; marks in other scripts distinguish letters
			return -1
		}
		return r
	}, norm.NFKD.String(strings.ToValidUTF8(text, "\uFFFD")))
	return cases.Fold().String(norm.NFKC.String(bare))
}

// isPlain reports whether text is ASCII, as most text is.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

type kind int

const (
	separator kind = iota
	partOfWord
	wordOfItsOwn
)

func kindOf(r rune) kind {
	if r < utf8.RuneSelf {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return partOfWord
		}
		return separator
	}
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan):
		if unicode.In(r, unicode.Letter, unicode.Number, unicode.Mark) {
			return wordOfItsOwn
		}
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return partOfWord
	case unicode.IsMark(r):
		if unicode.Is(unicode.Variation_Selector, r) {
			return separator
		}
		return partOfWord
	case unicode.Is(unicode.So, r) && r != utf8.RuneError:
		return wordOfItsOwn
	}
	return separator
}
