package api

import (
	"encoding/json"
	"time"
)

// The job types in `job_type` and in the paths of the jobs endpoints. Others
// may appear and are shown unchanged.
const (
	TypeImageGen           = "image-gen"
	TypeDreambooth         = "dreambooth"
	TypeDreamboothImageGen = "dreambooth_image_gen"
)

// State is a job's state, in the service's words. An unknown word is kept and
// counts as not finished.
type State string

// The states seen so far, in the order in which a job passes them.
const (
	Queued  State = "queued"
	Running State = "running"
	Success State = "success"
	Failure State = "failure"
)

func (s State) Finished() bool { return s == Success || s == Failure }

// Config is an image generation request, also as the service echoes it in a
// job. Zero values and nil pointers mean "not given" and are not sent; pointers
// are used where zero has a meaning. What the struct cannot hold (unknown
// names, nulls, values of another type, explicit zeros) is kept in Unknown. It
// is written back unless the field was set since.
type Config struct {
	Prompt            string   `json:"prompt"`
	NegativePrompt    string   `json:"negative_prompt"`
	Width             int      `json:"width"`       // pixels
	Height            int      `json:"height"`      // pixels
	NumSamples        int      `json:"num_samples"` // images in the job
	CheckpointID      string   `json:"checkpoint_id"`
	ModelType         string   `json:"model_type"`
	BaseModel         string   `json:"base_model"`
	NumInferenceSteps int      `json:"num_inference_steps"`
	SchedulerType     string   `json:"scheduler_type"`
	GuidanceScale     *float64 `json:"guidance_scale"`
	EnableHRF         *bool    `json:"enable_hrf"`
	DenoisingStrength *float64 `json:"denoising_strength"` // 0 to 1, used with EnableHRF
	Seed              *int64   `json:"seed"`               // -1: random for each image
	OutputFormat      string   `json:"output_format"`
	Tags              []Tag    `json:"tags"`
	Callback          string   `json:"callback"`
	DryRun            bool     `json:"dry_run"`

	Unknown map[string]json.RawMessage `json:"-"`
}

// Tag is a label on a job.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`

	Unknown map[string]json.RawMessage `json:"-"`
}

// Job is a job as the service returns it. The rule for Unknown in Config holds
// for every type below.
type Job struct {
	JobType           string            `json:"job_type"`
	JobID             string            `json:"job_id"`
	State             State             `json:"state"`
	StateUpdated      Time              `json:"state_updated"`
	StateRunningStart Time              `json:"state_running_start"`
	StateRunningEnd   Time              `json:"state_running_end"`
	StateQueuedStart  Time              `json:"state_queued_start"`
	StateQueuedEnd    Time              `json:"state_queued_end"`
	QueuedDuration    *float64          `json:"queued_duration"`  // seconds
	RunningDuration   *float64          `json:"running_duration"` // seconds
	QueueingState     string            `json:"queueing_state"`
	Config            Config            `json:"config"`
	DreamboothResult  *DreamboothResult `json:"dreambooth_result"`
	ImageGenResults   []ImageGenResult  `json:"image_gen_results"`
	PercentageDone    *float64          `json:"percentage_done"` // 0 to 100
	FailureReason     string            `json:"failure_reason"`
	FailureReasonData json.RawMessage   `json:"failure_reason_data"`
	Thumbnails        []string          `json:"thumbnails"` // public URLs
	Tags              []Tag             `json:"tags"`

	Unknown map[string]json.RawMessage `json:"-"`
}

// Made returns when the job was made, by the service's clock; zero when it
// doesn't say.
func (j *Job) Made() time.Time {
	for _, at := range []Time{j.StateQueuedStart, j.StateRunningStart, j.StateUpdated} {
		if !at.IsZero() {
			return at.Time
		}
	}
	return time.Time{}
}

// ImageGenResult holds the pictures of one configuration of a job.
type ImageGenResult struct {
	CheckpointID    string           `json:"checkpoint_id"`
	ConfigIdx       *int             `json:"config_idx"`
	GeneratedImages []GeneratedImage `json:"generated_images"`

	Unknown map[string]json.RawMessage `json:"-"`
}

// GeneratedImage is one picture of a job. GenerationIdx orders the pictures. It
// may skip numbers, so it is not an array index.
type GeneratedImage struct {
	GeneratedImageID string `json:"generated_image_id"`
	URL              string `json:"url"`
	Seed             *int64 `json:"seed"` // the seed that was used
	GenerationIdx    *int   `json:"generation_idx"`

	Unknown map[string]json.RawMessage `json:"-"`
}

// IsLoRA reports whether a checkpoint is a LoRA, extracted from a full model. When in doubt it says
// yes: a LoRA taken for a full model would be sent where only a full one works.
func (c Checkpoint) IsLoRA() bool {
	switch raw := c.Unknown["is_extracted_lora"]; string(raw) {
	case "", "null", "false", "0", `""`, `"false"`, `"no"`, `"0"`:
		return c.ExtractedLoRA
	}
	return true
}

// DreamboothResult holds what a training job made.
type DreamboothResult struct {
	Checkpoints []Checkpoint `json:"checkpoints"`

	Unknown map[string]json.RawMessage `json:"-"`
}

// Checkpoint is a trained model. URL is that of the model file, which has
// gigabytes and is only fetched on request.
type Checkpoint struct {
	CheckpointID  string `json:"checkpoint_id"`
	URL           string `json:"url"`
	Step          *int   `json:"step"`
	ExtractedLoRA bool   `json:"is_extracted_lora"`

	Unknown map[string]json.RawMessage `json:"-"`
}
