package apitest

import (
	"encoding/json"
	"image"

	"lookbook/api"
)

// Server is a running simulator.
type Server struct {
	options Options
}

// New starts a simulator on two loopback ports.
func New(o Options) (*Server, error) {
	o, err := o.settled()
	if err != nil {
		return nil, err
	}
	return &Server{options: o}, nil
}

// URL is the base URL of the API.
func (s *Server) URL() string { return "" }

// ImageURL is the base URL of the image host.
func (s *Server) ImageURL() string { return "" }

// Close ends every call and returns when every goroutine of the server is over.
func (s *Server) Close() error { return nil }

// AddWebsiteJob submits a job as the website would.
func (s *Server) AddWebsiteJob(c api.Config) (jobID string) { return "" }

// AddTrainingJob adds a finished training job with a checkpoint for each step.
func (s *Server) AddTrainingJob(instancePrompt string, steps ...int) (jobID string) { return "" }

// AddRaw puts a job as it is into the lists and under its own id.
func (s *Server) AddRaw(job json.RawMessage) error { return nil }

// Remove makes the service forget a job: its own URL answers 404.
func (s *Server) Remove(jobID string) bool { return false }

// PlanNext says what becomes of the jobs submitted next.
func (s *Server) PlanNext(p Plan) {}

// Inject scripts trouble.
func (s *Server) Inject(f Fault) {}

// ClearFaults ends all scripted trouble.
func (s *Server) ClearFaults() {}

// Calls are the calls to the API, oldest first.
func (s *Server) Calls() []Call { return nil }

// ImageCalls are the calls to the image host, oldest first.
func (s *Server) ImageCalls() []Call { return nil }

// Peak is the largest number of calls each host had in hand at once.
func (s *Server) Peak() (api, images int) { return 0, 0 }

// Jobs is the truth about every job now, newest first.
func (s *Server) Jobs() []api.Job { return nil }

// SetTokens sets the balance; below zero it is endless.
func (s *Server) SetTokens(n int) {}

// Tokens is the balance, -1 when it is endless.
func (s *Server) Tokens() int { return 0 }

// Spent is the number of tokens taken so far.
func (s *Server) Spent() int { return 0 }

// Picture is a picture of a job, and the PNG as the image host stores it. It is
// there whether or not the job has got to it.
func (s *Server) Picture(jobID, imageID string) (image.Image, []byte, bool) { return nil, nil, false }
