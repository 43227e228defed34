package jobsync

import (
	"context"
	"encoding/json"
	"errors"

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
	var name string
	if err := json.Unmarshal(job.Config.Unknown["instance_prompt"], &name); err != nil {
		name = ""
	}
	var models []library.Model
	for _, checkpoint := range job.DreamboothResult.Checkpoints {
		if checkpoint.CheckpointID == "" {
			continue
		}
		model := library.Model{
			ID: checkpoint.CheckpointID, Kind: library.KindCheckpoint, Type: job.Config.ModelType,
			Name: api.PlainText(name, 200), JobID: job.JobID, Created: job.StateRunningEnd.Time,
		}
		if checkpoint.Step != nil {
			model.Step = *checkpoint.Step
		}
		models = append(models, model)
	}
	return models
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
