package apitest

import (
	"encoding/json"
	"time"
)

// Plan decides what happens to jobs submitted from now on, in any way.
type Plan struct {
	Times int `json:"times"` // number of jobs; 0: the next one; negative: all

	QueueTime time.Duration `json:"queue_time"` // 0: the server's; negative: none. Options.Speed doesn't change it
	RunTime   time.Duration `json:"run_time"`   // the same

	// FailureReason makes the job fail at FailAt percent.
	FailureReason     string          `json:"failure_reason"`
	FailureReasonData json.RawMessage `json:"failure_reason_data"`
	FailAt            float64         `json:"fail_at"`

	// Stuck keeps the job from going past StuckAt percent, or from starting if
	// StuckAt is negative, until Server.Unstick. It still frees its place among the parallel jobs.
	Stuck   bool    `json:"stuck"`
	StuckAt float64 `json:"stuck_at"`

	StateWord string   `json:"state_word"` // replaces "running"
	JobType   string   `json:"job_type"`   // replaces "image-gen"
	JobID     string   `json:"job_id"`     // replaces the usual id
	ImageIDs  []string `json:"image_ids"`  // replace the first ids of images

	Oddities
	Lengths
}
