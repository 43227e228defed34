package redact

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// given is a key that is searched whatever its form.
type given struct {
	key     string
	written []string // in plain text, JSON and addresses; the first is the key itself
}

func givenKey(key string) given {
	g := given{key: key, written: []string{key}}
	inJSON, err := json.Marshal(key)
	if err != nil {
		return g // can't happen: it is a string
	}
	for _, way := range []string{string(inJSON[1 : len(inJSON)-1]), url.QueryEscape(key), url.PathEscape(key)} {
		if way != key {
			g.written = append(g.written, way)
		}
	}
	if plain := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key); plain != key {
		g.written = append(g.written, plain) // JSON without HTML's escapes
	}
	return g
}

// end returns the end of this key if it starts at a position; 0: it doesn't.
func (g given) end(text string, at int) int {
	end := exactEnd(text, at, g.key)
	for _, way := range g.written {
		if strings.HasPrefix(text[at:], way) {
			end = max(end, at+len(way))
		}
	}
	return end
}

// exactEnd is given.end for a key of characters that no encoding changes, also
// with invisible characters or line breaks in it.
func exactEnd(text string, at int, key string) int {
	pos := at
	for i, want := range key {
		from := skipInvisible(text, pos, i > 0)
		r, next := character(text, from)
		if r != want && i > 0 && len(key) >= mostOf {
			r, next = character(text, skipGap(text, from))
		}
		if r != want {
			return 0
		}
		pos = next
	}
	return pos
}

// leastMixed is the length from which a short key of letters and other
// characters can't be an ordinary word.
const leastMixed = 4

// withoutShort removes a key that is too short to be searched everywhere: where it is a word of its
// own and, if it could be an ordinary word or number, only after a word that announces a key.
func withoutShort(text, key string) string {
	if key == "" || len(key) >= shortest || !strings.Contains(text, key) {
		return text
	}
	letters := strings.IndexFunc(key, unicode.IsLetter) >= 0
	others := strings.IndexFunc(key, func(r rune) bool { return !unicode.IsLetter(r) }) >= 0
	mixed := len(key) >= leastMixed && letters && others
	var b strings.Builder
	from := 0 // examined so far
	for {
		at := strings.Index(text[from:], key)
		if at < 0 {
			b.WriteString(text[from:])
			return b.String()
		}
		at += from
		end := at + len(key)
		last, _ := utf8.DecodeLastRuneInString(text[:at])
		first, _ := utf8.DecodeRuneInString(text[end:])
		b.WriteString(text[from:at])
		if !inWord(last) && !inWord(first) && (mixed || announced(text[:at])) {
			b.WriteString(Mark)
		} else {
			b.WriteString(key)
		}
		from = end
	}
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// announced reports whether the text before a word says that it is a key.
func announced(before string) bool {
	const near = 40 // bytes
	before = strings.ToLower(before[max(len(before)-near, 0):])
	before = strings.TrimRight(strings.ReplaceAll(before, "%20", " "), " \t\r\n:=+\"'\\")
	for _, word := range []string{"bearer", "authorization", "key", "token"} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}

// leastOther is how many consecutive letters and digits after "dl-" count as a
// key in an unusual form.
const leastOther = 20

// otherEnd returns the end of a key of letters and digits whose prefix starts at at and ends before
// behind; 0: there is none. The service's ids changed from hexadecimal digits to letters of both
// cases, and keys may follow.
func otherEnd(text string, at, behind int) int {
	if at > 0 && isWord(text[at-1]) {
		return 0
	}
	pos, digits, letters := behind, false, false
	for pos < len(text) && isWord(text[pos]) {
		digit := '0' <= text[pos] && text[pos] <= '9'
		digits, letters = digits || digit, letters || !digit
		pos++
	}
	if pos-behind < leastOther || !digits || !letters {
		return 0
	}
	return pos
}
