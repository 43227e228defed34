package apitest

import (
	"encoding/json"
	"image"
	"slices"

	"lookbook/api"
)

// AddWebsiteJob submits a job as the website would: at no cost to Spent, and
// with the service's defaults for what c leaves out.
func (s *Server) AddWebsiteJob(c api.Config) (jobID string) { return s.jobs.add(requestOf(c)).id }

// AddTrainingJob adds a training job that has just finished, with a checkpoint
// for each step; no steps make one checkpoint at 1,000.
func (s *Server) AddTrainingJob(instancePrompt string, steps ...int) (jobID string) {
	if len(steps) == 0 {
		steps = []int{1000}
	}
	return s.jobs.addTraining(instancePrompt, steps).id
}

// AddRaw puts a job as it is, whatever it holds, into the list of image jobs
// (of training jobs where its job_type says so) and under its own id. It must be
// a JSON object.
func (s *Server) AddRaw(raw json.RawMessage) error { return s.jobs.addRaw(raw) }

// Remove makes the API forget a job: its own URL answers 404 and the list
// leaves it out. Its pictures stay on the image host.
func (s *Server) Remove(jobID string) bool { return s.jobs.remove(jobID) }

// PlanNext says what becomes of the jobs submitted next, after what was planned
// before.
func (s *Server) PlanNext(p Plan) { s.jobs.plan(p) }

// Inject scripts trouble, after what was scripted before.
func (s *Server) Inject(f Fault) { s.faults.add(f) }

// ClearFaults ends all scripted trouble. Calls that are suffering it already
// go on doing so.
func (s *Server) ClearFaults() { s.faults.clear() }

// Faults is the number of injected faults that can still strike.
func (s *Server) Faults() int { return s.faults.count() }

// Jobs is the truth about every job now, newest first, as a client that asked
// for each would read it. Raw jobs that package api cannot read are left out.
func (s *Server) Jobs() []api.Job {
	now := s.jobs.now()
	all := s.jobs.all()
	slices.Reverse(all)
	jobs := make([]api.Job, 0, len(all))
	for _, j := range all {
		var told api.Job
		if err := json.Unmarshal(s.encoder.encode(j, now, false), &told); err == nil {
			jobs = append(jobs, told)
		}
	}
	return jobs
}

// Picture is a picture of a job, and the PNG as the image host stores it. It is
// there whether or not the job has got to it yet.
func (s *Server) Picture(jobID, imageID string) (picture image.Image, stored []byte, ok bool) {
	j := s.jobs.find(jobID)
	if j == nil {
		return nil, nil, false
	}
	for i, p := range j.pictures {
		if p.id == imageID || j.distinctID(i) == imageID {
			spec := pictureSpec(object{job: j, picture: i})
			return spec.draw(), s.pictures.get(spec).bytes, true
		}
	}
	return nil, nil, false
}
