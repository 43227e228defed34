package api

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"lookbook/api/redact"
)

// The usual form of a key: "dl-" and 32 hexadecimal digits. All keys seen so far have it. Other
// forms are accepted all the same: the ids of the service changed their form once, so keys may too.
const (
	keyPrefix = redact.Prefix
	keyDigits = redact.Digits
)

// maxKeyBytes bounds a key. Servers usually accept 8 kB of headers in all.
const maxKeyBytes = 4 << 10

// KeyFault is why a key can't be sent.
type KeyFault string

// The values of KeyFault.
const (
	KeyMissing    KeyFault = "missing"
	KeyBroken     KeyFault = "broken" // contains a blank or a line break
	KeyUnsendable KeyFault = "unsendable"
	KeyTooLong    KeyFault = "long"
)

// KeyFormError says why a key can't be sent. It never contains the key or a
// part of it.
type KeyFormError struct{ Fault KeyFault }

func (e *KeyFormError) Error() string { return "a key that can't be sent: " + string(e.Fault) }

// CleanKey removes what is often pasted together with a key: blanks, line ends, invisible
// characters, quotes, "Bearer ". The rest may have any form that a header can carry, because only
// the service knows its keys; see UsualKey. The error is a *KeyFormError.
func CleanKey(s string) (string, error) {
	key := strings.TrimFunc(s, aroundKey)
	if len(key) > len("bearer ") && strings.EqualFold(key[:len("bearer ")], "bearer ") {
		key = strings.TrimFunc(key[len("bearer "):], aroundKey)
	}
	if !utf8.ValidString(key) {
		return "", &KeyFormError{KeyUnsendable}
	}
	key = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, key)
	switch {
	case key == "":
		return "", &KeyFormError{KeyMissing}
	case strings.ContainsFunc(key, unicode.IsSpace):
		return "", &KeyFormError{KeyBroken}
	case strings.ContainsFunc(key, unicode.IsControl):
		return "", &KeyFormError{KeyUnsendable}
	case len(key) > maxKeyBytes:
		return "", &KeyFormError{KeyTooLong}
	}
	return key, nil
}

// UsualKey reports whether a key has the usual form. For any other form the
// window only warns: the person may have copied too little.
func UsualKey(key string) bool {
	digits, ok := strings.CutPrefix(key, keyPrefix)
	return ok && len(digits) == keyDigits && !strings.ContainsFunc(digits, func(r rune) bool { return !isHex(r) })
}

// MaskKey returns the part of a key that may be shown: "dl-…" and its last four
// characters, or less of a short key.
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

// aroundKey reports whether a character is trimmed from both ends of a pasted
// key.
func aroundKey(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("\"'`“”‘’", r)
}

func isHex(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F'
}

// keyLike matches a key, and text that may be most of one, anywhere in a text;
// bearer matches what follows that word. A false match costs a few letters of
// an error message. A missed one costs somebody's account.
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
// anything that looks like a key. It redacts twice because cutting can leave
// part of a key.
func shown(text string, limit int) string { return redacted(PlainText(redacted(text), limit)) }

// redactKey also replaces the given key, whatever its form.
func redactKey(text, key string) string {
	return redacted(redact.Text(text, key))
}

// withoutKey removes the key from an answer that repeats it, in a job's reason
// for failing for example, because answers are stored. In JSON the key is
// inside a string, so the replacement is valid there.
func withoutKey(answer []byte, key string) []byte {
	return redact.Exact(answer, key)
}
