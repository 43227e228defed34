package request

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"lookbook/api"
)

// The table has everything that the other code expects of each field.
func TestTable(t *testing.T) {
	seen := map[Field]bool{}
	for _, r := range rows {
		if seen[r.Field] || r.Label == "" || r.Kind == 0 {
			t.Errorf("%s: twice, or without a label or a kind", r.Field)
		}
		seen[r.Field] = true
		for _, modelType := range []string{SD, SDXL, "", "sd-v9"} {
			var c api.Config
			starts := r.StartsAs(modelType)
			if err := r.Set(&c, starts); err != nil || r.Get(c) != starts {
				t.Errorf("%s starts as %q: %v, %q", r.Field, starts, err, r.Get(c))
			}
		}
		if r.Vary.Order > 0 && !r.Varies() {
			t.Errorf("%s is asked for in a list and cannot vary", r.Field)
		}
		// A new field without a member of Config must be found in Unknown.
		var c api.Config
		if err := r.Set(&c, "true"); err == nil && r.member != nil && len(c.Unknown) != 0 {
			t.Errorf("%s has a member and is kept beside it: %s", r.Field, c.Unknown)
		}
	}
}

// Get returns what Set wrote, with and without a member of Config, also after
// encoding and decoding. No copy changes, and an invalid value changes nothing.
func TestSetAndGet(t *testing.T) {
	own := []Row{
		{Field: "tiles", Kind: KindWhole},
		{Field: "sharpness", Kind: KindDecimal},
		{Field: "upscale", Kind: KindSwitch},
		{Field: "vae", Kind: KindChoice},
		{Field: "note", Kind: KindText},
	}
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(append(Rows(), own...)).Draw(t, "row")
		text := rapid.OneOf(
			rapid.SampledFrom([]string{"", "0", "1", "-1", "7.5", "true", "false", "a=b", "1e400", "NaN", "2.0", "4294967295", "0.1"}),
			rapid.StringMatching(`[a-z<>&"é][a-z<>&"é ]{0,8}`),
		).Draw(t, "text")
		before := Defaults()
		before.Unknown = map[string]json.RawMessage{"other": json.RawMessage("1"), string(r.Field): json.RawMessage(`["odd"]`)}
		c := before
		err := r.Set(&c, text)
		if string(before.Unknown[string(r.Field)]) != `["odd"]` {
			t.Fatal("a copy changed")
		}
		if err != nil {
			if r.Get(c) != r.Get(before) {
				t.Fatalf("%q is refused and left %q", text, r.Get(c))
			}
			return
		}
		got := r.Get(c)
		if text == "" && got != "" || text != "" && got == "" {
			t.Fatalf("%q reads as %q", text, got)
		}
		raw, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back api.Config
		if err := json.Unmarshal(raw, &back); err != nil || r.Get(back) != got || string(back.Unknown["other"]) != "1" {
			t.Fatalf("%q came back as %q: %v", got, r.Get(back), err)
		}
		if err := r.Set(&c, got); err != nil || r.Get(c) != got {
			t.Fatalf("%q set again is %q: %v", got, r.Get(c), err)
		}
	})
}

// A value that a field can't hold is reported as odd; one of a field without a
// member isn't.
func TestOdd(t *testing.T) {
	c := api.Config{Unknown: map[string]json.RawMessage{
		"lora": json.RawMessage("1"), "width": json.RawMessage(`"wide"`), "base_model": json.RawMessage("null"), "height": json.RawMessage("0"),
	}}
	if got := Odd(c); len(got) != 2 || got[0] != "lora" || got[1] != "width" {
		t.Errorf("odd: %q", got)
	}
}
