package infotext

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/api"
)

func ptr[T any](v T) *T { return &v }

func seedConfig() api.Config {
	return api.Config{
		Prompt: "portrait photo of ukj man, color", NegativePrompt: "blurry, fuzzy",
		Width: 768, Height: 1024, NumSamples: 16, CheckpointID: "ckp_15f9112b", ModelType: "sd-v1",
		NumInferenceSteps: 20, SchedulerType: "dpm++", GuidanceScale: ptr(7.5),
		EnableHRF: ptr(true), DenoisingStrength: ptr(0.6), Seed: ptr(int64(2811570194)),
	}
}

func TestFormat(t *testing.T) {
	with := func(change func(*api.Config)) api.Config {
		c := seedConfig()
		change(&c)
		return c
	}
	const fields = "Steps: 20, Sampler: dpm++, CFG scale: 7.5, Seed: 2811570194, Size: 768x1024, Model: ckp_15f9112b, Denoising strength: 0.6"
	for name, c := range map[string]struct {
		config api.Config
		extra  []Field
		want   string
	}{
		"whole": {
			seedConfig(),
			[]Field{{KeyJob, "ig_90c7ebd5"}, {KeyImage, "c7102f3f"}},
			"portrait photo of ukj man, color\nNegative prompt: blurry, fuzzy\n" + fields + ", Lookbook job: ig_90c7ebd5, Lookbook image: c7102f3f",
		},
		"no negative prompt": {with(func(c *api.Config) { c.NegativePrompt = " \n" }), nil, "portrait photo of ukj man, color\n" + fields},
		"no prompt":          {with(func(c *api.Config) { c.Prompt, c.NegativePrompt = "", "" }), nil, fields},
		"negative only":      {with(func(c *api.Config) { c.Prompt = "" }), nil, "Negative prompt: blurry, fuzzy\n" + fields},
		"random seed": {
			with(func(c *api.Config) { c.Seed = ptr(int64(-1)); c.EnableHRF = nil }), nil,
			"portrait photo of ukj man, color\nNegative prompt: blurry, fuzzy\nSteps: 20, Sampler: dpm++, CFG scale: 7.5, Size: 768x1024, Model: ckp_15f9112b",
		},
		"stock model": {api.Config{Prompt: "x", BaseModel: "cyberrealistic-v3-1", Width: 8, Height: 8, Seed: ptr(int64(0))}, nil, "x\nSeed: 0, Size: 8x8, Model: cyberrealistic-v3-1"},
		"at least three": {
			api.Config{Prompt: "x"},
			[]Field{{KeyJob, "ig_1"}},
			"x\nLookbook job: ig_1, Generator: dreamlook.ai, Software: Lookbook",
		},
		"nothing": {api.Config{}, nil, "Generator: dreamlook.ai, Software: Lookbook, Job type: image-gen"},
		"quoting": {
			api.Config{Prompt: `say "a, b": <c> & d`, NumInferenceSteps: 1, SchedulerType: `<a>, "b" & c`, BaseModel: `"x"`},
			[]Field{{"At", "12:30"}, {"Lines", "a\nb"}, {"Inner", `a "b" c`}, {"Path", `C\d`}},
			`say "a, b": <c> & d` + "\n" + `Steps: 1, Sampler: "<a>, \"b\" & c", Model: "\"x\"", At: "12:30", Lines: "a\nb", Inner: a "b" c, Path: C\d`,
		},
		"illegal keys": {
			api.Config{Prompt: "x", NumInferenceSteps: 1, Width: 2, Height: 3},
			[]Field{{"Version", "v1"}, {"version", "v1"}, {"x", "1"}, {"job-id", "1"}, {"a, b: c", "2"}, {"Größe", "3"}, {"", "4"}, {"Empty", " "}, {"12", "5"}},
			"x\nSteps: 1, Size: 2x3, job id: 1, a b c: 2, Gre: 3",
		},
		"line ends and control characters": {
			api.Config{Prompt: "a\r\nb\rc\x00\x1b[31md\u0085", NumInferenceSteps: 1, Width: 2, Height: 3, BaseModel: "m\x07"},
			nil,
			"a\nb\nc[31md\nSteps: 1, Size: 2x3, Model: m",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Format(c.config, c.extra...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Texts as other programs write them.
func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want Parsed
	}{
		"web UI": {
			"a photo of a cat, (masterpiece:1.2)\nsitting\nNegative prompt: blurry, bad\nworse\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512, Model hash: 45dee52b, Version: v1.6.0",
			Parsed{"a photo of a cat, (masterpiece:1.2)\nsitting", "blurry, bad\nworse", []Field{
				{"Steps", "20"}, {"Sampler", "Euler a"}, {"CFG scale", "7"}, {"Seed", "965400086"}, {"Size", "512x512"}, {"Model hash", "45dee52b"}, {"Version", "v1.6.0"},
			}, ""},
		},
		"quoted values": {
			"x\nSteps: 30, Sampler: DPM++ 2M, Lora hashes: \"a: 1f, b: 2e\", Hashes: {\"model\": \"1a\"}, Note: \"caf\\u00e9 \\\"x\\\"\", Bad: \"\\q\"",
			Parsed{"x", "", []Field{
				{"Steps", "30"}, {"Sampler", "DPM++ 2M"}, {"Lora hashes", "a: 1f, b: 2e"}, {"Hashes", `{"model": "1a"}`}, {"Note", `café "x"`}, {"Bad", `"\q"`},
			}, ""},
		},
		"lines after the fields": {
			"a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1\nTemplate: a {cat|dog}\nNegative Template: dog",
			Parsed{"a cat", "dog", []Field{{"Steps", "20"}, {"Sampler", "Euler"}, {"CFG scale", "7"}, {"Seed", "1"}}, "Template: a {cat|dog}\nNegative Template: dog"},
		},
		"the last Steps counts": {
			"Steps: 1, Of a: 2, Recipe: 3\nSteps: 4, Seed: 5, Size: 6x6\nafter",
			Parsed{"Steps: 1, Of a: 2, Recipe: 3", "", []Field{{"Steps", "4"}, {"Seed", "5"}, {"Size", "6x6"}}, "after"},
		},
		"prompt alone":          {"a cat: black, white\nand more", Parsed{Prompt: "a cat: black, white\nand more"}},
		"two fields":            {"a cat\nSteps: 20, Seed: 1", Parsed{Prompt: "a cat\nSteps: 20, Seed: 1"}},
		"fields alone":          {"Steps: 20, Seed: 1, Size: 8x8", Parsed{Fields: []Field{{"Steps", "20"}, {"Seed", "1"}, {"Size", "8x8"}}}},
		"nothing":               {"", Parsed{}},
		"blanks":                {" \r\n \n", Parsed{}},
		"Windows line ends":     {"a\r\nNegative prompt: b\r\nSteps: 1, Seed: 2, Size: 3x3\r\n", Parsed{"a", "b", []Field{{"Steps", "1"}, {"Seed", "2"}, {"Size", "3x3"}}, ""}},
		"indented negative":     {"a\n  Negative prompt:b\nSteps: 1, Seed: 2, Size: 3x3", Parsed{"a", "b", []Field{{"Steps", "1"}, {"Seed", "2"}, {"Size", "3x3"}}, ""}},
		"empty value":           {"a\nSteps: 1, Sampler: , Seed: 2", Parsed{"a", "", []Field{{"Steps", "1"}, {"Sampler", ""}, {"Seed", "2"}}, ""}},
		"keys of other tongues": {"a\nSteps: 1, Größe: 2, 種子: 3", Parsed{"a", "", []Field{{"Steps", "1"}, {"Größe", "2"}, {"種子", "3"}}, ""}},
		"dashes and slashes":    {"a\nHires-fix: 1, A/B test: 2, Clip skip: 3", Parsed{"a", "", []Field{{"Hires-fix", "1"}, {"A/B test", "2"}, {"Clip skip", "3"}}, ""}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Parse(c.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGetTakesTheLast(t *testing.T) {
	p := Parsed{Fields: []Field{{"Seed", "1"}, {"Seed", "2"}}}
	if v, ok := p.Get("Seed"); v != "2" || !ok {
		t.Errorf("got %q, %v", v, ok)
	}
	if _, ok := p.Get("seed"); ok {
		t.Error("keys are case-sensitive")
	}
}

func TestLongPromptComesBack(t *testing.T) {
	c := seedConfig()
	c.Prompt = strings.TrimSpace(strings.Repeat("👩‍👩‍👧 שלום, <b>\"x\"</b>: é\n", 1000))[:20000]
	c.Prompt = strings.TrimSpace(strings.ToValidUTF8(c.Prompt, ""))
	p := Parse(Format(c, Field{KeyJob, "ig_1"}))
	if p.Prompt != c.Prompt || p.Negative != c.NegativePrompt || len(p.Fields) != 8 {
		t.Errorf("%d of %d bytes, %q, %v", len(p.Prompt), len(c.Prompt), p.Negative, p.Fields)
	}
}

// carried reports whether the format can hold a prompt.
func carried(s string) bool {
	return !negativeMark.MatchString(s) && s == strings.TrimSpace(s) && strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) < 0
}

func TestRoundTrip(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z ,:"\\\n<>&(){}|é👩שSteps: ]{0,60}`), rapid.SampledFrom([]string{
		"Steps: 1, Seed: 2, Size: 3x3", "a\nSteps: 1, Seed: 2, Size: 3x3\nb", `"`, `""`, `"a`, `a"`, `"a", "b"`, `\`, `\"`, ",", ":", "\u2028",
	}))
	prompt := text.Filter(carried)
	value := rapid.Map(text, plain)
	rapid.Check(t, func(t *rapid.T) {
		c := api.Config{
			Prompt: prompt.Draw(t, "prompt"), NegativePrompt: prompt.Draw(t, "negative"),
			NumInferenceSteps: rapid.IntRange(0, 50).Draw(t, "steps"), SchedulerType: value.Draw(t, "scheduler"),
			Width: 512, Height: 768, CheckpointID: value.Draw(t, "checkpoint"), BaseModel: value.Draw(t, "base"),
			Seed: ptr(rapid.Int64Min(0).Draw(t, "seed")),
		}
		keys := []string{"Lookbook job", "At", "x 1"}
		var extra []Field
		for _, key := range keys {
			extra = append(extra, Field{key, value.Draw(t, key)})
		}
		written := Format(c, extra...)
		p := Parse(written)
		if p.Prompt != c.Prompt || p.Negative != c.NegativePrompt || p.Rest != "" {
			t.Fatalf("%q reads back as %q, %q, %q", written, p.Prompt, p.Negative, p.Rest)
		}
		want := fieldsOf(c)
		for _, f := range extra {
			if f.Value != "" {
				want = append(want, f)
			}
		}
		if len(want) < minFields {
			want = p.Fields
		}
		if diff := cmp.Diff(want, p.Fields); diff != "" {
			t.Fatalf("%q: %s", written, diff)
		}
		if size, _ := p.Get(KeySize); size != "512x768" {
			t.Fatalf("%q: size %q", written, size)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1")
	f.Add("Steps: 1, Lora hashes: \"a: 1, b: 2\", Size: 3x3\nTemplate: x")
	f.Add("\"\\\",:\n\r\x00")
	f.Fuzz(func(t *testing.T, text string) {
		p := Parse(text)
		if p.Fields != nil && len(p.Fields) < minFields {
			t.Fatalf("%d fields", len(p.Fields))
		}
		// Parsed text can be written, and gives the same when parsed again.
		c := api.Config{Prompt: plain(p.Prompt), NegativePrompt: plain(p.Negative)}
		if !carried(c.Prompt) || !carried(c.NegativePrompt) {
			return
		}
		again := Parse(Format(c, p.Fields...))
		if again.Prompt != c.Prompt || again.Negative != c.NegativePrompt {
			t.Fatalf("%q, %q became %q, %q", c.Prompt, c.NegativePrompt, again.Prompt, again.Negative)
		}
	})
}
