package apitest

import (
	"encoding/json"
	"fmt"
	"slices"

	"lookbook/api"
)

// AddCombinedJob submits a job that trains a model and makes pictures of each configuration with
// it, like the website. It waits and runs like an image job.
func (s *Server) AddCombinedJob(instancePrompt string, configs ...api.Config) (jobID string) {
	requests := make([]request, len(configs))
	for i, c := range configs {
		c.CheckpointID = ""
		requests[i] = requestOf(c)
	}
	return s.jobs.addCombined(instancePrompt, requests).id
}

// addCombined adds a job that trains and generates.
func (s *jobStore) addCombined(instancePrompt string, requests []request) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	nested := struct {
		Dreambooth trainingConfig    `json:"dreambooth"`
		ImageGen   []json.RawMessage `json:"image_gen"`
	}{Dreambooth: training(instancePrompt, []int{1500})}
	for _, r := range requests {
		nested.ImageGen = append(nested.ImageGen, r.echo())
	}
	j := &job{
		id: s.newID("dbig_"), jobType: api.TypeDreamboothImageGen, plan: s.nextPlan(), submitted: s.now(),
		request: requests[0], further: requests[1:], config: mustJSON(nested),
	}
	s.schedule(j)
	s.train(j, []int{1500})
	for i, r := range requests {
		s.draw(j, r, pathID(j.id), i)
	}
	s.keep(j)
	return j
}

func training(instancePrompt string, steps []int) trainingConfig {
	return trainingConfig{InstancePrompt: instancePrompt, Steps: slices.Max(steps), ModelType: "sd-v1", BaseModel: "stable-diffusion-v1-5"}
}

// train adds the checkpoints of a training; s.mu is held.
func (s *jobStore) train(j *job, steps []int) {
	for _, step := range steps {
		kinds := []*bool{nil}
		if s.options.LoRATwins {
			kinds = []*bool{new(false), new(true)}
		}
		for _, lora := range kinds {
			id := s.newID("ckp_")
			j.training = append(j.training, checkpoint{
				id: id, step: step, lora: lora, path: fmt.Sprintf("/nyxai-standard-usc2/checkpoints/%s/%s_%d.ckpt", s.objectName(j.id), s.objectName(id), step),
			})
		}
	}
}

// deletedCheckpoint reports whether a checkpoint existed and was deleted.
func (s *jobStore) deletedCheckpoint(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	return slices.ContainsFunc(s.jobs, func(j *job) bool {
		return s.options.deleted(j, now) && slices.ContainsFunc(j.training, func(c checkpoint) bool { return c.id == id })
	})
}
