package jobsync

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// RefreshModels asks for the user's trained models and remembers them: one
// call, or none while there is no usable key (ErrPaused).
func (f *Follower) RefreshModels(ctx context.Context) error {
	if at, may := f.Service.MayCall(); !may || at.After(f.clock.Now()) {
		return ErrPaused
	}
	jobs, err := f.api.TrainingJobs(ctx)
	f.Service.Answered(err)
	if err != nil {
		return err
	}
	var errs []error
	for _, job := range jobs {
		for _, model := range trained(job) {
			errs = append(errs, f.library.Models.Remember(ctx, model))
		}
	}
	return errors.Join(errs...)
}

// trained returns the models that a training job made.
func trained(job api.Job) []library.Model {
	if job.DreamboothResult == nil {
		return nil
	}
	// The instance prompt is how the user knows the model: "photo of ukj person".
	name := instancePrompt(job.Config)
	var models []library.Model
	for _, checkpoint := range job.DreamboothResult.Checkpoints {
		if checkpoint.CheckpointID == "" {
			continue
		}
		model := library.Model{
			ID: checkpoint.CheckpointID, Kind: library.KindCheckpoint, Type: job.Config.ModelType,
			Name: api.PlainText(name, 200), LoRA: checkpoint.IsLoRA(), JobID: job.JobID, Created: job.StateRunningEnd.Time,
		}
		if !model.Created.IsZero() {
			model.Expires = model.Created.Add(modelLife)
		}
		if checkpoint.Step != nil {
			model.Step = *checkpoint.Step
		}
		models = append(models, model)
	}
	return models
}

// modelLife is how long the service keeps a model after its training, unless a
// plan extends it.
const modelLife = 48 * time.Hour

// instancePrompt is what a training was asked for with, where it stands: a job
// that generates as well has the training's part in a place of its own.
func instancePrompt(c api.Config) string {
	var name string
	if json.Unmarshal(c.Unknown["instance_prompt"], &name) == nil && name != "" {
		return name
	}
	var training struct {
		InstancePrompt any `json:"instance_prompt"`
	}
	if json.Unmarshal(c.Unknown["dreambooth"], &training) != nil {
		return ""
	}
	name, _ = training.InstancePrompt.(string)
	return name
}

// rememberModel keeps the model of a job that succeeded, to be offered again.
func (a *Asker) rememberModel(ctx context.Context, job *api.Job) error {
	model := library.Model{Type: job.Config.ModelType, Worked: true}
	switch {
	case job.Config.CheckpointID != "":
		model.ID, model.Kind = job.Config.CheckpointID, library.KindCheckpoint
	case job.Config.BaseModel != "":
		model.ID, model.Kind = job.Config.BaseModel, library.KindBase
	default:
		return nil
	}
	return a.library.Models.Remember(ctx, model)
}
