package widgets

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
)

// tens measures every rune as 10 wide, so that expected widths can be counted.
func tens(text string) float32 { return float32(10 * utf8.RuneCountInString(text)) }

func TestLines(t *testing.T) {
	cases := []struct {
		name  string
		text  string
		width float32
		max   int
		want  string // lines joined by |
		cut   bool
	}{
		{"fits", "one two", 70, 1, "one two", false},
		{"one line is cut with an ellipsis", "one two three", 80, 1, "one two…", true},
		{"no blank before the ellipsis", "one two three", 50, 1, "one…", true},
		{"breaks at words", "one two three", 70, 0, "one two|three", false},
		{"two lines and more", "one two three four", 70, 2, "one two|three…", true},
		{"exactly two lines", "one two three", 70, 2, "one two|three", false},
		{"newlines break", "one\ntwo", 200, 0, "one|two", false},
		{"windows' newlines break once", "one\r\ntwo", 200, 0, "one|two", false},
		{"an empty line stays", "one\n\ntwo", 200, 0, "one||two", false},
		{"newlines are blanks in one line", "one\ntwo", 200, 1, "one two", false},
		{"a newline after the last line counts as more", "one\ntwo\nthree", 200, 2, "one|two three…", true},
		{"a word longer than a line is broken", "abcdefgh", 40, 0, "abcd|efgh", false},
		{"and cut", "abcdefghijkl", 40, 2, "abcd|efg…", true},
		{"narrower than a character still goes on", "abc", 5, 0, "a|b|c", false},
		{"nothing", "", 50, 1, "", false},
		{"accents that combine stay together", "e\u0301e\u0301e\u0301", 30, 1, "e\u0301…", true},
		{"families stay together", "👨‍👩‍👧👨‍👩‍👧", 80, 1, "👨‍👩‍👧…", true},
		{"flags stay together", "🇬🇧🇫🇷", 30, 1, "🇬🇧…", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lines, cut := breaker{width: c.width, max: c.max, measure: tens}.lines(c.text)
			if got := strings.Join(lines, "|"); got != c.want || cut != c.cut {
				t.Errorf("got %q, cut %v; want %q, cut %v", got, cut, c.want, c.cut)
			}
		})
	}
}

func TestLinesOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab  \ne\u0301日本👩\u200D🎨مر-"))).Draw(t, "text")
		width := rapid.Float32Range(1, 300).Draw(t, "width")
		most := rapid.IntRange(0, 4).Draw(t, "max")
		lines, cut := breaker{width: width, max: most, measure: tens}.lines(text)
		if most > 0 && len(lines) > most {
			t.Fatalf("%d lines, at most %d", len(lines), most)
		}
		if len(lines) == 0 {
			t.Fatal("no line at all")
		}
		for _, line := range lines {
			if tens(line) > width && len(graphemeEnds(line)) > 1 {
				t.Fatalf("line %q is %v wide in %v", line, tens(line), width)
			}
		}
		// Only white space may be lost, and nothing may be added.
		squash := func(s string) string { return strings.Join(strings.Fields(s), "") }
		got, whole := squash(strings.TrimSuffix(strings.Join(lines, " "), ellipsis)), squash(text)
		if !cut && got != whole {
			t.Fatalf("not cut, but %q became %q", text, lines)
		}
		if cut && !strings.HasPrefix(whole, got) {
			t.Fatalf("%q is no beginning of %q", got, whole)
		}
	})
}

// Of a prompt of 20,000 characters, only the visible part may be measured.
func TestLongTextIsMeasuredAsFarAsNeeded(t *testing.T) {
	measured := 0
	measure := func(text string) float32 {
		measured += len(text)
		return tens(text)
	}
	text := strings.Repeat("word ", 4000)
	lines, cut := breaker{width: 300, max: 2, measure: measure}.lines(text)
	if len(lines) != 2 || !cut {
		t.Fatalf("%d lines, cut %v", len(lines), cut)
	}
	if measured > 5000 {
		t.Errorf("measured %d bytes for two lines of 30 characters", measured)
	}
}

func TestFiguresHaveOneWidth(t *testing.T) {
	prepare(t)
	for _, bold := range []bool{false, true} {
		one := fyne.MeasureText("0", 12, fyne.TextStyle{Bold: bold}).Width
		for _, figure := range "123456789" {
			if got := fyne.MeasureText(string(figure), 12, fyne.TextStyle{Bold: bold}).Width; got != one {
				t.Errorf("%c is %v wide, 0 is %v", figure, got, one)
			}
		}
	}
}
