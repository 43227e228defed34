package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Wire types of this package's own, because api's types are under test.
type (
	wireJob struct {
		JobType           string          `json:"job_type"`
		JobID             string          `json:"job_id"`
		State             string          `json:"state"`
		StateUpdated      *wireTime       `json:"state_updated"`
		StateRunningStart *wireTime       `json:"state_running_start"`
		StateRunningEnd   *wireTime       `json:"state_running_end"`
		StateQueuedStart  *wireTime       `json:"state_queued_start"`
		StateQueuedEnd    *wireTime       `json:"state_queued_end"`
		QueuedDuration    *float64        `json:"queued_duration"`
		RunningDuration   *float64        `json:"running_duration"`
		QueueingState     string          `json:"queueing_state"`
		Config            json.RawMessage `json:"config"`
		DreamboothResult  *wireTraining   `json:"dreambooth_result"`
		ImageGenResults   []wireResult    `json:"image_gen_results"`
		PercentageDone    *float64        `json:"percentage_done"`
		FailureReason     *string         `json:"failure_reason"`
		FailureReasonData json.RawMessage `json:"failure_reason_data"`
		Thumbnails        []string        `json:"thumbnails"`
		Tags              json.RawMessage `json:"tags"`
	}
	wireResult struct {
		CheckpointID    *string       `json:"checkpoint_id"`
		ConfigIdx       int           `json:"config_idx"`
		GeneratedImages []wirePicture `json:"generated_images"`
	}
	wirePicture struct {
		GeneratedImageID string `json:"generated_image_id"`
		URL              string `json:"url"`
		Seed             int64  `json:"seed"`
		GenerationIdx    int    `json:"generation_idx"`
	}
	wireTraining struct {
		Checkpoints []wireCheckpoint `json:"checkpoints"`
	}
	wireCheckpoint struct {
		CheckpointID string `json:"checkpoint_id"`
		URL          string `json:"url"`
		Step         int    `json:"step"`

		IsExtractedLora *bool `json:"is_extracted_lora,omitempty"` // only if there are LoRAs
	}
	trainingConfig struct {
		InstancePrompt string `json:"instance_prompt"`
		Steps          int    `json:"steps"`
		ModelType      string `json:"model_type"`
		BaseModel      string `json:"base_model"`
	}
)

// wireTime writes times like Python's isoformat: no zone, and no fraction if it
// is zero.
type wireTime time.Time

func (t wireTime) MarshalJSON() ([]byte, error) {
	layout := `"2006-01-02T15:04:05.000000"`
	if time.Time(t).Nanosecond()/1000 == 0 {
		layout = `"2006-01-02T15:04:05"`
	}
	return []byte(time.Time(t).UTC().Format(layout)), nil
}

func stamp(t time.Time) *wireTime {
	w := wireTime(t)
	return &w
}

func seconds(d time.Duration) *float64 {
	f := d.Seconds()
	return &f
}

// mustJSON encodes a value that is known to be encodable, like Python: without
// escapes for HTML.
func mustJSON(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("apitest: encoding %T: %v", v, err)) // a defect of this package
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
