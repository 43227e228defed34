package infotext_test

import (
	"testing"

	"lookbook/app/media/infotext"
)

// Texts of other programs as they are found: what looks like fields and is none,
// and fields where nobody expects them.
func TestFieldsAreFoundWhereOthersPutThem(t *testing.T) {
	for name, c := range map[string]struct{ text, prompt, negative, key, value string }{
		"templates behind it": {
			"a red coat\nNegative prompt: ugly\nSteps: 25, Sampler: DPM++ 2M Karras, Seed: 123\nTemplate: a {red|blue} coat\nNegative Template: (worst quality:1.4), (low quality: 1.4), (blurry: 1.2)",
			"a red coat", "ugly", "Seed", "123",
		},
		"weights last":    {"a knight,\n<lora: one v1:1>, <lora: two v1:1>, <lora: three v1:1>, forest", "a knight,\n<lora: one v1:1>, <lora: two v1:1>, <lora: three v1:1>, forest", "", "lora", ""},
		"steps not first": {"a knight\nNegative prompt: ugly\nVersion: abc, Pipeline: Original, Steps: 20, Seed: 5\nTemplate: a {knight|queen}", "a knight", "ugly", "Seed", "5"},
		"one line":        {"a red coat Negative prompt: blurry Steps: 20, Sampler: Euler, Seed: 5", "a red coat", "blurry", "Steps", "20"},
		"JSON values":     {"a fox\nSteps: 28, Seed: 33, Resources: [{\"type\":\"lora\",\"name\":\"Some Look\"}], More: {\"a\": 1}", "a fox", "", "Resources", `[{"type":"lora","name":"Some Look"}]`},
	} {
		p := infotext.Parse(c.text)
		if value, _ := p.Get(c.key); p.Prompt != c.prompt || p.Negative != c.negative || value != c.value {
			t.Errorf("%s: %q, %q, %s %q", name, p.Prompt, p.Negative, c.key, value)
		}
	}
}
