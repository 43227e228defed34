package variations_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
)

// shelf is lists by name.
type shelf map[string][]string

func (s shelf) List(name string) ([]string, request.Why) {
	lines, ok := s[name]
	if !ok {
		return nil, request.Why{Code: variations.NoList}
	}
	return lines, request.Why{}
}

func TestPicks(t *testing.T) {
	lists := shelf{"colour": {"red", "blue", "green"}}
	for prompt, want := range map[string][]string{
		"{2$$a|b|c}":             {"a, b", "a, c", "b, c"},
		"{2$$ and $$a|b|c} coat": {"a and b coat", "a and c coat", "b and c coat"},
		"{1-2$$+$$a|b}":          {"a", "b", "a+b"},
		"{0-1$$a|b}":             {"", "a", "b"},
		"{-1$$a|b}":              {"", "a", "b"},
		"{2-$$$$a|b|c}":          {"ab", "ac", "bc", "abc"},
		"{2$$ {a|b} | c }":       {" a ,  c ", " b ,  c "},
		"{1$$a|b}":               {"a", "b"},
		"{0$$a|b}x":              {"x"},
		"{3$$a|b|c}":             {"a, b, c"},
		"{2$$ & $$__colour__}":   {"red & blue", "red & green", "blue & green"},
		"{2$$x|__colour__}":      {"x, red", "x, blue", "x, green"},
		`{2\$$a|b}`:              {"2$$a", "b"},
		`{0.5\::a|b}`:            {"0.5::a", "b"},
		"2$$ 0.5::a $5 {$5|$6}":  {"2$$ 0.5::a $5 $5", "2$$ 0.5::a $5 $6"},
		"cost {a::2|b}":          {"cost a::2", "cost b"},
		"{{1$$a|b}|c}":           {"a", "b", "c"},
		`\{2$$a|b\}`:             {"{2$$a|b}"},
	} {
		expands(t, lists, prompt, want)
	}
}

// expands checks the prompts that one prompt stands for.
func expands(t *testing.T, lists shelf, prompt string, want []string) {
	t.Helper()
	plan, err := variations.With(lists, api.Config{Prompt: prompt}, nil)
	if err != nil {
		t.Errorf("%q: %v", prompt, err)
		return
	}
	var got []string
	for _, v := range plan.Expand() {
		got = append(got, v.Config.Prompt)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q: -want +got:\n%s", prompt, diff)
	}
}

func TestListsStandForTheirLines(t *testing.T) {
	lists := shelf{"colour": {"red", "{dark|light} blue"}, "a/b c": {"x __colour__", `\__colour__`}, "hair_colour": {"black"}}
	for prompt, want := range map[string][]string{
		"a __colour__ coat":       {"a red coat", "a dark blue coat", "a light blue coat"},
		"__a/b c__":               {"x red", "x dark blue", "x light blue", "__colour__"},
		"{__hair_colour__|y}":     {"black", "y"},
		`a \__colour__ coat`:      {"a __colour__ coat"},
		`\\__hair_colour__`:       {`\black`},
		"__ init and a__b ____ _": {"__ init and a__b ____ _"},
		"___hair_colour__":        {"_black"},
	} {
		expands(t, lists, prompt, want)
	}
}

// What other programs understand and this one doesn't is refused by name.
func TestWhatIsNotUnderstoodIsRefusedByName(t *testing.T) {
	doubling := shelf{"cycle": {"a", "b __cycle__"}, "one": {"__two__"}, "two": {"__one__"}, "broken": {"a", "b {c"}, "weighted": {"2::red"}}
	for i := range 40 {
		doubling[fmt.Sprint("d", i)] = []string{fmt.Sprintf("__d%d__ __d%d__", i+1, i+1)}
		doubling[fmt.Sprint("m", i)] = []string{fmt.Sprintf("{__m%d__|__m%d__} __m%d__", i+1, i+1, i+1)}
	}
	doubling["d40"], doubling["m40"] = []string{"x"}, []string{"x", "y"}
	for _, c := range []struct {
		prompt string
		column int
		code   request.Code
		given  string
		list   string
	}{
		{"é {0.5::a|b}", 4, variations.Weight, "0.5::", ""},
		{"{a| .5 :: b}", 4, variations.Weight, ".5 ::", ""},
		{"{a|{2::b|c}}", 5, variations.Weight, "2::", ""},
		{"${season}", 1, variations.Variable, "${season}", ""},
		{"a ${x=!{a|b}}", 3, variations.Variable, "${x=", ""},
		{"{a$$b|c}", 3, variations.BadPick, "", ""},
		{"{$$a|b}", 2, variations.BadPick, "", ""},
		{"{-$$a|b}", 2, variations.BadPick, "", ""},
		{"{a|2$$b}", 5, variations.BadPick, "", ""},
		{"{3$$a|b}", 1, variations.PickTooMany, "3", ""},
		{"{3-1$$a|b|c}", 2, variations.PickBackwards, "", ""},
		{"{2$$" + strings.Repeat("a|", 200) + "b}", 1, variations.PickFromMany, "", ""},
		{"a __none__", 3, variations.NoList, "none", ""},
		{"__~none__", 1, variations.NoList, "~none", ""},
		{"__a/*__", 1, variations.NoList, "a/*", ""},
		{"__cycle__", 3, variations.ListCycle, "cycle", "cycle"},
		{"__one__", 1, variations.ListCycle, "one", "two"},
		{"__broken__", 3, variations.NeverClosed, "", "broken"},
		{"__weighted__", 1, variations.Weight, "2::", "weighted"},
		{"__d0__", 0, variations.LongForJobs, "1", ""},
		{"__m0__", 0, variations.TooManyTexts, "", "?"},
	} {
		began := time.Now()
		_, err := variations.With(doubling, api.Config{Prompt: c.prompt}, nil)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%.30q: refused after %v", c.prompt, took)
		}
		var e *variations.Error
		if !errors.As(err, &e) || e.Why.Code != c.code || e.Why.Given != c.given || c.list != "?" && (e.Column != c.column || e.List != c.list) {
			t.Errorf("%.30q: got %+v %v, want %+v", c.prompt, e, err, c)
		}
	}
	_, err := variations.Of(api.Config{Prompt: "a __colour__"}, nil)
	if e, ok := errors.AsType[*variations.Error](err); !ok || e.Why.Code != variations.NoLists || e.Why.Given != "colour" {
		t.Errorf("without a folder: %v", err)
	}
	many := shelf{"many": make([]string, 2000)}
	if _, err := variations.With(many, api.Config{Prompt: "__many__"}, nil); err == nil || !strings.Contains(err.Error(), "2,000") {
		t.Errorf("%v", err)
	}
}

// A list's texts count with their length.
func TestLongListsAreBounded(t *testing.T) {
	lists := shelf{"long": {strings.Repeat("x", 1<<20)}}
	if _, err := variations.With(lists, api.Config{Prompt: "__long__"}, nil); err != nil {
		t.Error(err)
	}
	_, err := variations.With(lists, api.Config{Prompt: "__long__"}, []variations.Sweep{{Field: request.Seed, Text: "1..100"}})
	if e, ok := errors.AsType[*variations.Error](err); !ok || e.Why.Code != variations.LongForJobs {
		t.Errorf("%v", err)
	}
}

// A pick stands for exactly the combinations of its options, however it is written.
func TestPicksAreCombinations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "options")
		options := make([][]string, n) // what each stands for
		var texts []string
		for i := range options {
			for j := range rapid.IntRange(1, 3).Draw(t, "texts") {
				options[i] = append(options[i], fmt.Sprintf("%d.%d", i, j))
			}
			texts = append(texts, "{"+strings.Join(options[i], "|")+"}")
		}
		from := rapid.IntRange(0, n).Draw(t, "from")
		to := rapid.IntRange(from, n).Draw(t, "to")
		prompt := fmt.Sprintf("{%d-%d$$+$$%s}", from, to, strings.Join(texts, "|"))
		var want []string
		var choose func(i, left int, picked []string)
		choose = func(i, left int, picked []string) {
			if left == 0 {
				want = append(want, strings.Join(picked, "+"))
				return
			}
			for ; i < n; i++ {
				for _, text := range options[i] {
					choose(i+1, left-1, append(picked[:len(picked):len(picked)], text))
				}
			}
		}
		for k := from; k <= to; k++ {
			choose(0, k, nil)
		}
		plan, err := variations.Of(api.Config{Prompt: prompt}, nil)
		if err != nil {
			if many, ok := errors.AsType[*variations.TooManyError](err); !ok || many.Jobs.Int64() != int64(len(want)) {
				t.Fatalf("%q: %v, want %d", prompt, err, len(want))
			}
			return
		}
		seen := map[string]int{}
		for _, v := range plan.Expand() {
			seen[v.Config.Prompt]++
		}
		wanted := map[string]int{}
		for _, text := range want {
			wanted[text]++
		}
		if diff := cmp.Diff(wanted, seen); diff != "" || plan.Count() != len(want) {
			t.Fatalf("%q: -want +got:\n%s", prompt, diff)
		}
	})
}

func FuzzSyntax(f *testing.F) {
	f.Add("a {2$$ and $$x|__a__|{b|c}} __a__", "red\n{1-2$$x|y}\n__b__", "__a__")
	f.Add(`{0.5::a|b} \__a__ ${x=1}`, "2$$", "{")
	f.Fuzz(func(t *testing.T, prompt, a, b string) {
		lists := shelf{"a": strings.Split(a, "\n"), "b": strings.Split(b, "\n")}
		plan, err := variations.With(lists, api.Config{Prompt: prompt}, nil)
		if err == nil {
			for _, v := range plan.First(3) {
				if len(v.Config.Prompt) > plan.Bytes() {
					t.Fatalf("%d bytes, and at most %d were expected", len(v.Config.Prompt), plan.Bytes())
				}
			}
			if n := len(plan.Expand()); n != plan.Count() {
				t.Fatalf("%d of %d", n, plan.Count())
			}
		}
		escaped, err := variations.With(lists, api.Config{Prompt: variations.Escape(prompt)}, nil)
		if len(prompt) < 1000 && (err != nil || escaped.Count() != 1 || escaped.First(1)[0].Config.Prompt != prompt) {
			t.Fatalf("%q does not stand for itself: %v", prompt, err)
		}
	})
}
