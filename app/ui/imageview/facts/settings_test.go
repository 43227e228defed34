package facts

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

func TestSettings(t *testing.T) {
	steps := func(n int) func(*api.Config) { return func(c *api.Config) { c.NumInferenceSteps = n } }
	prompt := func(p string) func(*api.Config) { return func(c *api.Config) { c.Prompt = p } }
	for _, c := range []struct {
		name  string
		items []Item
		want  []Setting
	}{
		{"only the seeds differ", []Item{item(1, nil), item(2, nil)}, nil},
		{"steps", []Item{item(1, steps(20)), item(2, steps(30)), item(3, steps(20))}, []Setting{{Name: "Steps", Values: []string{"20", "30", "20"}}}},
		{
			"words",
			[]Item{item(1, prompt("a red cat, film")), item(2, prompt("a blue cat, film")), item(3, prompt("a red cat"))},
			[]Setting{
				{Name: "Prompt", Word: "red", Values: []string{"red", Without, "red"}},
				{Name: "Prompt", Word: "film", Values: []string{"film", "film", Without}},
				{Name: "Prompt", Word: "blue", Values: []string{Without, "blue", Without}},
			},
		},
	} {
		if diff := cmp.Diff(c.want, Settings(c.items, nil)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}
