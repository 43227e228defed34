package facts

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
)

func TestMain(m *testing.M) { uitest.Main(m) }

func base() api.Config {
	return api.Config{
		Prompt: "wild west photo", NegativePrompt: "blurry", CheckpointID: "ckp_1", NumInferenceSteps: 20, SchedulerType: "euler_a",
		GuidanceScale: new(7.5), EnableHRF: new(true), DenoisingStrength: new(0.5), NumSamples: 4,
	}
}

func item(seed int64, change func(*api.Config)) Item {
	c := base()
	if change != nil {
		change(&c)
	}
	return Item{
		library.Image{
			JobID: fmt.Sprintf("ig_%d", seed), Path: fmt.Sprintf("/%d.png", seed), Width: 768, Height: 1024,
			Generated: api.GeneratedImage{Seed: &seed},
		},
		&library.Entry{Created: time.Unix(seed, 0), Job: api.Job{Config: c}},
	}
}

func TestDiff(t *testing.T) {
	resized := item(1, nil)
	resized.Image.Width = 1024
	unread := item(1, nil)
	unread.Entry = nil
	everything := []string{
		"Prompt", "Negative prompt", "Model", "Seed", "Size", "Steps", "Scheduler", "Guidance scale", "High-resolution fix", "Denoising strength",
	}
	for _, c := range []struct {
		name  string
		items []Item
		want  []string // "Name: value | value"
	}{
		{"the same seed", []Item{item(1, nil), item(1, nil)}, nil},
		{"another seed", []Item{item(1, nil), item(2, nil)}, []string{"Seed: 1 | 2"}},
		{"more pictures asked for", []Item{item(1, nil), item(1, func(c *api.Config) { c.NumSamples = 16 })}, nil},
		{"steps and guidance", []Item{item(1, nil), item(1, func(c *api.Config) { c.NumInferenceSteps, c.GuidanceScale = 30, new(7.0) })}, []string{"Steps: 20 | 30", "Guidance scale: 7.5 | 7"}},
		{"scheduler and model", []Item{item(1, func(c *api.Config) { c.SchedulerType, c.CheckpointID = "ddim", "ckp_2" }), item(1, nil)}, []string{"Model: ckp_2 | ckp_1", "Scheduler: ddim | euler_a"}},
		{"a base model instead of a checkpoint", []Item{item(1, nil), item(1, func(c *api.Config) { c.CheckpointID, c.BaseModel = "", "sdxl" })}, []string{"Model: ckp_1 | ", "Base model:  | sdxl"}},
		{"size", []Item{item(1, nil), resized}, []string{"Size: 768 × 1024 | 1024 × 1024"}},
		{"strength", []Item{item(1, nil), item(1, func(c *api.Config) { c.DenoisingStrength = new(0.7) })}, []string{"Denoising strength: 0.5 | 0.7"}},
		{"a strength without effect", []Item{item(1, func(c *api.Config) { c.EnableHRF = new(false) }), item(1, func(c *api.Config) { c.EnableHRF, c.DenoisingStrength = new(false), new(0.7) })}, nil},
		{"three of which two agree", []Item{item(1, nil), item(2, nil), item(1, nil)}, []string{"Seed: 1 | 2 | 1"}},
		{"the negative prompt left out", []Item{item(1, nil), item(1, func(c *api.Config) { c.NegativePrompt = "" })}, []string{"Negative prompt: blurry | "}},
		{"something only the service knows", []Item{item(1, nil), item(1, func(c *api.Config) { c.Unknown = map[string]json.RawMessage{"face_fix": []byte("true")} })}, []string{"face_fix:  | true"}},
		{
			"a job that could not be read",
			[]Item{item(1, nil), unread},
			[]string{"Prompt: wild west photo | ", "Negative prompt: blurry | ", "Model: ckp_1 | ", "Steps: 20 | ", "Scheduler: euler_a | ", "Guidance scale: 7.5 | ", "High-resolution fix: on | ", "Denoising strength: 0.5 | "},
		},
	} {
		differ, same := Diff(c.items, nil)
		var got []string
		names := map[string]bool{}
		for _, r := range differ {
			got = append(got, r.Name+": "+strings.Join(r.Values, " | "))
			names[r.Name] = true
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for _, r := range same {
			if names[r.Name] {
				t.Errorf("%s: %s both differs and does not", c.name, r.Name)
			}
			names[r.Name] = true
		}
		for _, name := range everything {
			if !names[name] && name != "Denoising strength" {
				t.Errorf("%s: nothing about %s", c.name, name)
			}
		}
	}
}

func TestDiffKeepsTheOrderOfTheDetails(t *testing.T) {
	differ, same := Diff([]Item{
		item(1, func(c *api.Config) { c.NegativePrompt, c.SchedulerType = "", "" }),
		item(2, func(c *api.Config) { c.ModelType = "sdxl" }),
	}, nil)
	var got []string
	for _, r := range append(differ, same...) {
		got = append(got, r.Name)
	}
	want := []string{
		"Negative prompt", "Model type", "Seed", "Scheduler",
		"Prompt", "Model", "Size", "Steps", "Guidance scale", "High-resolution fix", "Denoising strength",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestGroups(t *testing.T) {
	r := Row{Values: []string{"a", "b", "a", ""}, Marks: [][]widgets.Span{{{Start: 0, End: 1}}, nil, {{Start: 0, End: 1}}, nil}}
	got := fmt.Sprint(r.Groups())
	if want := "[{a [{0 1}] [0 2]} {b [] [1]} { [] [3]}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// marked writes marked words in brackets.
func marked(text string, marks []widgets.Span) string {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(text[at:m.Start] + "[" + text[m.Start:m.End] + "]")
		at = m.End
	}
	return b.String() + text[at:]
}

func TestDiffWords(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string // the texts, the words that differ in brackets
	}{
		{"the same", []string{"a red cat", "a red cat"}},
		{"another word", []string{"a [red] cat", "a [blue] cat"}},
		{"a word more", []string{"a cat", "a [red] cat"}},
		{"words at both ends", []string{"[photo of] a cat", "a cat[, 35mm film]"}},
		{"all of it", []string{"[wild west]", "[golden hour]"}},
		{"nothing at all", []string{"", "[golden hour]"}},
		{"a weight", []string{"a (cat:[1.2]), red", "a (cat:[1.4]), red"}},
		{"only blanks", []string{"a  red\ncat", "a red cat"}},
		{"three", []string{"a [red] cat[, film]", "a [blue] cat[, film]", "a [red] cat"}},
		{"four", []string{"[one] x", "[two] x", "[three] x", "x"}},
		{"the order", []string{"[red,] blue", "blue[, red]"}},
		{"capitals", []string{"[A] cat", "[a] cat"}},
		{"graphemes", []string{"the [👩‍👩‍👧‍👦] dog", "the [👩‍👩‍👧] dog"}},
		{"other scripts", []string{"[größer] שלום 猫", "[kleiner] שלום 猫"}},
		{"lines apart", []string{"a [red]\n[new] cat", "a cat"}},
	} {
		var texts []string
		for _, w := range c.want {
			texts = append(texts, strings.NewReplacer("[", "", "]", "").Replace(w))
		}
		for i, marks := range DiffWords(texts) {
			if got := marked(texts[i], marks); got != c.want[i] {
				t.Errorf("%s: %q, want %q", c.name, got, c.want[i])
			}
		}
	}
}

// without is a text without its marked words and without blanks.
func without(text string, marks []widgets.Span) string {
	at, b := 0, strings.Builder{}
	for _, m := range marks {
		b.WriteString(text[at:m.Start])
		at = m.End
	}
	b.WriteString(text[at:])
	return strings.Join(strings.Fields(b.String()), "")
}

func TestWhatIsNotMarkedIsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"cat", "dog", "red ", " ", ", ", "(", "1.2", ")", "\n", "größe", "👩‍👩‍👧‍👦"}), 0, 30)
		var texts []string
		for range rapid.IntRange(2, 4).Draw(rt, "pictures") {
			texts = append(texts, strings.Join(words.Draw(rt, "words"), ""))
		}
		marks := DiffWords(texts)
		for i := range texts {
			if got, want := without(texts[i], marks[i]), without(texts[0], marks[0]); got != want {
				rt.Fatalf("unmarked in %q is %q, in %q %q", texts[i], got, texts[0], want)
			}
		}
		for i, m := range DiffWords([]string{texts[0], texts[0]}) {
			if len(m) > 0 {
				rt.Fatalf("%q differs from itself: %v, %d", texts[0], m, i)
			}
		}
	})
}

func TestVeryLongTextsAreComparedInTime(t *testing.T) {
	var a, b strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&a, "w%d x ", i)
		if i%3 != 0 {
			fmt.Fprintf(&b, "w%d y ", i)
		}
	}
	texts := []string{"begin " + a.String() + " end", "start " + b.String() + " stop"}
	marks := DiffWords(texts)
	if got := marked(texts[0], marks[0][:4]); !strings.HasPrefix(got, "[begin w0 x] w1 [x] w2 [x w3 x] w4 ") {
		t.Errorf("%.60q", got)
	}
	if without(texts[0], marks[0]) != without(texts[1], marks[1]) {
		t.Error("what is not marked is not the same")
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("one two three four five six seven eight nine ten ", 12))
	texts := []string{long + " END", "BEGIN " + long, strings.Replace(long, "eight nine ten one", "eight NINE ten one", 1), long, "short"}
	for i, want := range []string{
		"… five six seven eight nine ten [END]",
		"[BEGIN] one two three four five six …",
		"… two three four five six seven eight [NINE] ten one two three four five six …",
		"one two three four five six …",
		"[short]",
	} {
		marks := DiffWords([]string{texts[i], long})[0]
		if i == 2 {
			want = "… three four five six seven eight [NINE] ten one two three four five …"
		}
		short, moved, cut := Excerpt(texts[i], marks)
		if got := strings.TrimSpace(marked(short, moved)); got != want || cut != (i < 4) {
			t.Errorf("%d: %q, cut %v, want %q", i, got, cut, want)
		}
	}
}

func TestExcerptKeepsWhatIsMarked(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"cat ", "dog ", "red ", ", ", "größe ", "👩‍👩‍👧‍👦 ", "\n"}), 0, 200)
		texts := []string{strings.Join(words.Draw(rt, "one"), ""), strings.Join(words.Draw(rt, "other"), "")}
		for i, marks := range DiffWords(texts) {
			short, moved, cut := Excerpt(texts[i], marks)
			if len(moved) != len(marks) && len(short) < mostExcerpt {
				rt.Fatalf("%d marks became %d", len(marks), len(moved))
			}
			for n := range moved {
				got, want := short[moved[n].Start:moved[n].End], texts[i][marks[n].Start:marks[n].End]
				if got != want && (n < len(moved)-1 || !strings.HasPrefix(want, got) || !cut) {
					rt.Fatalf("%q is marked in place of %q", got, want)
				}
			}
			if len(short) > mostExcerpt+len(gapped) || !utf8.ValidString(short) {
				rt.Fatalf("%d bytes are left, valid %v", len(short), utf8.ValidString(short))
			}
		}
	})
}

func TestTextsThatHaveNothingInCommonAreNotMarked(t *testing.T) {
	long := strings.Repeat("one two three ", 40)
	for _, c := range []struct {
		name, text, other string
		want              bool
	}{
		{"another text", long, strings.Repeat("red blue green ", 40), true},
		{"a word", long + "four", long, false},
		{"half of it", long + strings.Repeat("red blue green ", 40), long, false},
		{"short", "golden hour", "wild west", false},
	} {
		if got := Scattered(c.text, DiffWords([]string{c.text, c.other})[0]); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func BenchmarkDiffWords(b *testing.B) {
	var one, other strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&one, "w%d ", i)
		fmt.Fprintf(&other, "w%d ", i*7%2000)
	}
	texts := []string{one.String(), other.String()}
	for b.Loop() {
		DiffWords(texts)
	}
}
