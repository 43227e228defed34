package jobsync

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// RefreshModels asks for the user's trained models and stores them, with one
// call. The error is ErrPaused, without a call, while there is no usable key.
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
	// Users know a model by its instance prompt: "photo of ukj person".
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
// plan extends it. Source: the service's documentation.
const modelLife = 48 * time.Hour

// instancePrompt finds the instance prompt of a training. In a job that also
// generates, it is in the training's part of the config.
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

// rememberModel stores the model of a job that succeeded, so that it is offered
// again.
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
