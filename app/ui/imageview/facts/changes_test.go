package facts

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/library"
)

func TestChanges(t *testing.T) {
	change := func(do func(*api.Config)) Item { return item(2, do) }
	unsaved := change(func(c *api.Config) { c.NumInferenceSteps = 30 })
	unsaved.Image = library.Image{}
	for _, c := range []struct {
		name string
		to   Item
		want []string
	}{
		{"only the seed", change(nil), []string{"Only the seed is another"}},
		{"steps and a model", change(func(c *api.Config) { c.NumInferenceSteps, c.CheckpointID = 30, "ckp_2" }), []string{"Model: ckp_1 → ckp_2", "Steps: 20 → 30"}},
		{"a word more", change(func(c *api.Config) { c.Prompt = "wild west photo, fog" }), []string{"Prompt: + fog"}},
		{"a word less", change(func(c *api.Config) { c.Prompt = "wild photo" }), []string{"Prompt: − west"}},
		{"another word", change(func(c *api.Config) { c.Prompt = "wild east photo" }), []string{"Prompt: + east, − west"}},
		{"another text", change(func(c *api.Config) { c.Prompt = strings.Repeat("entirely different words, ", 20) }), []string{"Prompt: another text"}},
		{"nothing told", change(func(c *api.Config) { c.SchedulerType = "" }), []string{"Scheduler: euler_a → not told"}},
		{"no picture yet", unsaved, []string{"Steps: 20 → 30"}},
	} {
		if diff := cmp.Diff(c.want, Changes(item(1, nil), c.to, nil)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}
