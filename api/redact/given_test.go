package redact_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lookbook/api/redact"
)

// The key in use is removed from every text, whatever its form.
func TestAKeyOfAnyFormIsTakenOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.OneOf(
			rapid.StringMatching(`[A-Za-z0-9]{8,80}`),
			rapid.StringMatching(`[!-~]{8,80}`),
			rapid.StringOfN(rapid.RuneFrom([]rune("aé%\\\"'&<>+/=_-.:{}＄ｄ1")), 8, 40, -1),
		).Draw(t, "key")
		inJSON, err := json.Marshal(map[string]string{"k": "x " + key + " y"})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{
			key, "before " + key + " behind", "Bearer " + key, string(inJSON),
			"https://x.invalid/?a=" + url.QueryEscape(key), "https://x.invalid/" + url.PathEscape(key) + "/b",
		} {
			clean := redact.Text(text, key)
			for _, way := range []string{key, url.QueryEscape(key), url.PathEscape(key)} {
				if strings.Contains(clean, way) && !strings.Contains(redact.Mark, way) {
					t.Fatalf("%q became %q", text, clean)
				}
			}
			// A key of digits only looks like a number if nothing surrounds it.
			if text != key && json.Valid([]byte(text)) && !json.Valid([]byte(clean)) {
				t.Fatalf("%s is no JSON any more: %s", text, clean)
			}
		}
	})
}

func TestAShortKeyIsTakenOutWhereItIsOne(t *testing.T) {
	for text, want := range map[string]string{
		"the key k3y9 is wrong":                   "the key dl-… is wrong",
		`{"detail":"k3y9"}`:                       `{"detail":"dl-…"}`,
		"ask3y9 k3y92 blak3y9":                    "ask3y9 k3y92 blak3y9",
		"https://x.invalid/?q=k3y9&n=4":           "https://x.invalid/?q=dl-…&n=4",
		"a sentence without any":                  "a sentence without any",
		"authorization: Bearer k3y9 and ik3y9":    "authorization: Bearer dl-… and ik3y9",
		strings.Repeat("k3y9k3y9 ", 3) + "(k3y9)": strings.Repeat("k3y9k3y9 ", 3) + "(dl-…)",
	} {
		if got := redact.Text(text, "k3y9"); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"a cat on a mat":              "a cat on a mat",
		"Authorization: Bearer cat":   "Authorization: Bearer dl-…",
		`{"api_key": "cat", "a":"b"}`: `{"api_key": "dl-…", "a":"b"}`,
		"key=cat&prompt=cat":          "key=dl-…&prompt=cat",
	} {
		if got := redact.Text(text, "cat"); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if got := redact.Text(`{"seed":42,"width":512}`, "42"); got != `{"seed":42,"width":512}` {
		t.Errorf("a number was taken out: %s", got)
	}
}

// The service's ids changed from hexadecimal digits to letters of both cases.
func TestAKeyOfTheNextFormIsFoundInAText(t *testing.T) {
	next := "dl-" + strings.Repeat("Zx9Qw", 5)
	if got := redact.Text("a castle " + next + ", at dawn"); got != "a castle dl-…, at dawn" {
		t.Errorf("became %q", got)
	}
	for _, text := range []string{"dl-" + strings.Repeat("style", 5), "handl-" + strings.Repeat("Zx9Qw", 5), "dl-Zx9QwZx9Qw"} {
		if got := redact.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
