// Package redact removes API keys from texts. It is the only place that knows
// what a key looks like in a text. Everything that stores, logs or sends a text
// uses it: package api for answers and errors, app/library for the database,
// app/media for the texts in pictures, app/logging for the log, and the window
// for pasted text.
//
// It finds a key in plain text, in either case, percent-encoded, escaped as in
// JSON or HTML, with invisible characters in it, and broken over lines as
// terminals and shells do. It doesn't find a key that somebody hid on purpose.
//
// All functions are pure and safe for concurrent use.
package redact

import (
	"encoding/base64"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// Mark replaces a key in a text. It is valid within a JSON string.
const Mark = "dl-…"

const (
	// Prefix and Digits are the form of a key: "dl-" and 32 hexadecimal digits.
	Prefix = "dl-"
	Digits = 32

	// mostOf is how many consecutive digits count as most of a key: a truncated
	// key is still a secret, and no word looks like that.
	mostOf = 16

	// shortest is the length of the shortest key that is searched everywhere. A
	// shorter one would be found in words, see withoutShort.
	shortest = 8

	// longestGap bounds the bytes between two characters of a broken key.
	longestGap = 64
)

// Text replaces by Mark everything in the form of a key, what follows "Bearer",
// and the given keys in any form. A text without a key is returned unchanged.
func Text(text string, keys ...string) string { return without(text, true, keys) }

// Exact is Bytes for the given key only: other text in the form of a key stays.
// It is for answers of the service, where that may be an id.
func Exact(text []byte, key string) []byte {
	return inBytes(text, func(text string) string { return without(text, false, []string{key}) })
}

func without(text string, form bool, keys []string) string {
	var starts [256]bool
	if form || len(keys) > 0 {
		starts = begins
	}
	looked := make([]given, 0, len(keys))
	for _, key := range keys {
		if len(key) >= shortest {
			g := givenKey(key)
			for _, written := range g.written {
				starts[written[0]] = true
			}
			looked = append(looked, g)
		}
	}
	var b strings.Builder
	copied := 0
	for at := 0; at < len(text); {
		if !starts[text[at]] {
			at++
			continue
		}
		end := 0
		if form {
			end = keyEnd(text, at)
		}
		for _, g := range looked {
			end = max(end, g.end(text, at))
		}
		if end == 0 {
			at = step(text, at)
			continue
		}
		b.WriteString(text[copied:at])
		b.WriteString(Mark)
		copied, at = end, end
	}
	if copied > 0 {
		b.WriteString(text[copied:])
		text = b.String()
	}
	for _, key := range keys {
		text = withoutShort(withoutBase64(text, key), key)
	}
	if form {
		text = withoutBearer(text)
	}
	return text
}

// Bytes is Text for bytes. It does not change its argument.
func Bytes(text []byte, keys ...string) []byte {
	return inBytes(text, func(text string) string { return Text(text, keys...) })
}

func inBytes(text []byte, clean func(text string) string) []byte {
	if len(text) == 0 {
		return text
	}
	was := unsafe.String(unsafe.SliceData(text), len(text)) // only read during this call
	is := clean(was)
	if len(is) == len(was) && unsafe.StringData(is) == unsafe.StringData(was) {
		return text
	}
	return []byte(is)
}

// Found reports whether Text would change text.
func Found(text string, keys ...string) bool { return Text(text, keys...) != text }

// begins are the bytes with which a key, plain or encoded, can start.
var begins = func() (is [256]bool) {
	for _, b := range []byte("dD%\\&\xef") {
		is[b] = true
	}
	return is
}()

// step returns the next position, after a whole run of backslashes, because an
// escape must not be split.
func step(text string, at int) int {
	at++
	if text[at-1] == '\\' {
		for at < len(text) && text[at] == '\\' {
			at++
		}
	}
	return at
}

// keyEnd returns the end of the key that starts at a position; 0: there is
// none.
func keyEnd(text string, at int) int {
	if isWord(text[at]) && at+1 < len(text) && isWord(text[at+1]) && text[at+1]|0x20 != Prefix[1] {
		return 0 // nearly every word
	}
	pos := at
	for i := range len(Prefix) {
		r, next := character(text, skipInvisible(text, pos, i > 0))
		if !same(r, rune(Prefix[i])) {
			return 0
		}
		pos = next
	}
	behind, digits, whole := pos, 0, true
	for {
		from := skipInvisible(text, pos, true)
		r, next := character(text, from)
		if !isHex(r) {
			gap := skipGap(text, from)
			if gap == from || whole && digits >= Digits {
				break
			}
			if r, next = character(text, gap); !isHex(r) {
				break
			}
			if whole && digits >= mostOf && !couldGoOn(text, gap, Digits-digits) {
				break
			}
			whole = false
		}
		digits++
		pos = next
		if !whole && digits == Digits {
			return pos
		}
	}
	if !whole || digits < mostOf {
		return otherEnd(text, at, behind)
	}
	for pos < len(text) && isWord(text[pos]) {
		pos++
	}
	return pos
}

// couldGoOn reports whether want more digits follow after a gap.
func couldGoOn(text string, pos, want int) bool {
	for want > 0 {
		pos = skipGap(text, skipInvisible(text, pos, true))
		r, next := character(text, pos)
		if !isHex(r) {
			return false
		}
		pos = next
		want--
	}
	return true
}

// skipInvisible skips invisible characters.
func skipInvisible(text string, pos int, skip bool) int {
	if pos < len(text) && isWord(text[pos]) {
		return pos
	}
	for skip && pos < len(text) {
		r, next := character(text, pos)
		if !unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Variation_Selector, r) && r != 0 {
			break
		}
		pos = next
	}
	return pos
}

// skipGap skips a break within a key: blanks and line ends, and what shells
// write to continue a line or to join two texts.
func skipGap(text string, pos int) int {
	from := pos
	for pos < len(text) && pos-from < longestGap {
		r, next := character(text, pos)
		if !unicode.IsSpace(r) && !strings.ContainsRune("\\^`\"'+", r) {
			return pos
		}
		pos = next
	}
	return pos
}

// same compares with a character of the prefix, ignoring case, and accepting
// the dashes of word processors.
func same(r, want rune) bool {
	if want == '-' {
		return r == '-' || unicode.Is(unicode.Pd, r) || r == '−'
	}
	return unicode.ToLower(r) == want
}

// character returns the decoded character at a position, and the position after
// it.
func character(text string, pos int) (r rune, next int) {
	if pos >= len(text) {
		return utf8.RuneError, pos
	}
	switch c := text[pos]; {
	case c == '%':
		if r, next, ok := percent(text, pos); ok {
			return r, next
		}
	case c == '\\':
		if r, next, ok := escape(text, pos); ok {
			return r, next
		}
	case c == '&':
		if r, next, ok := reference(text, pos); ok {
			return r, next
		}
	}
	r, size := utf8.DecodeRuneInString(text[pos:])
	if '！' <= r && r <= '～' { // full-width form
		r -= '！' - '!'
	}
	return r, pos + size
}

// percent decodes %64, also if the percent sign was encoded again: %2564.
func percent(text string, pos int) (rune, int, bool) {
	pos++
	for strings.HasPrefix(text[pos:], "25") {
		pos += 2
	}
	return number(text, pos, 2, 2, 16)
}

// escape decodes \u0064, \x64 and \n, also if the backslash was escaped again.
func escape(text string, pos int) (rune, int, bool) {
	for pos < len(text) && text[pos] == '\\' {
		pos++
	}
	if pos == len(text) {
		return 0, 0, false
	}
	switch text[pos] {
	case 'u', 'U':
		return number(text, pos+1, 4, 4, 16)
	case 'x', 'X':
		return number(text, pos+1, 2, 2, 16)
	case 'n', 'r', 't':
		return '\n', pos + 1, true
	}
	return 0, 0, false
}

// reference decodes &#100; and &#x64;.
func reference(text string, pos int) (rune, int, bool) {
	rest := text[pos:]
	if len(rest) < 4 || rest[1] != '#' {
		return 0, 0, false
	}
	base, from := 10, pos+2
	if rest[2] == 'x' || rest[2] == 'X' {
		base, from = 16, pos+3
	}
	r, next, ok := number(text, from, 1, 7, base)
	if !ok || next >= len(text) || text[next] != ';' {
		return 0, 0, false
	}
	return r, next + 1, true
}

// number parses a number with least to most digits.
func number(text string, pos, least, most, base int) (r rune, next int, ok bool) {
	from := pos
	for pos < len(text) && pos-from < most {
		d := digit(text[pos])
		if d >= base {
			break
		}
		r = r*rune(base) + rune(d)
		pos++
	}
	return r, pos, pos-from >= least
}

func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return 99
}

func isHex(r rune) bool { return 0 < r && r < utf8.RuneSelf && digit(byte(r)) < 16 }

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// withoutBase64 removes a key from a longer text in base64, such as the header
// of a name with a password. Characters that also encode neighbouring bytes
// stay.
func withoutBase64(text, key string) string {
	if len(key) < shortest {
		return text
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			encoded := encoding.EncodeToString([]byte(strings.Repeat(" ", shift) + key))
			first := (shift*8 + 5) / 6         // first character of the key alone
			last := (shift + len(key)) * 8 / 6 // after the last one
			text = strings.ReplaceAll(text, encoded[first:last], Mark)
		}
	}
	return text
}

// bearer matches the text after that word, which may be a key in another form.
var bearer = regexp.MustCompile(`(?i)(\bbearer(?:\s|%20|\+)+)([A-Za-z0-9._~+/=-]{20,})`)

func withoutBearer(text string) string {
	if !containsFold(text, "bearer") {
		return text
	}
	return bearer.ReplaceAllStringFunc(text, func(found string) string {
		parts := bearer.FindStringSubmatch(found)
		if !strings.ContainsAny(parts[2], "0123456789") {
			return found // words
		}
		return parts[1] + Mark
	})
}

// containsFold reports whether text contains word, which is in lower case,
// ignoring case.
func containsFold(text, word string) bool {
	upper := strings.ToUpper(word[:1])
	for _, first := range []string{word[:1], upper} {
		for rest := text; ; rest = rest[1:] {
			at := strings.Index(rest, first)
			if at < 0 {
				break
			}
			if rest = rest[at:]; len(rest) >= len(word) && strings.EqualFold(rest[:len(word)], word) {
				return true
			}
		}
	}
	return false
}
