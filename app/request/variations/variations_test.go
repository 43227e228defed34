package variations_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
)

func expand(t *testing.T, config api.Config, sweeps ...variations.Sweep) []variations.Variant {
	t.Helper()
	plan, err := variations.Of(config, sweeps)
	if err != nil {
		t.Fatal(err)
	}
	return plan.Expand()
}

func TestPrompts(t *testing.T) {
	for prompt, want := range map[string][]string{
		"a coat":                  {"a coat"},
		"":                        {""},
		"a {red|blue|green} coat": {"a red coat", "a blue coat", "a green coat"},
		"{a|b} {1|2}":             {"a 1", "a 2", "b 1", "b 2"},
		"{a|{b|c} d|e}":           {"a", "b d", "c d", "e"},
		"{a|{b|c}{1|2}}":          {"a", "b1", "b2", "c1", "c2"},
		"coat{| in the rain|}":    {"coat", "coat in the rain", "coat"},
		"{}x{|}":                  {"x", "x"},
		"{alone}":                 {"alone"},
		`\{a\|b\}`:                {`{a\|b}`},
		`{a\|b|\{c\}}`:            {"a|b", "{c}"},
		`{a\\|b}`:                 {`a\`, "b"},
		`\\{a|b}`:                 {`\a`, `\b`},
		`\\\{a`:                   {`\{a`},
		`a \(b\) \\ c | d \`:      {`a \(b\) \\ c | d \`},
		"{é|👩‍👩‍👧} {(a:1.1)|<b>}\n": {"é (a:1.1)\n", "é <b>\n", "👩‍👩‍👧 (a:1.1)\n", "👩‍👩‍👧 <b>\n"},
	} {
		var got []string
		for _, v := range expand(t, api.Config{Prompt: prompt}) {
			got = append(got, v.Config.Prompt)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: -want +got:\n%s", prompt, diff)
		}
	}
}

func TestSweeps(t *testing.T) {
	for _, c := range []struct {
		field request.Field
		text  string
		want  []string // the values, as JSON
	}{
		{request.Steps, "20..40 by 10", []string{"20", "30", "40"}},
		{request.Steps, "20..45 by 10", []string{"20", "30", "40"}},
		{request.Steps, "40..20 by 10", []string{"40", "30", "20"}},
		{request.Steps, "40 .. 20 by -10", []string{"40", "30", "20"}},
		{request.Steps, "3…5", []string{"3", "4", "5"}},
		{request.Steps, "7..7", []string{"7"}},
		{request.Steps, "1, 20..21 ;50", []string{"1", "20", "21", "50"}},
		{request.Steps, "0", []string{"0"}},
		{request.Guidance, "6,7,8", []string{"6", "7", "8"}},
		{request.Guidance, "7..8 by 0.5", []string{"7", "7.5", "8"}},
		{request.Guidance, "0..1 by 0.1", []string{"0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"}},
		{request.Denoising, "0.5", []string{"0.5"}},
		{request.Seed, "-1, 0, 4294967295", []string{"-1", "0", "4294967295"}},
		{request.Images, "1..3", []string{"1", "2", "3"}},
		{request.Width, "512..1024 by 256", []string{"512", "768", "1024"}},
		{request.Height, "512", []string{"512"}},
		{request.Scheduler, "dpm++, dpmpp-2m-karras", []string{`"dpm++"`, `"dpmpp-2m-karras"`}},
		{request.Scheduler, `"a, b", "say ""x"""`, []string{`"a, b"`, `"say \"x\""`}},
		{request.ModelType, "sd-v1,sdxl-v1", []string{`"sd-v1"`, `"sdxl-v1"`}},
		{request.OutputFormat, "png", []string{`"png"`}},
		{request.HighRes, "on, off", []string{"true", "false"}},
		{request.BaseModel, "realistic-vision-v3-0, stable-diffusion-v1-5", []string{`"realistic-vision-v3-0"`, `"stable-diffusion-v1-5"`}},
	} {
		var got []string
		config := request.Defaults()
		config.Unknown = map[string]json.RawMessage{string(c.field): json.RawMessage(`"as it was read"`), "other": json.RawMessage("1")}
		for _, v := range expand(t, config, variations.Sweep{Field: c.field, Text: c.text}) {
			raw, err := json.Marshal(v.Config)
			if err != nil {
				t.Fatal(err)
			}
			var fields map[string]json.RawMessage
			if err := json.Unmarshal(raw, &fields); err != nil {
				t.Fatal(err)
			}
			got = append(got, string(fields[string(c.field)]))
			if string(fields["other"]) != "1" {
				t.Errorf("%s %q: an unknown field is gone: %s", c.field, c.text, raw)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %q: -want +got:\n%s", c.field, c.text, diff)
		}
		if string(config.Unknown[string(c.field)]) != `"as it was read"` {
			t.Errorf("%s: the caller's config was changed", c.field)
		}
	}
}

func TestModelsBringTheirTypeAndSize(t *testing.T) {
	models := []request.Model{{ID: "ckp_1", Name: "photo of ukj man, 4k", Display: "photo of ukj man, 4k · step 500", Step: 500, Type: request.SDXL}}
	config := request.Defaults()
	config.Prompt, config.DryRun = "x", true
	var got []string
	for _, v := range expand(t, config, variations.Sweep{
		Field: request.CheckpointID, Models: models,
		Text: `"photo of ukj man, 4k · step 500", ckp_unknown, realism-engine-sdxl-v3-0, stable-diffusion-v1-5`,
	}) {
		c := v.Config
		got = append(got, c.CheckpointID+"/"+c.BaseModel+" "+c.ModelType+" "+request.Size{Width: c.Width, Height: c.Height}.String())
		if !c.DryRun {
			t.Error("a dry run became a real one")
		}
	}
	want := []string{
		"ckp_1/ sdxl-v1 1024 × 1024", "ckp_unknown/ sd-v1 768 × 1024",
		"/realism-engine-sdxl-v3-0 sdxl-v1 1024 × 1024", "/stable-diffusion-v1-5 sd-v1 768 × 1024",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	// What is swept as well wins over what comes with a model.
	for _, v := range expand(t, config, variations.Sweep{Field: request.Width, Text: "768"}, variations.Sweep{Field: request.BaseModel, Text: "realism-engine-sdxl-v3-0"}) {
		if v.Config.Width != 768 {
			t.Errorf("the width is %d", v.Config.Width)
		}
	}
}

func TestLabelsAndPlaces(t *testing.T) {
	config := api.Config{Prompt: "{red|} {coat|{hat|cap}}", NegativePrompt: "{a|b}"}
	plan, err := variations.Of(config, []variations.Sweep{{Field: request.Steps, Text: "20,30"}})
	if err != nil {
		t.Fatal(err)
	}
	axes := []variations.Axis{
		{Name: "Prompt 1", Field: request.Prompt, Values: []string{"red", "(nothing)"}},
		{Name: "Prompt 2", Field: request.Prompt, Values: []string{"coat", "hat", "cap"}},
		{Name: "Negative prompt", Field: request.Negative, Values: []string{"a", "b"}},
		{Name: "Steps", Field: request.Steps, Values: []string{"20", "30"}},
	}
	if diff := cmp.Diff(axes, plan.Axes()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	all := plan.Expand()
	if len(all) != 24 || plan.Count() != 24 {
		t.Fatalf("%d variants of %d", len(all), plan.Count())
	}
	v := all[7] // 0, 1, 1, 1 in the numbers of the axes
	want := variations.Variant{
		Config: api.Config{Prompt: "red hat", NegativePrompt: "b", NumInferenceSteps: 30},
		Labels: []variations.Label{{Axis: "Prompt 1", Value: "red"}, {Axis: "Prompt 2", Value: "hat"}, {Axis: "Negative prompt", Value: "b"}, {Axis: "Steps", Value: "30"}},
		Row:    3, Column: 1,
	}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for i, v := range all {
		if v.Row*2+v.Column != i {
			t.Errorf("variant %d is at row %d, column %d", i, v.Row, v.Column)
		}
	}
}

func TestTotals(t *testing.T) {
	for _, c := range []struct {
		name         string
		config       api.Config
		sweeps       []variations.Sweep
		jobs, images int
		asks         bool
	}{
		{"one job", api.Config{Prompt: "x", NumSamples: 16}, nil, 1, 16, false},
		{"one large job", api.Config{Prompt: "x", NumSamples: 65}, nil, 1, 65, false},
		{"nothing said of images", api.Config{Prompt: "{a|b}"}, nil, 2, 2, false},
		{"many images", api.Config{Prompt: "{a|b|c|d}", NumSamples: 17}, nil, 4, 68, true},
		{"as many as may be", api.Config{Prompt: "{a|b|c|d}", NumSamples: 16}, nil, 4, 64, false},
		{"many jobs", api.Config{Prompt: "{a|b|c|d|e}", NumSamples: 1}, nil, 5, 5, true},
		{"images swept", api.Config{Prompt: "{a|b}", NumSamples: 9}, []variations.Sweep{{Field: request.Images, Text: "1..3"}}, 6, 12, true},
	} {
		plan, err := variations.Of(c.config, c.sweeps)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if plan.Count() != c.jobs || plan.Images() != c.images || plan.Asks() != c.asks {
			t.Errorf("%s: %d jobs, %d images, asks %v", c.name, plan.Count(), plan.Images(), plan.Asks())
		}
	}
}

func TestErrors(t *testing.T) {
	sweep := func(field request.Field, text string) []variations.Sweep {
		return []variations.Sweep{{Field: field, Text: text}}
	}
	for _, c := range []struct {
		config api.Config
		sweeps []variations.Sweep
		field  request.Field
		column int
		why    request.Code
	}{
		{api.Config{Prompt: "é {a|b"}, nil, request.Prompt, 3, variations.NeverClosed},
		{api.Config{Prompt: "{a|{b|c}"}, nil, request.Prompt, 1, variations.NeverClosed},
		{api.Config{Prompt: "{a}\n}"}, nil, request.Prompt, 5, variations.ClosesNothing},
		{api.Config{Prompt: `{a\}`}, nil, request.Prompt, 1, variations.NeverClosed},
		{api.Config{NegativePrompt: "a}"}, nil, request.Negative, 2, variations.ClosesNothing},
		{api.Config{Prompt: strings.Repeat("{", 21)}, nil, request.Prompt, 21, variations.TooDeep},
		{api.Config{Prompt: strings.Repeat("x", 900_000)}, nil, request.Prompt, 0, variations.LongPrompt},
		{api.Config{Prompt: strings.Repeat("x", 500_000)}, sweep(request.Seed, "1..1000"), request.Prompt, 0, variations.LongForJobs},
		{api.Config{}, sweep(request.Steps, ""), request.Steps, 1, variations.MissingValue},
		{api.Config{}, sweep(request.Steps, "1,  ,2"), request.Steps, 3, variations.MissingValue},
		{api.Config{}, sweep(request.Steps, "1, é"), request.Steps, 4, variations.NoRange},
		{api.Config{}, sweep(request.Steps, "20.5"), request.Steps, 1, variations.NotWhole},
		{api.Config{}, sweep(request.Steps, "1..2 by 0.5"), request.Steps, 1, variations.NotWhole},
		{api.Config{}, sweep(request.Steps, "1..2 by 0"), request.Steps, 1, variations.StepOfZero},
		{api.Config{}, sweep(request.Seed, "99999999999999999999"), request.Seed, 1, variations.NoRange},
		{api.Config{}, sweep(request.Guidance, "NaN"), request.Guidance, 1, variations.NoRange},
		{api.Config{}, sweep(request.Guidance, "1e3"), request.Guidance, 1, variations.NoRange},
		{api.Config{}, sweep(request.HighRes, "on, maybe"), request.HighRes, 5, variations.NeitherOnOff},
		{api.Config{}, sweep(request.Tags, "a"), request.Tags, 0, variations.NotVaried},
		{api.Config{}, sweep(request.Prompt, "a"), request.Prompt, 0, variations.NotVaried},
		{api.Config{}, sweep(request.Scheduler, strings.Repeat("a,", 20_000)), request.Scheduler, 0, variations.LongList},
		{api.Config{}, []variations.Sweep{{Field: request.BaseModel, Text: "a"}, {Field: request.CheckpointID, Text: "b"}}, request.CheckpointID, 0, variations.VariedTwice},
	} {
		_, err := variations.Of(c.config, c.sweeps)
		var e *variations.Error
		if !errors.As(err, &e) {
			t.Errorf("%.30q %.60v: got %v", c.config.Prompt, c.sweeps, err)
			continue
		}
		if e.Field != c.field || e.Column != c.column || e.Why.Code != c.why || !strings.Contains(e.Error(), string(c.field)) {
			t.Errorf("%.30q %.60v: got %+v, want field %s, column %d, %q", c.config.Prompt, c.sweeps, e, c.field, c.column, c.why)
		}
	}
}

// A million jobs, and numbers beyond all counting, are refused with their
// number and without being made.
func TestTooMany(t *testing.T) {
	for _, c := range []struct {
		prompt string
		sweeps []variations.Sweep
		says   string
	}{
		{"x", []variations.Sweep{{Field: request.Seed, Text: "1..1001"}}, "1,001"},
		{strings.Repeat("{0|1|2|3|4|5|6|7|8|9}", 6), nil, "1,000,000 jobs"},
		{"x", []variations.Sweep{{Field: request.Seed, Text: "1..1000000"}}, "1,000,000 jobs"},
		{"{a|b}", []variations.Sweep{{Field: request.Seed, Text: "0..999999999999999999"}, {Field: request.Guidance, Text: "0..1 by 0.000000000000000001"}}, "about 2.0 × 10^36 jobs"},
		{strings.Repeat("{a|b}", 10_000), nil, "about 1.9 × 10^3010"},
		{"{" + strings.Repeat("|", 799_000) + "}", nil, "799,001"},
		{strings.Repeat("{"+strings.Repeat("|", 9), 20) + strings.Repeat("}", 20), nil, "181 jobs"},
		{strings.Repeat("{{0|1|2}|", 19) + strings.Repeat("}", 19), nil, "58"},
	} {
		begun := time.Now()
		plan, err := variations.Of(api.Config{Prompt: c.prompt}, c.sweeps)
		if took := time.Since(begun); took > 30*time.Second { // counting them one by one takes hours
			t.Errorf("%.30q: refused after %v", c.prompt, took)
		}
		var e *variations.TooManyError
		if !errors.As(err, &e) {
			if err != nil || !strings.HasPrefix(c.says, "181") && c.says != "58" {
				t.Errorf("%.30q: %v", c.prompt, err)
			}
			if plan.Count() != len(plan.Expand()) {
				t.Errorf("%.30q: %d jobs counted, %d made", c.prompt, plan.Count(), len(plan.Expand()))
			}
			continue
		}
		if !strings.Contains(e.Error(), c.says) {
			t.Errorf("%.30q: %v, want %q", c.prompt, e, c.says)
		}
	}
	if plan, err := variations.Of(api.Config{}, []variations.Sweep{{Field: request.Seed, Text: "1..1000"}}); err != nil || plan.Count() != variations.MaxJobs {
		t.Errorf("the most that may be: %v", err)
	}
}

func TestProblems(t *testing.T) {
	config := request.Defaults()
	config.Prompt = "{|a coat}"
	plan, err := variations.Of(config, []variations.Sweep{{Field: request.Width, Text: "512..712 by 100"}, {Field: request.Steps, Text: "20,0,500"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range plan.Problems(api.Description{}) {
		got = append(got, string(p.Field)+": "+string(p.Why.Code)+" "+p.Why.Min+" "+p.Labels[0].Value+"/"+p.Labels[1].Value+"/"+p.Labels[2].Value)
	}
	want := []string{
		"prompt: no_prompt  (nothing)/512/20",
		"num_inference_steps: out_of_range 1 (nothing)/512/0",
		"width: off_grid 608 (nothing)/612/20",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
