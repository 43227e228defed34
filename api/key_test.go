package api

import (
	"errors"
	"strings"
	"testing"
)

func TestCleanKey(t *testing.T) {
	key := testKey()
	upper := "dl-" + strings.ToUpper(key[3:])
	for _, pasted := range []string{key, " " + key + "\r\n", "\ufeff" + key + "\u00a0", `"` + key + `"`, "Bearer " + key, "'" + key + "'\n", "\u200b" + key + "\t", "“" + key + "”"} {
		if got, err := CleanKey(pasted); err != nil || got != key {
			t.Errorf("%q: %v", strings.ReplaceAll(pasted, key, "KEY"), err)
		}
	}
	for _, other := range []string{
		upper, key[:20], key + "0", "sk-" + key[3:], key[3:], key[:34] + "é", "dl-YOURKEYHERE", "x", "a/b+c=%41", `q"uo\te`, strings.Repeat("k", 4000),
	} {
		if got, err := CleanKey(" " + other + "\n"); err != nil || got != other {
			t.Errorf("%d characters of another form: %v", len(other), err)
		}
		if want := other == upper; UsualKey(other) != want {
			t.Errorf("%d characters: usual is %v", len(other), !want)
		}
	}
	if !UsualKey(key) {
		t.Error("the usual form is unusual")
	}
	if got, err := CleanKey(key[:9] + "\u200b" + key[9:]); err != nil || got != key {
		t.Errorf("an invisible character: %v", err)
	}
	for pasted, want := range map[string]KeyFault{
		"":                        KeyMissing,
		" \n":                     KeyMissing,
		key + "\n" + key:          KeyBroken,
		key[:10] + " " + key[10:]: KeyBroken,
		"export K=" + key:         KeyBroken,
		key[:10] + "\x01" + key:   KeyUnsendable,
		key[:10] + "\xff" + key:   KeyUnsendable,
		strings.Repeat("k", 5000): KeyTooLong,
	} {
		got, err := CleanKey(pasted)
		var form *KeyFormError
		if !errors.As(err, &form) || got != "" || form.Fault != want {
			t.Errorf("%d characters: %q, want %q", len(pasted), err, want)
		}
	}
}

func TestMaskKey(t *testing.T) {
	for key, want := range map[string]string{
		testKey(): "dl-…c0de", testKey() + "\n": "dl-…c0de", "": "", "dl-short": "…",
		strings.Repeat("x", 20): "…xxxx", "dl-" + strings.Repeat("é", 20): "dl-…éééé",
	} {
		if got := MaskKey(key); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "",
		"plain":                           "plain",
		" a\n\tb\r\n c ":                  "a b c",
		"a\x1b[1;31mb\x1b[0mc":            "a b c",
		"a\x1b]8;;http://x\x1b\\b":        "a b",
		"a\x1bPq data\x1b\\b":             "a b",
		"a\x00\x07\x7fb":                  "a b",
		"\u202eabc\u2069":                 "abc",
		"日本語 👩‍👩‍👧":                       "日本語 👩‍👩‍👧",
		"bad \xff\xfe":                    "bad \uFFFD",
		"0123456789012345678901234567890": "0123456789012345678…",
		"end with \x1b":                   "end with",
	} {
		if got := PlainText(in, 20); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
