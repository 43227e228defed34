package weight_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lookbook/app/request/weight"
)

// cut takes the marks ‹ and › out of a text: they are the selection, a single
// ‹ the cursor.
func cut(text string) (plain string, from, to int) {
	before, rest, _ := strings.Cut(text, "‹")
	inner, after, selected := strings.Cut(rest, "›")
	from = len([]rune(before))
	if !selected {
		return before + rest, from, from
	}
	return before + inner + after, from, from + len([]rune(inner))
}

func mark(text string, from, to int) string {
	runes := []rune(text)
	if from == to {
		return string(runes[:from]) + "‹" + string(runes[from:])
	}
	return string(runes[:from]) + "‹" + string(runes[from:to]) + "›" + string(runes[to:])
}

func TestAdjust(t *testing.T) {
	for _, c := range []struct{ before, raised, lowered string }{
		{"a ‹red› coat", "a (‹red›:1.1) coat", "a (‹red›:0.9) coat"},
		{"a ‹red coat›", "a (‹red coat›:1.1)", "a (‹red coat›:0.9)"},
		{"a ‹ red ›coat", "a  (‹red›:1.1) coat", "a  (‹red›:0.9) coat"},
		{"a r‹ed coat", "a (‹red›:1.1) coat", "a (‹red›:0.9) coat"},
		{"red‹, coat", "(‹red›:1.1), coat", "(‹red›:0.9), coat"},
		{"‹red", "(‹red›:1.1)", "(‹red›:0.9)"},
		{"a ‹ b", "a ‹ b", "a ‹ b"},
		{"‹", "‹", "‹"},
		{"‹  ›", "‹  ›", "‹  ›"},
		{"a (‹red›:1.1) coat", "a (‹red›:1.2) coat", "a ‹red› coat"},
		{"a ‹(red:1.1)› coat", "a (‹red›:1.2) coat", "a ‹red› coat"},
		{"a (r‹ed:1.1) coat", "a (‹red›:1.2) coat", "a ‹red› coat"},
		{"a (red:1‹.1) coat", "a (‹red›:1.2) coat", "a ‹red› coat"},
		{"a (red c‹oat:1.25)", "a (‹red coat›:1.35)", "a (‹red coat›:1.15)"},
		{"a (‹red› coat:1.2)", "a ((‹red›:1.1) coat:1.2)", "a ((‹red›:0.9) coat:1.2)"},
		{"((r‹ed:1.1) coat:1.2)", "((‹red›:1.2) coat:1.2)", "(‹red› coat:1.2)"},
		{"((red:1.1) c‹oat:1.2)", "(‹(red:1.1) coat›:1.3)", "(‹(red:1.1) coat›:1.1)"},
		{"(‹red›:0.9)", "‹red›", "(‹red›:0.8)"},
		{"(‹red›:2)", "(‹red›:2)", "(‹red›:1.9)"},
		{"(‹red›:1.95)", "(‹red›:2)", "(‹red›:1.85)"},
		{"(‹red›:0.1)", "(‹red›:0.2)", "(‹red›:0.1)"},
		{"(‹red›:3.5)", "(‹red›:3.5)", "(‹red›:3.4)"},
		{"(‹red›: .5 )", "(‹red›:0.6)", "(‹red›:0.4)"},
		{"(‹red›)", "((‹red›:1.1))", "((‹red›:0.9))"},
		{"(r‹ed) coat", "((‹red›:1.1)) coat", "((‹red›:0.9)) coat"},
		{"(a:b:‹1.1)", "(‹a:b›:1.2)", "‹a:b›"},
		{`‹red› \(x:1.1\)`, `(‹red›:1.1) \(x:1.1\)`, `(‹red›:0.9) \(x:1.1\)`},
		{`\(r‹ed:1.1\)`, `\((‹red›:1.1):1.1\)`, `\((‹red›:0.9):1.1\)`},
		{"a ‹b (c› d)", "a ‹b (c› d)", "a ‹b (c› d)"},
		{"(a ‹b:1.1) c›", "(a ‹b:1.1) c›", "(a ‹b:1.1) c›"},
		{"{‹red›|blue}", "{(‹red›:1.1)|blue}", "{(‹red›:0.9)|blue}"},
		{"‹{red|blue}› coat", "(‹{red|blue}›:1.1) coat", "(‹{red|blue}›:0.9) coat"},
		{"{‹red|blue›}", "{‹red|blue›}", "{‹red|blue›}"},
		{"‹red | blue›", "(‹red | blue›:1.1)", "(‹red | blue›:0.9)"},
		{"‹日本 👩‍👩‍👧›, é", "(‹日本 👩‍👩‍👧›:1.1), é", "(‹日本 👩‍👩‍👧›:0.9), é"},
		{"👩‍👩‍👧 ‹é", "👩‍👩‍👧 (‹é›:1.1)", "👩‍👩‍👧 (‹é›:0.9)"},
	} {
		for step, want := range map[float64]string{weight.Step: c.raised, -weight.Step: c.lowered} {
			text, from, to := cut(c.before)
			if got := mark(weight.Adjust(text, from, to, step)); got != want {
				t.Errorf("%s by %v: got %s, want %s", c.before, step, got, want)
			}
		}
	}
}

func TestPositionsOutside(t *testing.T) {
	if text, from, to := weight.Adjust("red", 9, -5, 0.1); text != "(red:1.1)" || from != 1 || to != 4 {
		t.Errorf("%q %d %d", text, from, to)
	}
}

func TestRaisedAndLoweredIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"red", "coat", "é", "日本", `\(x\)`, "(plain)", "[less]", "<lora:x:1>", "{a|b}", "4k,", "a.b"})
		item := rapid.Custom(func(t *rapid.T) string {
			words := strings.Join(rapid.SliceOfN(word, 1, 3).Draw(t, "words"), " ")
			if !rapid.Bool().Draw(t, "weighted") {
				return words
			}
			return "(" + words + ":" + rapid.SampledFrom([]string{"0.5", "0.9", "1.1", "1.25", "1.8"}).Draw(t, "weight") + ")"
		})
		text := strings.Join(rapid.SliceOfN(item, 1, 4).Draw(t, "items"), " ")
		length := len([]rune(text))
		from := rapid.IntRange(0, length).Draw(t, "from")
		to := rapid.IntRange(from, length).Draw(t, "to")
		step := rapid.SampledFrom([]float64{0.1, -0.1, 0.05, 0.2}).Draw(t, "step")

		changed, f, e := weight.Adjust(text, from, to, step)
		if changed == text && (f != from || e != to) {
			t.Fatalf("nothing changed in %s, but the selection: %d, %d", mark(text, from, to), f, e)
		}
		back, _, _ := weight.Adjust(changed, f, e, -step)
		if changed != text && back != text {
			t.Fatalf("%s became %s and then %q", mark(text, from, to), mark(changed, f, e), back)
		}
		if again, f2, e2 := weight.Adjust(changed, f, e, step); again != changed {
			if a, b := string([]rune(changed)[f:e]), string([]rune(again)[f2:e2]); a != b {
				t.Fatalf("the selection went from %q to %q", a, b)
			}
		}
	})
}

func TestLongPrompts(t *testing.T) {
	for name, text := range map[string]string{
		"open brackets": strings.Repeat("(", 50_000) + "a", "groups": strings.Repeat("(a:1.1) ", 6_000),
		"backslashes": strings.Repeat(`\`, 50_000), "nested": strings.Repeat("(", 10_000) + "a" + strings.Repeat(":1.1)", 8_000),
	} {
		begun := time.Now()
		weight.Adjust(text, len(text)/2, len(text)/2, 0.1)
		weight.Adjust(text, 0, len(text), 0.1)
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

func FuzzAdjust(f *testing.F) {
	f.Add("a (red:1.1) coat", 4, 4, 0.1)
	f.Add(`\(a:2\) ((b:.5):1.)`, 0, 3, -0.1)
	f.Add("{a|(b:1.9)}", 5, 6, 0.5)
	f.Fuzz(func(t *testing.T, text string, from, to int, step float64) {
		changed, f, e := weight.Adjust(text, from, to, step)
		if n := len([]rune(changed)); f < 0 || f > e || e > n {
			t.Fatalf("%d, %d of %d", f, e, n)
		}
		if strings.Count(changed, "(")-strings.Count(text, "(") != strings.Count(changed, ")")-strings.Count(text, ")") {
			t.Fatalf("%q became %q", text, changed)
		}
	})
}
