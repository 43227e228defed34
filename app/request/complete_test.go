package request

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

func TestCompleteAddsWhatIsMissing(t *testing.T) {
	from := api.Config{Prompt: "mine", CheckpointID: "ckp_1", ModelType: SDXL, NumSamples: 8, OutputFormat: "png", NumInferenceSteps: 50}
	got := Complete(api.Config{Prompt: "theirs", NumInferenceSteps: 20}, from)
	want := api.Config{Prompt: "theirs", NumInferenceSteps: 20, CheckpointID: "ckp_1", ModelType: SDXL, NumSamples: 8, OutputFormat: "png"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	whole := api.Config{Prompt: "theirs", BaseModel: "dreamshaper", NumSamples: 1, OutputFormat: "jpeg"}
	if diff := cmp.Diff(whole, Complete(whole, from)); diff != "" {
		t.Errorf("what there was has changed:\n%s", diff)
	}
}

func TestTheStepsFollowTheModelUntilSomebodyChoosesThem(t *testing.T) {
	d := NewDraft(Defaults())
	d.Model.Set(Model{ID: "stable-diffusion-xl-v1-0"})
	if c := d.Config(); c.NumInferenceSteps != 30 || c.Width != 1024 || c.ModelType != SDXL {
		t.Errorf("it became %+v", c)
	}
	d.Model.Set(Model{ID: "stable-diffusion-v1-5"})
	if c := d.Config(); c.NumInferenceSteps != 20 || c.ModelType != SD {
		t.Errorf("and back: %+v", c)
	}
	d.Edit(Steps, func(c *api.Config) { c.NumInferenceSteps = 42 })
	d.Model.Set(Model{ID: "stable-diffusion-xl-v1-0"})
	if c := d.Config(); c.NumInferenceSteps != 42 {
		t.Errorf("chosen steps became %d", c.NumInferenceSteps)
	}
}
