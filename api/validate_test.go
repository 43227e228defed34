package api

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValidate(t *testing.T) {
	good := Config{Prompt: "p", BaseModel: "stable-diffusion-v1-5"}
	for name, tc := range map[string]struct {
		change func(*Config)
		json   string
		want   []string // fields
	}{
		"good":               {},
		"the sample":         {json: string(mustConfig(t)), want: nil},
		"nothing":            {json: `{}`, want: []string{"prompt", "checkpoint_id"}},
		"blank prompt":       {change: func(c *Config) { c.Prompt = " \n\u00a0" }, want: []string{"prompt"}},
		"20,000 characters":  {change: func(c *Config) { c.Prompt = strings.Repeat("👩‍🚀", 6_000) + strings.Repeat("שלום", 500) }},
		"too long":           {change: func(c *Config) { c.Prompt = strings.Repeat("é", MaxPromptChars+1) }, want: []string{"prompt"}},
		"no text":            {change: func(c *Config) { c.NegativePrompt = "a\xff" }, want: []string{"negative_prompt"}},
		"NUL":                {change: func(c *Config) { c.Prompt = "a\x00" }, want: []string{"prompt"}},
		"both models":        {change: func(c *Config) { c.CheckpointID = "ckp_1" }, want: []string{"checkpoint_id"}},
		"absurd size":        {change: func(c *Config) { c.Width, c.Height = 1_000_000, -8 }, want: []string{"width", "height"}},
		"odd size":           {change: func(c *Config) { c.Width, c.Height = 513, 4095 }, want: []string{"width", "height"}},
		"edges":              {change: func(c *Config) { c.Width, c.Height, c.NumSamples, c.NumInferenceSteps = 64, 4096, 50, 150 }},
		"beyond the edges":   {change: func(c *Config) { c.NumSamples, c.NumInferenceSteps = 51, 151 }, want: []string{"num_samples", "num_inference_steps"}},
		"guidance":           {change: func(c *Config) { c.GuidanceScale = new(-0.1) }, want: []string{"guidance_scale"}},
		"not a number":       {change: func(c *Config) { c.GuidanceScale, c.DenoisingStrength = new(math.NaN()), new(math.Inf(1)) }, want: []string{"guidance_scale", "denoising_strength"}},
		"denoising":          {change: func(c *Config) { c.DenoisingStrength = new(1.01) }, want: []string{"denoising_strength"}},
		"zeros are values":   {change: func(c *Config) { c.GuidanceScale, c.DenoisingStrength, c.Seed = new(0.0), new(0.0), new(int64(0)) }},
		"seeds":              {change: func(c *Config) { c.Seed = new(int64(math.MaxUint32)) }},
		"seed too low":       {change: func(c *Config) { c.Seed = new(int64(-2)) }, want: []string{"seed"}},
		"seed too high":      {change: func(c *Config) { c.Seed = new(int64(math.MaxUint32) + 1) }, want: []string{"seed"}},
		"nameless tag":       {change: func(c *Config) { c.Tags = []Tag{{Key: "a"}, {Value: "b"}} }, want: []string{"tags"}},
		"callback":           {change: func(c *Config) { c.Callback = "example.com/done" }, want: []string{"callback"}},
		"good callback":      {change: func(c *Config) { c.Callback = "https://example.com/done?x=1" }},
		"nulls":              {json: `{"prompt":"p","base_model":"m","checkpoint_id":null,"width":null,"seed":null,"tags":null,"dry_run":null}`},
		"empty values":       {json: `{"prompt":"p","base_model":"m","checkpoint_id":"","tags":[],"dry_run":false,"callback":""}`},
		"explicit zeros":     {json: `{"prompt":"","base_model":"m","width":0,"height":0.0,"num_samples":0,"num_inference_steps":0}`, want: []string{"prompt", "width", "height", "num_samples", "num_inference_steps"}},
		"values of no kind":  {json: `{"prompt":["p"],"checkpoint_id":7,"width":"768","seed":"random","tags":{},"dry_run":"yes","unknown":[]}`, want: []string{"prompt", "width", "checkpoint_id", "seed", "tags", "dry_run"}},
		"seed beyond 64 bit": {json: `{"prompt":"p","base_model":"m","seed":18446744073709551615}`, want: []string{"seed"}},
	} {
		c := good
		if tc.json != "" {
			c = config(t, tc.json)
		}
		if tc.change != nil {
			tc.change(&c)
		}
		var got []string
		for _, p := range c.Validate() {
			got = append(got, p.Field)
			if p.Message == "" || p.Message != PlainText(p.Message, maxMessage) {
				t.Errorf("%s: %s has no words to show: %q", name, p.Field, p.Message)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestOddSizeNamesItsNeighbours(t *testing.T) {
	problems := Config{Prompt: "p", BaseModel: "m", Width: 513}.Validate()
	if len(problems) != 1 || !strings.HasSuffix(problems[0].Message, "512 or 520") {
		t.Errorf("got %v", problems)
	}
}

// mustConfig returns the config of the sample.
func mustConfig(t *testing.T) []byte {
	t.Helper()
	out, err := decodeJob(t, string(sample(t))).Config.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
