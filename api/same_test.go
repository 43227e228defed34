package api

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

func config(t testing.TB, data string) Config {
	t.Helper()
	var c Config
	if err := json.Unmarshal([]byte(data), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSame(t *testing.T) {
	for name, tc := range map[string]struct {
		sent, echoed string
		want         bool
	}{
		"identical":               {`{"prompt":"a","width":512}`, `{"prompt":"a","width":512}`, true},
		"numbers by value":        {`{"prompt":"a","width":768,"denoising_strength":0.6,"x":2}`, `{"prompt":"a","width":768.0,"denoising_strength":0.6000000238418579,"x":2.0}`, true},
		"defaults added":          {`{"prompt":"a"}`, `{"prompt":"a","guidance_scale":7.5,"seed":-1,"new":{}}`, true},
		"null is absent":          {`{"prompt":"a","base_model":null,"negative_prompt":""}`, `{"prompt":"a","checkpoint_id":null}`, true},
		"absent is null":          {`{"prompt":"a"}`, `{"prompt":"a","base_model":null,"tags":[]}`, true},
		"dry run is ignored":      {`{"prompt":"a","dry_run":true}`, `{"prompt":"a"}`, true},
		"blanks around":           {`{"prompt":" a\r\nb "}`, `{"prompt":"a\nb"}`, true},
		"tags kept elsewhere":     {`{"prompt":"a","tags":[{"key":"k"}],"callback":"https://x","output_format":"png"}`, `{"prompt":"a"}`, true},
		"other tags":              {`{"prompt":"a","tags":[{"key":"k"}]}`, `{"prompt":"a","tags":[{"key":"l"}]}`, false},
		"tags with more":          {`{"prompt":"a","tags":[{"key":"k"}]}`, `{"prompt":"a","tags":[{"key":"k","value":""}]}`, true},
		"unknown kept":            {`{"prompt":"a","lora":{"w":1}}`, `{"prompt":"a","lora":{"w":1.0,"v":2}}`, true},
		"unknown differs":         {`{"prompt":"a","lora":"x"}`, `{"prompt":"a","lora":"y"}`, false},
		"prompt differs":          {`{"prompt":"a"}`, `{"prompt":"A"}`, false},
		"seed differs":            {`{"prompt":"a","seed":1}`, `{"prompt":"a","seed":2}`, false},
		"large seeds differ":      {`{"prompt":"a","seed":9007199254740993}`, `{"prompt":"a","seed":9007199254740992}`, false},
		"zero is a value":         {`{"prompt":"a","seed":0}`, `{"prompt":"a"}`, false},
		"false is a value":        {`{"prompt":"a","enable_hrf":false}`, `{"prompt":"a","enable_hrf":true}`, false},
		"steps missing":           {`{"prompt":"a","num_inference_steps":20}`, `{"prompt":"a"}`, false},
		"model differs":           {`{"prompt":"a","checkpoint_id":"x"}`, `{"prompt":"a","base_model":"x"}`, false},
		"summary without config":  {`{"prompt":"a"}`, `{}`, false},
		"nothing is like nothing": {`{}`, `{}`, false},
		"another type":            {`{"prompt":"a","seed":1}`, `{"prompt":"a","seed":"1"}`, false},
	} {
		if got := Same(config(t, tc.sent), config(t, tc.echoed)); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestEchoIsSame returns random requests with defaults for the omitted fields.
func TestEchoIsSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sent := map[string]any{"prompt": "p" + rapid.String().Draw(t, "prompt")}
		echoed := map[string]any{"prompt": sent["prompt"]}
		for name, value := range map[string]any{
			"negative_prompt": rapid.String().Draw(t, "negative"), "width": 768, "seed": rapid.Int64().Draw(t, "seed"),
			"guidance_scale": rapid.Float64Range(0, 50).Draw(t, "guidance"), "enable_hrf": rapid.Bool().Draw(t, "hrf"),
			"unheard_of": []any{1, "x", nil},
		} {
			echoed[name] = value
			if rapid.Bool().Draw(t, "send "+name) {
				sent[name] = value
			}
		}
		var a, b Config
		for _, c := range []struct {
			from map[string]any
			to   *Config
		}{{sent, &a}, {echoed, &b}} {
			data, err := json.Marshal(c.from)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, c.to); err != nil {
				t.Fatal(err)
			}
		}
		if !Same(a, b) {
			t.Fatalf("%v is not the same as its echo %v", sent, echoed)
		}
	})
}
