package jobsync

import (
	"cmp"
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
		errs = append(errs, rememberTrained(ctx, f.library, f.account, job))
	}
	return errors.Join(errs...)
}

// rememberTrained stores the models that a job of an account trained.
func rememberTrained(ctx context.Context, l *library.Library, account int64, job api.Job) error {
	var errs []error
	for _, model := range trained(job) {
		model.Account = account
		errs = append(errs, l.Models.Remember(ctx, model))
	}
	return errors.Join(errs...)
}

// trained returns the models that a training job made.
func trained(job api.Job) []library.Model {
	if job.DreamboothResult == nil {
		return nil
	}
	// Users know a model by its instance prompt: "photo of ukj person".
	name, modelType := training(job.Config)
	var models []library.Model
	for _, checkpoint := range job.DreamboothResult.Checkpoints {
		if checkpoint.CheckpointID == "" {
			continue
		}
		model := library.Model{
			ID: checkpoint.CheckpointID, Kind: library.KindCheckpoint, Type: modelType,
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

// training returns the instance prompt and the model type of a training request.
// A job that also generates has its training in a field of its own.
func training(c api.Config) (instancePrompt, modelType string) {
	text := func(fields map[string]json.RawMessage, name string) (text string) {
		if json.Unmarshal(fields[name], &text) != nil {
			return ""
		}
		return text
	}
	var nested map[string]json.RawMessage
	if json.Unmarshal(c.Unknown["dreambooth"], &nested) != nil {
		nested = nil
	}
	return cmp.Or(text(c.Unknown, "instance_prompt"), text(nested, "instance_prompt")), cmp.Or(c.ModelType, text(nested, "model_type"))
}

// rememberModel stores the model of a job that succeeded, so that it is offered
// again.
func (a *Asker) rememberModel(ctx context.Context, job *api.Job) error {
	model := library.Model{Account: a.account, Type: job.Config.ModelType, Worked: true}
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
