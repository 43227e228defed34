package folder

import (
	"time"

	"lookbook/app/library"
	"lookbook/app/media/naming"
)

// Made returns when the job of an entry was made.
func Made(e library.Entry) time.Time {
	if made := e.Job.Made(); !made.IsZero() {
		return made
	}
	return e.Created
}

// NameFields are the values that a template of file names has for a picture.
func NameFields(e library.Entry, image library.Image, extension string) naming.Fields {
	config := image.Asked(e.Job)
	if config.Prompt == "" {
		if e.Submission != nil {
			config = e.Submission.Config
		}
	}
	index := image.Order
	if image.Generated.GenerationIdx != nil {
		index = *image.Generated.GenerationIdx
	}
	model := config.CheckpointID
	if model == "" {
		model = config.BaseModel
	}
	return naming.Fields{
		Time: Made(e).Local(), Prompt: config.Prompt, Seed: image.Generated.Seed, Job: image.JobID,
		Index: index + 1, Count: max(config.NumSamples, index+1), Model: model, Extension: extension,
	}
}
