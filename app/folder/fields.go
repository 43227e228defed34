package folder

import (
	"time"

	"lookbook/api"
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

// Request returns the request of a picture as it was sent, if it was sent from
// here, and otherwise in the service's words. A job that also trains has several
// requests.
func Request(e library.Entry, image library.Image) api.Config {
	if e.Submission != nil {
		return e.Submission.Config
	}
	return image.Asked(e.Job)
}

// NameFields are the values that a template of file names has for a picture.
func NameFields(e library.Entry, image library.Image, extension string) naming.Fields {
	config := image.Asked(e.Job)
	if config.Prompt == "" {
		config = Request(e, image)
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
