package apitest

import (
	"encoding/json"
	"image"
	"slices"

	"lookbook/api"
)

// AddWebsiteJob submits a job like the website: without a cost in Spent, and
// with the service's defaults for what c omits.
func (s *Server) AddWebsiteJob(c api.Config) (jobID string) { return s.jobs.add(requestOf(c)).id }

// AddTrainingJob adds a training job that has just finished, with a checkpoint
// for each step; without steps one at 1,000.
func (s *Server) AddTrainingJob(instancePrompt string, steps ...int) (jobID string) {
	if len(steps) == 0 {
		steps = []int{1000}
	}
	return s.jobs.addTraining(instancePrompt, steps).id
}

// Give makes a job that of a key's account: other keys are told that it doesn't
// exist. It returns false when there is no such job.
func (s *Server) Give(jobID, key string) bool { return s.jobs.give(jobID, key) }

// AddRaw adds any JSON object to the list of image jobs (of training jobs, if its job_type says so)
// and under its own id.
func (s *Server) AddRaw(raw json.RawMessage) error { return s.jobs.addRaw(raw) }

// Remove makes the API forget a job: its own URL answers 404 and the list
// doesn't have it. Its pictures stay on the image host.
func (s *Server) Remove(jobID string) bool { return s.jobs.remove(jobID) }

// PlanNext adds a plan for the next jobs, after earlier plans.
func (s *Server) PlanNext(p Plan) { s.jobs.plan(p) }

// Unstick lets every job go on that Plan.Stuck holds. One whose time is over ends now.
func (s *Server) Unstick() { s.jobs.unstick() }

// Inject adds a fault, after earlier ones.
func (s *Server) Inject(f Fault) { s.faults.add(f) }

// ClearFaults removes all faults. Calls already struck stay struck.
func (s *Server) ClearFaults() { s.faults.clear() }

// Faults returns the number of faults that can still strike.
func (s *Server) Faults() int { return s.faults.count() }

// Jobs returns the truth about every job now, newest first, as a client that
// asks for each would read it. Raw jobs that package api can't read are
// omitted.
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

// Picture returns a picture of a job, and the PNG as stored on the image host.
// It works even before the job has made it.
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
