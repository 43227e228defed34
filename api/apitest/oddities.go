package apitest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"lookbook/api"
)

// Oddities are what a service may do with a job that is well otherwise. They
// are parts of a Plan and combine with each other and with every Fault.
type Oddities struct {
	// LateAnswers is how many answers say that the job has ended before one
	// tells all of its pictures; until then they tell LatePictures of them.
	// Below zero it never does.
	LateAnswers  int `json:"late_answers"`
	LatePictures int `json:"late_pictures"`

	// Backwards has state_updated go back with every change of the state.
	Backwards bool `json:"backwards"`

	// SameID has the answer to the POST name the job before it. The job is made
	// all the same, and stands in the list under an id of its own.
	SameID bool `json:"same_id"`

	// ToldType is what answers say for job_type, while the job's address keeps
	// the type that it has.
	ToldType string `json:"told_type"`
}

// tellAgain is tell for an answer that a client gets: it counts, and it tells
// most pictures, 0 for all.
func (s *Server) tellAgain(j *job, now time.Time, summary bool, most int) json.RawMessage {
	if j.raw != nil || j.training != nil {
		return s.tell(j, now, summary)
	}
	if most <= 0 {
		most = len(j.pictures)
	}
	if late := j.plan.LateAnswers; late != 0 && j.at(now).state.Finished() {
		s.mu.Lock()
		s.answers[j]++
		if late < 0 || s.answers[j] <= late {
			most = min(most, j.plan.LatePictures)
		}
		s.mu.Unlock()
	}
	return mustJSON(s.wireJob(j, now, summary, most))
}

// stamped is when the job says that it came to a state.
func (j *job) stamped(st standing) time.Time {
	if !j.plan.Backwards {
		return st.changed
	}
	order := map[api.State]time.Duration{api.Queued: 0, api.Running: 1}
	behind, known := order[st.state]
	if !known {
		behind = 2
	}
	return j.submitted.Add(-behind * time.Hour)
}

// newest is the job that was added last; s.mu is held.
func (s *Server) newest() *job {
	if len(s.jobs) == 0 {
		return nil
	}
	return s.jobs[len(s.jobs)-1]
}

// acceptedAs notes whose a new job is, and is the id that the answer to its
// POST names; s.mu is held.
func (s *Server) acceptedAs(x *exchange, j, before *job) string {
	if s.options.Accounts {
		s.owners[j] = keyOf(x)
	}
	if j.plan.SameID && before != nil {
		return before.id
	}
	return j.id
}

// sees reports whether a job is one of the caller's account; s.mu is held.
func (s *Server) sees(x *exchange, j *job) bool {
	owner, owned := s.owners[j]
	return !owned || owner == keyOf(x)
}

func keyOf(x *exchange) string {
	_, key, _ := strings.Cut(x.request.Header.Get("Authorization"), " ")
	return key
}

// Firewall has something between the client and the service answer in its
// stead, with a page of its own; times below zero: for good.
func Firewall(where Endpoint, status, times int) Fault {
	return Fault{
		Where: where, How: Answer, Times: times, Status: status, Header: http.Header{"Content-Type": {"text/html"}},
		Body: "<!DOCTYPE html><html><head><title>Request blocked</title></head><body><h1>Access denied</h1></body></html>",
	}
}

// NotFound has the service know nothing of the job (of any job where jobID is
// empty) for so many answers; below zero: for good.
func NotFound(jobID string, times int) Fault {
	return Fault{Where: Follow, Match: jobID, How: Answer, Times: times, Status: http.StatusNotFound, Body: `{"detail":"Job not found"}`}
}
