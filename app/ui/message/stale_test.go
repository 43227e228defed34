package message_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// UPDATE_TRANSLATED=1 records the English sentences that all other languages were read against: each key, with the start of
// a hash of its text.
const (
	translated = "testdata/translated.txt"
	asRead     = "UPDATE_TRANSLATED"
)

// A translation is stale when its English sentence was changed, though it lacks nothing.
func TestNoTranslationIsStale(t *testing.T) {
	var now strings.Builder
	sentences := english(t)
	for _, key := range slices.Sorted(maps.Keys(sentences)) {
		text, err := json.Marshal(sentences[key]) // the plural forms in one order
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		fmt.Fprintf(&now, "%s %x\n", key, sum[:4])
	}
	if os.Getenv(asRead) != "" {
		if err := os.WriteFile(translated, []byte(now.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	then, err := os.ReadFile(translated)
	if err != nil {
		t.Fatal(err)
	}
	if stale := keysOfOne(now.String(), string(then)); len(stale) > 0 {
		t.Errorf("these sentences are new, gone or changed in English: %q. Read them in every other language, then run this test with %s=1", stale, asRead)
	}
}

// keysOfOne are the keys of the lines that only one of two texts has.
func keysOfOne(a, b string) []string {
	in := map[string]int{}
	for i, text := range []string{a, b} {
		for line := range strings.Lines(text) {
			in[line] |= 1 << i
		}
	}
	keys := map[string]bool{}
	for line, of := range in {
		if of != 3 {
			key, _, _ := strings.Cut(line, " ")
			keys[key] = true
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

func TestTheKeysOfStaleTranslations(t *testing.T) {
	now, then := "changed 2\nnew 1\nsame 1\n", "changed 1\ngone 1\nsame 1\n"
	if got := keysOfOne(now, then); !slices.Equal(got, []string{"changed", "gone", "new"}) {
		t.Errorf("%q", got)
	}
}
