package variations_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
)

func piece() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"{", "}", "|", "_", "__", "$$", "::", "${", `\`, `\\`, `\{`, `\}`, `\|`, "{a|b}", "{|}", " ", "é", "👩‍👩‍👧"}), rapid.StringMatching(`[a-z ]{0,4}`))
}

func TestWhatIsEscapedStandsForItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(piece()).Draw(t, "text"), "")
		plan, err := variations.Of(api.Config{Prompt: variations.Escape(text), NegativePrompt: variations.Escape(text)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := plan.Expand()
		if len(got) != 1 || plan.Varies() || got[0].Config.Prompt != text || got[0].Config.NegativePrompt != text {
			t.Fatalf("%q became %+v", text, got)
		}
	})
}

func TestWithoutBracesNothingChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		config := request.Defaults()
		strip := strings.NewReplacer("{", "", "}", "")
		config.Prompt = strip.Replace(strings.Join(rapid.SliceOf(piece()).Draw(t, "text"), "") + rapid.String().Draw(t, "more"))
		for strings.Contains(config.Prompt, "__") { // a list
			config.Prompt = strings.ReplaceAll(config.Prompt, "__", "_")
		}
		plan, err := variations.Of(config, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]variations.Variant{{Config: config, Labels: []variations.Label{}}}, plan.Expand()); diff != "" || plan.Varies() {
			t.Fatalf("-want +got:\n%s", diff)
		}
		if variations.Escape(config.Prompt) != config.Prompt {
			t.Fatalf("%q is escaped although it has no braces", config.Prompt)
		}
	})
}

// Alternatives that are built, not parsed: what they stand for is known.
func tree(depth int) *rapid.Generator[[2][]string] { // the text, and what it stands for
	return rapid.Custom(func(t *rapid.T) [2][]string {
		text, means := "", []string{""}
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			if depth == 0 || rapid.Bool().Draw(t, "plain") {
				plain := rapid.SampledFrom([]string{"a", "b ", "é", "(x:1.1)", ""}).Draw(t, "text")
				text += plain
				for i := range means {
					means[i] += plain
				}
				continue
			}
			var options, all []string
			for range rapid.IntRange(1, 3).Draw(t, "options") {
				option := tree(depth-1).Draw(t, "option")
				options = append(options, option[0][0])
				all = append(all, option[1]...)
			}
			text += "{" + strings.Join(options, "|") + "}"
			var next []string
			for _, m := range means {
				for _, a := range all {
					next = append(next, m+a)
				}
			}
			means = next
		}
		return [2][]string{{text}, means}
	})
}

func TestTheCountIsThatOfTheExpansion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prompt, negative := tree(2).Draw(t, "prompt"), tree(1).Draw(t, "negative")
		config := api.Config{Prompt: prompt[0][0], NegativePrompt: negative[0][0]}
		from, to, by := rapid.IntRange(1, 30).Draw(t, "from"), rapid.IntRange(1, 30).Draw(t, "to"), rapid.IntRange(1, 9).Draw(t, "by")
		sweep := variations.Sweep{Field: request.Steps, Text: itoa(from) + ".." + itoa(to) + " by " + itoa(by)}
		var steps []int
		for n := from; from <= to && n <= to; n += by {
			steps = append(steps, n)
		}
		for n := from; from > to && n >= to; n -= by {
			steps = append(steps, n)
		}
		plan, err := variations.Of(config, []variations.Sweep{sweep})
		total := len(prompt[1]) * len(negative[1]) * len(steps)
		var many *variations.TooManyError
		if errors.As(err, &many) {
			if total <= variations.MaxJobs || many.Jobs.Int64() != int64(total) {
				t.Fatalf("%d jobs were refused: %v", total, err)
			}
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", config.Prompt, err)
		}
		var want, got []api.Config
		for _, p := range prompt[1] {
			for _, n := range negative[1] {
				for _, s := range steps {
					want = append(want, api.Config{Prompt: p, NegativePrompt: n, NumInferenceSteps: s})
				}
			}
		}
		for v := range plan.All() {
			got = append(got, v.Config)
		}
		if diff := cmp.Diff(want, got); diff != "" || plan.Count() != total || len(plan.First(3)) != min(3, total) {
			t.Fatalf("%q, %d jobs: -want +got:\n%s", config.Prompt, plan.Count(), diff)
		}
	})
}

func itoa(n int) string { return strings.TrimSpace(string(rune('0'+n/10)) + string(rune('0'+n%10))) }

func FuzzOf(f *testing.F) {
	f.Add("a {red|blue} coat", "20..40 by 10")
	f.Add(`\{ \\{a|{b|}\|} \`, "1, 2.5..3 by .1")
	f.Add("{{{{|}", "999999999999999999..-999999999999999999")
	f.Add("}", `"a, b", c;`)
	f.Fuzz(func(t *testing.T, prompt, values string) {
		for _, field := range []request.Field{request.Steps, request.Guidance, request.Scheduler, request.BaseModel} {
			plan, err := variations.Of(api.Config{Prompt: prompt}, []variations.Sweep{{Field: field, Text: values}})
			if err != nil {
				var e *variations.Error
				if errors.As(err, &e) && (e.Column < 0 || e.Column > 1+max(utf8.RuneCountInString(prompt), utf8.RuneCountInString(values))) {
					t.Fatalf("%+v", e)
				}
				continue
			}
			first := plan.First(3)
			if len(first) != min(3, plan.Count()) || plan.Images() < plan.Count() && field != request.Images {
				t.Fatalf("%d of %d", len(first), plan.Count())
			}
			for _, v := range first {
				if len(v.Labels) != len(plan.Axes()) {
					t.Fatalf("%v", v.Labels)
				}
			}
		}
	})
}
