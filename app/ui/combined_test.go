package ui

import (
	"encoding/json"
	"testing"

	"lookbook/api"
	"lookbook/app/library"
)

func TestACombinedJobIsRepeatedWithTheModelThatItTrained(t *testing.T) {
	var job api.Job
	if err := json.Unmarshal([]byte(`{"config":{"dreambooth":{},"image_gen":[{"prompt":"owl"},{"prompt":"cat","base_model":"sd"}]}}`), &job); err != nil {
		t.Fatal(err)
	}
	second := library.Image{ConfigIdx: 1, Checkpoint: "ckp_2"}
	e := library.Entry{Job: job, Preview: []library.Image{{Checkpoint: "ckp_1"}, second}}
	if got := requestOf(e); got.Prompt != "owl" || got.CheckpointID != "ckp_1" {
		t.Errorf("the job: %+v", got)
	}
	if got := requestOfImage(second, e); got.Prompt != "cat" || got.CheckpointID != "ckp_2" || got.BaseModel != "" {
		t.Errorf("a picture of the second configuration: %+v", got)
	}
	e.Submission = &library.Submission{Config: api.Config{Prompt: "as it was sent"}}
	if requestOf(e).Prompt != "as it was sent" || requestOfImage(second, e).Prompt != "as it was sent" {
		t.Error("what was sent from here does not count")
	}
}
