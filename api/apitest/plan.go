package apitest

import (
	"encoding/json"
	"time"
)

// Plan is what becomes of jobs submitted from now on, by any way in.
type Plan struct {
	Times int `json:"times"` // jobs it is for; 0: the next one, below 0: all

	QueueTime time.Duration `json:"queue_time"` // 0: the server's, below 0: none; Options.Speed does not touch it
	RunTime   time.Duration `json:"run_time"`   // the same

	// FailureReason makes the job end in failure when FailAt percent are done.
	FailureReason     string          `json:"failure_reason"`
	FailureReasonData json.RawMessage `json:"failure_reason_data"`
	FailAt            float64         `json:"fail_at"`

	// Stuck keeps the job from ever going past StuckAt percent, or from ever
	// starting where StuckAt is below zero. It gives its place among the
	// parallel jobs free all the same.
	Stuck   bool    `json:"stuck"`
	StuckAt float64 `json:"stuck_at"`

	StateWord string   `json:"state_word"` // shown for "running"
	JobType   string   `json:"job_type"`   // shown for "image-gen"
	JobID     string   `json:"job_id"`     // instead of one of the usual form
	ImageIDs  []string `json:"image_ids"`  // for the first images, the same

	Oddities
	Lengths
}
