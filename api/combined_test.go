package api

import (
	"encoding/json"
	"testing"
)

func TestWhatAPictureOfACombinedJobWasAskedForWith(t *testing.T) {
	const combined = `{"job_id":"x_1","job_type":"dreambooth_image_gen","config":{"dreambooth":{"steps":800},` +
		`"image_gen":[{"prompt":"a","width":512,"odd":1},{"prompt":"b","num_samples":3}],"tags":[]}}`
	var job Job
	if err := json.Unmarshal([]byte(combined), &job); err != nil {
		t.Fatal(err)
	}
	for index, want := range map[int]string{0: "a", 1: "b", 2: "a", -1: "a"} {
		if got := job.Request(index); got.Prompt != want {
			t.Errorf("configuration %d: %q, want %q", index, got.Prompt, want)
		}
	}
	if all := job.Requests(); len(all) != 2 || all[0].Prompt != "a" || all[1].Prompt != "b" {
		t.Errorf("all of them: %+v", all)
	}
	if got := job.Request(0); got.Width != 512 || string(got.Unknown["odd"]) != "1" || got.Unknown["dreambooth"] != nil {
		t.Errorf("the first configuration: %+v", got)
	}
	for _, odd := range []string{
		`{"config":{"prompt":"p"}}`, `{"config":{"prompt":"p","image_gen":[{"prompt":"other"}]}}`, `{"config":{"image_gen":7,"width":8}}`,
		`{"config":{"image_gen":[],"width":8}}`, `{"config":{"image_gen":["x"],"width":8}}`, `{"config":null}`,
	} {
		var job Job
		if err := json.Unmarshal([]byte(odd), &job); err != nil {
			t.Fatal(err)
		}
		if got := job.Request(0); got.Prompt != job.Config.Prompt || got.Width != job.Config.Width {
			t.Errorf("%s: %+v", odd, got)
		}
		if all := job.Requests(); len(all) != 1 || all[0].Prompt != job.Config.Prompt {
			t.Errorf("%s: all of them: %+v", odd, all)
		}
	}
}

func TestWhichCheckpointIsALoRA(t *testing.T) {
	for text, want := range map[string]bool{
		`{}`: false, `{"is_extracted_lora":true}`: true, `{"is_extracted_lora":false}`: false, `{"is_extracted_lora":null}`: false,
		`{"is_extracted_lora":"yes"}`: true, `{"is_extracted_lora":"no"}`: false, `{"is_extracted_lora":1}`: true, `{"is_extracted_lora":0}`: false,
	} {
		var c Checkpoint
		if err := json.Unmarshal([]byte(text), &c); err != nil || c.IsLoRA() != want {
			t.Errorf("%s: %v, %v", text, c.IsLoRA(), err)
		}
		if again, err := json.Marshal(c); err != nil || string(again) != text {
			t.Errorf("%s is written as %s, %v", text, again, err)
		}
	}
}
