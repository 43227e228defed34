package infotext_test

import (
	"strings"
	"testing"

	"lookbook/app/media/infotext"
)

// Texts of other programs: some look like fields and aren't, and some fields are in unexpected
// places.
func TestFieldsAreFoundWhereOthersPutThem(t *testing.T) {
	for name, c := range map[string]struct{ text, prompt, negative, key, value string }{
		"templates behind it": {
			"a red coat\nNegative prompt: ugly\nSteps: 25, Sampler: DPM++ 2M Karras, Seed: 123\nTemplate: a {red|blue} coat\nNegative Template: (worst quality:1.4), (low quality: 1.4), (blurry: 1.2)",
			"a red coat", "ugly", "Seed", "123",
		},
		"weights last":              {"a knight,\n<lora: one v1:1>, <lora: two v1:1>, <lora: three v1:1>, forest", "a knight,\n<lora: one v1:1>, <lora: two v1:1>, <lora: three v1:1>, forest", "", "lora", ""},
		"steps not first":           {"a knight\nNegative prompt: ugly\nVersion: abc, Pipeline: Original, Steps: 20, Seed: 5\nTemplate: a {knight|queen}", "a knight", "ugly", "Seed", "5"},
		"one line":                  {"a red coat Negative prompt: blurry Steps: 20, Sampler: Euler, Seed: 5", "a red coat", "blurry", "Steps", "20"},
		"JSON values":               {"a fox\nSteps: 28, Seed: 33, Resources: [{\"type\":\"lora\",\"name\":\"Some Look\"}], More: {\"a\": 1}", "a fox", "", "Resources", `[{"type":"lora","name":"Some Look"}]`},
		"one line, parted by stops": {"a red coat, on a street,.Negative prompt: blurry, bad.Steps: 20, Sampler: Euler, CFG scale: 7, Seed: 5", "a red coat, on a street,.", "blurry, bad.", "Seed", "5"},
		"one line, no negative":     {"portrait, soft light, Steps: 30, Sampler: DPM++ 2M, Seed: 9", "portrait, soft light,", "", "Steps", "30"},
		"fields behind the negative": {
			"a red coat\nNegative prompt: blurry Steps: 20, Sampler: Euler, CFG scale: 7, Seed: 5", "a red coat", "blurry", "Steps", "20",
		},
		"negative within a line": {"a red coat, Negative prompt: blurry, dull\nSteps: 20, Sampler: Euler, Seed: 5", "a red coat,", "blurry, dull", "Seed", "5"},
		"colons of a prompt":     {"a portrait\nSubject: a cat, Style: oil, Mood: dark", "a portrait\nSubject: a cat, Style: oil, Mood: dark", "", "Style", ""},
		"a prompt alone, three weights": {
			"(worst quality:1.4), (low quality:1.4), (blurry:1.2)", "(worst quality:1.4), (low quality:1.4), (blurry:1.2)", "", "blurry", "",
		},
		"weights before the fields": {"a cat: (fluffy:1.2), (red:1.3), Steps: 20, Sampler: Euler, Seed: 5", "a cat: (fluffy:1.2), (red:1.3),", "", "Seed", "5"},
		"words of a model":          {"a photo\nModel: a woman, Size: large, Version: two", "a photo\nModel: a woman, Size: large, Version: two", "", "Model", ""},
		"fields of others before":   {"a cat\nPipeline: Original, Backend: Diffusers, Steps: 20, Seed: 5", "a cat", "", "Pipeline", "Original"},
		"several commas in a value": {"a cat\nSteps: 20, Model: this, that, Seed: 5", "a cat", "", "Model", "this, that"},
		"Python's lists":            {"a cat\nSteps: 20, Loras: [{'name': 'a, b', 'weight': 1.0}], Seed: 5", "a cat", "", "Loras", "[{'name': 'a, b', 'weight': 1.0}]"},
		"a list that is cut off":    {"a cat\nSteps: 20, Seed: 5, Loras: [{\"name\": \"a\", \"weight\": 1", "a cat", "", "Seed", "5"},
		"line ends of old":          {"a cat\rNegative prompt: dull\rSteps: 20, Sampler: Euler, Seed: 5", "a cat", "dull", "Seed", "5"},
		"line ends written out":     {`a red\n coat\nNegative prompt: dull\nSteps: 20, Sampler: Euler, Seed: 5`, `a red\n coat`, "dull", "Seed", "5"},
		"line ends in a value":      {`Seed: 5, Size: 8x8, Note: "a\nSteps: 1, Seed: 2, Size: 3x3\nb"`, "", "", "Seed", "5"},
		"another case":              {"a cat\nNegative Prompt: dull\nSteps: 20, Sampler: Euler, Seed: 5", "a cat", "dull", "Seed", "5"},
		"the mark in a negative":    {"a cat\nNegative prompt: dull, no negative prompt: here\nSteps: 20, Sampler: Euler, Seed: 5", "a cat", "dull, no negative prompt: here", "Seed", "5"},
	} {
		p := infotext.Parse(c.text)
		if value, _ := p.Get(c.key); p.Prompt != c.prompt || p.Negative != c.negative || value != c.value {
			t.Errorf("%s: %q, %q, %s %q", name, p.Prompt, p.Negative, c.key, value)
		}
	}
}

// The time for foreign texts is proportional to their length.
func TestHostileLines(t *testing.T) {
	for _, part := range map[string]string{
		"quotes never closed": `aa: "b, `, "lists never closed": `aa: [,`, "colons": `:`, "keys": `aa:`, "lists within lists": `aa: [[,`, "escapes": `aa: "\",`,
		"marks": "Steps: 1 ", "negative": " Negative prompt:", "lines": "aa: \n", "brackets and words": `[aa: ]`,
	} {
		long := strings.Repeat(part, 1<<17/len(part))
		infotext.Parse(long)
		infotext.Parse(long + strings.Repeat("]", 1<<16) + " x\n, Steps: 1")
	}
}
