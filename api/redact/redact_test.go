package redact_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lookbook/api/redact"
)

// key makes a key at run time, so that no file contains one.
func key() string { return "dl-" + strings.Repeat("0a1b2c3d", 4) }

func TestTextTakesKeysOut(t *testing.T) {
	k := key()
	digits := k[len("dl-"):]
	escaped := ""
	entities := ""
	for _, r := range k {
		escaped += fmt.Sprintf(`\u%04x`, r)
		entities += fmt.Sprintf("&#%d;", r)
	}
	percent := ""
	for _, r := range k {
		percent += fmt.Sprintf("%%%02X", r)
	}
	for name, text := range map[string]string{
		"bare":                  k,
		"in words":              "a castle " + k + " at dawn",
		"upper case":            "a castle " + strings.ToUpper(k),
		"bearer":                `curl -H "Authorization: Bearer ` + k + `" x`,
		"cmd":                   `curl -H "Authorization: Bearer ` + k + `" ^` + "\r\n x",
		"cut off":               "Bearer " + k[:25],
		"with more behind":      k + "ff",
		"in an address":         "https://x.invalid/?key=" + url.QueryEscape(k),
		"percent-encoded":       percent,
		"percent-encoded twice": strings.ReplaceAll(percent, "%", "%25"),
		"escaped":               `{"a":"` + escaped + `"}`,
		"escaped twice":         strings.ReplaceAll(escaped, `\`, `\\`),
		"HTML":                  entities,
		"zero width":            "dl\u200b-" + digits[:9] + "\u200b\ufeff" + digits[9:],
		"soft hyphen":           k[:12] + "\u00ad" + k[12:],
		"another dash":          "dl‑" + digits,
		"wide":                  "ｄｌ－" + digits,
		"a line break":          k[:20] + "\n" + k[20:],
		"a break of a shell":    k[:9] + "\\\n    " + k[9:],
		"a break of cmd":        k[:9] + "^\r\n    " + k[9:],
		"a break of PowerShell": k[:9] + "`\n" + k[9:],
		"a break in JSON":       `"` + k[:9] + `\n` + k[9:] + `"`,
		"put together":          `'` + k[:9] + `'"` + k[9:] + `"`,
		"a late break":          "dl-" + digits[:20] + "\n" + digits[20:],
		"behind a backslash":    `C:\` + k,
		"behind letters":        "handl-" + k,
	} {
		clean := redact.Text(text)
		for _, part := range []string{digits[:16], digits[20:], strings.ToUpper(digits[:16])} {
			if strings.Contains(clean, part) {
				t.Errorf("%s: %q became %q, which holds a part of the key", name, text, clean)
			}
		}
		if clean == text || !strings.Contains(clean, redact.Mark) {
			t.Errorf("%s: %q became %q", name, text, clean)
		}
		if again := redact.Text(clean); again != clean {
			t.Errorf("%s: %q became %q the second time", name, clean, again)
		}
	}
}

func TestTextLeavesWordsAlone(t *testing.T) {
	for _, text := range []string{
		"", "a castle at dawn", "dl-", "dl-style portrait", "dl-2024 photo", "dl-cafe babe dead beef", "dl-deadbeefcafe",
		"handl-ebar bag", "ring bearer standing in the doorway", "Bearer authentication is required",
		"the standard-bearer of 1745", "100% d\\l & co; 50%d", "ckp_15f9112b", "0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d",
		"dl-…", `\\\`, "%", "&#", "dl-a, dl-b, dl-c",
	} {
		if clean := redact.Text(text); clean != text {
			t.Errorf("%q became %q", text, clean)
		}
	}
}

func TestTextTakesTheGivenKeyOut(t *testing.T) {
	k := "another/form+of=key " + "42"
	k = strings.ReplaceAll(k, " ", "_")
	encoded, err := json.Marshal(k)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		k, "x" + k + "y", url.QueryEscape(k), url.PathEscape(k), string(encoded), k[:5] + "\u200b" + k[5:],
		k[:8] + "\\\n" + k[8:],
	} {
		if clean := redact.Text(text, k); clean == text || strings.Contains(clean, k[:8]) || strings.Contains(clean, k[8:]) {
			t.Errorf("%q became %q", text, clean)
		}
	}
	for _, around := range []string{"", "u:", "us:", "use:"} {
		text := "Basic " + base64.StdEncoding.EncodeToString([]byte(around+k+":"))
		clean := redact.Text(text, k)
		if !strings.Contains(clean, redact.Mark) {
			t.Errorf("%q became %q", text, clean)
		}
	}
	if text := "a cat"; redact.Text(text, "a", "cat", "") != text {
		t.Error("a short key took words out")
	}
}

// Whatever surrounds a key, it is removed, and JSON stays valid JSON.
func TestJSONStaysJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := "dl-" + rapid.StringMatching(`[0-9a-fA-F]{32}`).Draw(t, "digits")
		before := rapid.StringOf(rapid.RuneFrom([]rune("\\\"%&#;xu0dD-lé\n '^`+"))).Draw(t, "before")
		after := rapid.StringOf(rapid.RuneFrom([]rune("\\\"%&#;xu0dD-lé\n '^`+"))).Draw(t, "after")
		raw, err := json.Marshal(map[string]string{before: before + k + after, k + after: "x", "z": "dl-" + k[3:10]})
		if err != nil {
			t.Fatal(err)
		}
		was := string(raw)
		clean := redact.Bytes(raw)
		if string(raw) != was {
			t.Fatal("what was given has changed")
		}
		if !json.Valid(clean) {
			t.Fatalf("%s became %s", raw, clean)
		}
		if strings.Contains(string(clean), k[3:]) {
			t.Fatalf("%s still holds the key", clean)
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("a castle "+key(), "a-key-of-another-form")
	f.Add(`\u0064l%2d`, "%25%25%25%25")
	f.Fuzz(func(t *testing.T, text, key string) {
		clean := redact.Text(text, key)
		if !redact.Found(text, key) && clean != text {
			t.Fatal("something was taken out that was not found")
		}
	})
}

func BenchmarkText(b *testing.B) {
	text := strings.Repeat(`{"prompt":"a detailed old castle, dramatic light","url":"https://x.invalid/?a=%20b"},`, 10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		redact.Text(text, key())
	}
}
