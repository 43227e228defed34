package request_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/request"
)

// Only requests that can't be sent are blocked; the service judges the others.
func TestValidate(t *testing.T) {
	good := api.Config{Prompt: "p", BaseModel: "stable-diffusion-v1-5"}
	for name, tc := range map[string]struct {
		change func(*api.Config)
		json   string
		want   []string // fields
		blocks []string // those of the fields that prevent sending
	}{
		"good":               {},
		"the sample":         {json: sampleConfig(t), want: nil},
		"nothing":            {json: `{}`, want: []string{"prompt", "checkpoint_id"}, blocks: []string{"prompt", "checkpoint_id"}},
		"blank prompt":       {change: func(c *api.Config) { c.Prompt = " \n\u00a0" }, want: []string{"prompt"}, blocks: []string{"prompt"}},
		"20,000 characters":  {change: func(c *api.Config) { c.Prompt = strings.Repeat("👩‍🚀", 6_000) + strings.Repeat("שלום", 500) }},
		"too long":           {change: func(c *api.Config) { c.Prompt = strings.Repeat("é", request.MaxPromptChars+1) }, want: []string{"prompt"}},
		"no text":            {change: func(c *api.Config) { c.NegativePrompt = "a\xff" }, want: []string{"negative_prompt"}, blocks: []string{"negative_prompt"}},
		"NUL":                {change: func(c *api.Config) { c.Prompt = "a\x00" }, want: []string{"prompt"}},
		"both models":        {change: func(c *api.Config) { c.CheckpointID = "ckp_1" }, want: []string{"checkpoint_id"}},
		"absurd size":        {change: func(c *api.Config) { c.Width, c.Height = 1_000_000, -8 }, want: []string{"width", "height"}},
		"odd size":           {change: func(c *api.Config) { c.Width, c.Height = 513, 4095 }, want: []string{"width", "height"}},
		"edges":              {change: func(c *api.Config) { c.Width, c.Height, c.NumSamples, c.NumInferenceSteps = 64, 4096, 50, 150 }},
		"beyond the edges":   {change: func(c *api.Config) { c.NumSamples, c.NumInferenceSteps = 51, 151 }, want: []string{"num_samples", "num_inference_steps"}},
		"guidance":           {change: func(c *api.Config) { c.GuidanceScale = new(-0.1) }, want: []string{"guidance_scale"}},
		"not a number":       {change: func(c *api.Config) { c.GuidanceScale, c.DenoisingStrength = new(math.NaN()), new(math.Inf(1)) }, want: []string{"guidance_scale", "denoising_strength"}, blocks: []string{"guidance_scale", "denoising_strength"}},
		"denoising":          {change: func(c *api.Config) { c.DenoisingStrength = new(1.01) }, want: []string{"denoising_strength"}},
		"zeros are values":   {change: func(c *api.Config) { c.GuidanceScale, c.DenoisingStrength, c.Seed = new(0.0), new(0.0), new(int64(0)) }},
		"seeds":              {change: func(c *api.Config) { c.Seed = new(int64(math.MaxUint32)) }},
		"seed too low":       {change: func(c *api.Config) { c.Seed = new(int64(-2)) }, want: []string{"seed"}},
		"seed too high":      {change: func(c *api.Config) { c.Seed = new(int64(math.MaxUint32) + 1) }, want: []string{"seed"}},
		"nameless tag":       {change: func(c *api.Config) { c.Tags = []api.Tag{{Key: "a"}, {Value: "b"}} }, want: []string{"tags"}},
		"callback":           {change: func(c *api.Config) { c.Callback = "example.com/done" }, want: []string{"callback"}},
		"good callback":      {change: func(c *api.Config) { c.Callback = "https://example.com/done?x=1" }},
		"nulls":              {json: `{"prompt":"p","base_model":"m","checkpoint_id":null,"width":null,"seed":null,"tags":null,"dry_run":null}`},
		"empty values":       {json: `{"prompt":"p","base_model":"m","checkpoint_id":"","tags":[],"dry_run":false,"callback":""}`},
		"explicit zeros":     {json: `{"prompt":"","base_model":"m","width":0,"height":0.0,"num_samples":0,"num_inference_steps":0}`, want: []string{"prompt", "width", "height", "num_samples", "num_inference_steps"}, blocks: []string{"prompt"}},
		"values of no kind":  {json: `{"prompt":["p"],"checkpoint_id":7,"width":"768","seed":"random","tags":{},"dry_run":"yes","unknown":[]}`, want: []string{"prompt", "checkpoint_id", "width", "seed", "tags", "dry_run"}, blocks: []string{"prompt", "width", "seed"}},
		"seed beyond 64 bit": {json: `{"prompt":"p","base_model":"m","seed":18446744073709551615}`, want: []string{"seed"}},
	} {
		c := good
		if tc.json != "" {
			c = config(t, tc.json)
		}
		if tc.change != nil {
			tc.change(&c)
		}
		var got, blocked []string
		for _, p := range request.Check(c, api.Description{}) {
			got = append(got, string(p.Field))
			if !p.Warning {
				blocked = append(blocked, string(p.Field))
			}
			if p.Why.Code == "" || p.Why.Given != api.PlainText(p.Why.Given, 600) {
				t.Errorf("%s: %s is not told: %+v", name, p.Field, p.Why)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(tc.blocks, blocked); diff != "" {
			t.Errorf("%s: what blocks (-want +got):\n%s", name, diff)
		}
	}
}

func TestOddSizeNamesItsNeighbours(t *testing.T) {
	problems := request.Check(api.Config{Prompt: "p", BaseModel: "m", Width: 513}, api.Description{})
	if len(problems) != 1 || problems[0].Why != (request.Why{Code: request.OffGrid, Step: "8", Min: "512", Max: "520"}) {
		t.Errorf("got %v", problems)
	}
}

// config decodes a request.
func config(t *testing.T, text string) (c api.Config) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// sampleConfig returns the request of the service's sample.
func sampleConfig(t *testing.T) string {
	t.Helper()
	sample, err := os.ReadFile("../../api/testdata/job.json")
	if err != nil {
		t.Fatal(err)
	}
	var job struct{ Config json.RawMessage }
	if err := json.Unmarshal(sample, &job); err != nil {
		t.Fatal(err)
	}
	return string(job.Config)
}
