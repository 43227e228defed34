package request

import "slices"

// Field is a field of the request, by its name in the service's JSON.
type Field string

// Fields with rules of their own. An ordinary field needs no constant: its row
// in the table is enough.
const (
	Prompt       Field = "prompt"
	Negative     Field = "negative_prompt"
	Width        Field = "width"
	Height       Field = "height"
	Images       Field = "num_samples"
	CheckpointID Field = "checkpoint_id"
	ModelType    Field = "model_type"
	BaseModel    Field = "base_model"
	Steps        Field = "num_inference_steps"
	Scheduler    Field = "scheduler_type"
	Guidance     Field = "guidance_scale"
	HighRes      Field = "enable_hrf"
	Denoising    Field = "denoising_strength"
	Seed         Field = "seed"
	OutputFormat Field = "output_format"
	Tags         Field = "tags"
	Callback     Field = "callback"
	DryRun       Field = "dry_run"
)

// Row is the field's row in the table. An unknown field gets a row that has
// only its name.
func (f Field) Row() Row {
	if at := f.place(); at >= 0 {
		return rows[at]
	}
	return Row{Field: f, Label: string(f)}
}

// Label is the field's name below the window: in errors and stored groups.
func (f Field) Label() string { return f.Row().Label }

// place is the field's index in the table; -1: not in it.
func (f Field) place() int {
	return slices.IndexFunc(rows, func(r Row) bool { return r.Field == f })
}
