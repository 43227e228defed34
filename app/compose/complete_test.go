package compose

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
