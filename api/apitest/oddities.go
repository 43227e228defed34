package apitest

import (
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

// stamped is when the job says that it came to a state.
func (j *job) stamped(st progress) time.Time {
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

// keyOf is the key that a call came with.
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
