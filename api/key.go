package api

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"lookbook/api/redact"
)

// The form of a key: "dl-" and 32 hexadecimal digits, as the service's own
// documentation shows it.
const (
	keyPrefix = redact.Prefix
	keyDigits = redact.Digits
)

// KeyFormError says what is wrong with the form of a key. It never holds the
// key or a part of it.
type KeyFormError struct {
	Reason string // a sentence without a full stop, for people
}

func (e *KeyFormError) Error() string { return e.Reason }

// CleanKey returns the key without what comes along when one is pasted:
// blanks, line ends, invisible characters, quotes, "Bearer ". When the rest is
// not of a key's form it returns a *KeyFormError.
func CleanKey(s string) (string, error) {
	key := strings.TrimFunc(s, aroundKey)
	if len(key) > len("bearer ") && strings.EqualFold(key[:len("bearer ")], "bearer ") {
		key = strings.TrimFunc(key[len("bearer "):], aroundKey)
	}
	switch {
	case key == "":
		return "", &KeyFormError{"No key was entered"}
	case strings.ContainsFunc(key, unicode.IsSpace):
		return "", &KeyFormError{"The key has a blank or a line break in it; a key is one word"}
	case !strings.HasPrefix(key, keyPrefix):
		return "", &KeyFormError{`The key does not begin with "dl-"`}
	}
	digits := key[len(keyPrefix):]
	for _, r := range digits {
		if !isHex(r) {
			return "", &KeyFormError{`The key has a character in it that no key has; after "dl-" there are only the digits 0 to 9 and the letters a to f`}
		}
	}
	if len(digits) != keyDigits {
		return "", &KeyFormError{fmt.Sprintf(`The key has %d characters after "dl-"; there should be %d`, len(digits), keyDigits)}
	}
	return key, nil
}

// MaskKey returns what may be shown of a key: "dl-…" and its last four
// characters, or less when the key is too short for four to be a small part.
func MaskKey(s string) string {
	runes := []rune(strings.TrimFunc(s, aroundKey))
	switch {
	case len(runes) == 0:
		return ""
	case len(runes) < 16:
		return "…"
	}
	tail := PlainText(string(runes[len(runes)-4:]), 4)
	if strings.HasPrefix(string(runes), keyPrefix) {
		return keyPrefix + "…" + tail
	}
	return "…" + tail
}

// aroundKey reports what is trimmed from both ends of a pasted key.
func aroundKey(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("\"'`“”‘’", r)
}

func isHex(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F'
}

// keyLike matches a key and what may be most of one, wherever it stands in a
// text; bearer matches what follows that word. Being too eager costs a few
// letters of an error message; being too careful costs somebody's account.
var (
	keyLike = regexp.MustCompile(`(?i)dl-[0-9a-z]{12,}`)
	bearer  = regexp.MustCompile(`(?i)\bbearer\s+[^\s"'<>\\]{8,}`)
)

// redacted replaces everything in text that looks like a key.
func redacted(text string) string {
	text = keyLike.ReplaceAllLiteralString(redact.Text(text), redact.Mark)
	return bearer.ReplaceAllStringFunc(text, func(found string) string {
		if !strings.ContainsAny(found, "0123456789") {
			return found // "bearer authentication is required"
		}
		return "dl-…"
	})
}

// shown returns text from outside for an error message: plain, and without
// anything that looks like a key, also where the end was cut off.
func shown(text string, limit int) string { return redacted(PlainText(redacted(text), limit)) }

// redactKey replaces this very key as well, whatever it looks like.
func redactKey(text, key string) string {
	if len(key) >= 4 {
		text = strings.ReplaceAll(redact.Text(text, key), key, redact.Mark)
	}
	return redacted(text)
}

// withoutKey takes the key out of an answer that repeats it, in a job's reason
// for failing, say: answers are kept as they came. In JSON the key stands
// within a string, and so does what takes its place.
func withoutKey(answer []byte, key string) []byte {
	if len(key) < 4 {
		return answer
	}
	return redact.Exact(bytes.ReplaceAll(answer, []byte(key), []byte(redact.Mark)), key)
}
