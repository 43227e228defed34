package request

// Field is a field of the request, by the service's name for it.
type Field string

// The fields of an image generation request.
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

// Label is what the field is called at the window.
func (f Field) Label() string {
	switch f {
	case Prompt:
		return "Prompt"
	case Negative:
		return "Not in the image"
	case Width:
		return "Width"
	case Height:
		return "Height"
	case Images:
		return "Images"
	case CheckpointID, BaseModel:
		return "Model"
	case ModelType:
		return "Model type"
	case Steps:
		return "Steps"
	case Scheduler:
		return "Scheduler"
	case Guidance:
		return "Guidance scale"
	case HighRes:
		return "High-resolution fix"
	case Denoising:
		return "Denoising strength"
	case Seed:
		return "Seed"
	case OutputFormat:
		return "Output format"
	case Tags:
		return "Tags"
	case Callback:
		return "Callback address"
	}
	return string(f)
}

// Known reports whether f is a field that this program knows.
func (f Field) Known() bool {
	switch f {
	case Prompt, Negative, Width, Height, Images, CheckpointID, ModelType, BaseModel, Steps, Scheduler,
		Guidance, HighRes, Denoising, Seed, OutputFormat, Tags, Callback, DryRun:
		return true
	}
	return false
}
