package library

import "time"

// Kinds of remembered models. Other kinds are kept as they are.
const (
	KindCheckpoint = "checkpoint" // trained by the user; ID goes into checkpoint_id
	KindBase       = "base"       // a stock model; ID goes into base_model
	KindScheduler  = "scheduler"  // no model, but remembered by the same rule
)

// Model is something with an id that requests name and that is remembered.
// Kind and ID together are the key.
type Model struct {
	ID      string
	Kind    string
	Type    string // the model_type that goes with it, empty when unknown
	Name    string // as the user will recognise it, e.g. the instance prompt
	Step    int    // training step it was saved at, 0 when unknown
	JobID   string // the training job, empty when unknown
	Created time.Time
	Expires time.Time // when the service deletes it; zero: not told
	Worked  bool      // a job with it was accepted
	Used    time.Time // when it was last remembered
}

// Prompt is a prompt that was submitted from here.
type Prompt struct {
	Text  string
	Used  time.Time // last
	Times int
}
