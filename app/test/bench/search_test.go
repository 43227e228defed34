package bench

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lookbook/app/search"
)

func TestKeystrokes(t *testing.T) {
	texts := keystrokes()
	for _, typed := range typings {
		if !slices.Contains(texts, typed) {
			t.Errorf("%q is never typed whole", typed)
		}
	}
	was := ""
	for _, text := range texts {
		if !strings.HasPrefix(text, was) && !strings.HasPrefix(was, text) {
			t.Errorf("%q becomes %q", was, text)
		}
		was = text
	}
	if was != "" {
		t.Errorf("%q is left", was)
	}
}

func TestWhatTheShellSays(t *testing.T) {
	for line, want := range map[string]time.Duration{
		"Run Time: real 0.012 user 0.011234 sys 0.000456": 11_690 * time.Microsecond,
		"Run Time: real 0.040 user 0.011234 sys 0.000456": 39_500 * time.Microsecond,
		"Run Time: real 0.000 user 0.000210 sys 0.000000": 210 * time.Microsecond,
	} {
		if got, ok, err := shellTime(line); !ok || err != nil || got.Round(time.Microsecond) != want {
			t.Errorf("%s: %v, %t, %v", line, got, ok, err)
		}
	}
	if _, ok, err := shellTime("17|a row|of eight|words|or|so|it|seems"); ok || err != nil {
		t.Errorf("a row was taken for a time: %v", err)
	}
	if _, _, err := shellTime("Run Time: real x user 0.1 sys 0.1"); err == nil {
		t.Error("a time that is no number was read")
	}
}

func TestSearchSQLQuotes(t *testing.T) {
	if got := searchSQL(search.Parse("o'brien")); !strings.Contains(got, `'"o brien" *'`) {
		t.Error(got)
	}
	if got := quoteSQL("it's"); got != "'it''s'" {
		t.Error(got)
	}
}
