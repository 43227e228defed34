package apitest

import (
	"net/http"
	"strings"
	"time"

	"lookbook/api"
)

// Oddities are what a service may do with a job that is otherwise fine. They
// are parts of a Plan and combine with each other and with every Fault.
type Oddities struct {
	// LateAnswers is how many answers say that the job has ended before one
	// lists all its pictures; until then they list LatePictures of them.
	// Negative: forever.
	LateAnswers  int `json:"late_answers"`
	LatePictures int `json:"late_pictures"`

	// Backwards makes state_updated go back at every change of state.
	Backwards bool `json:"backwards"`

	// SameID makes the answer to the POST name the previous job. The job is
	// made all the same, and is in the list under its own id.
	SameID bool `json:"same_id"`

	// ToldType is the job_type in answers, while the job's address has its real
	// type.
	ToldType string `json:"told_type"`
}

// stamped returns the time that the answer gives for a state.
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

// keyOf returns the key of a call.
func keyOf(x *exchange) string { return keyIn(x.request.Header) }

func keyIn(header http.Header) string {
	_, key, _ := strings.Cut(header.Get("Authorization"), " ")
	return key
}

// Firewall makes something between client and service answer, with a page of
// its own; times negative: for good.
func Firewall(where Endpoint, status, times int) Fault {
	return Fault{
		Where: where, How: Answer, Times: times, Status: status, Header: http.Header{"Content-Type": {"text/html"}},
		Body: "<!DOCTYPE html><html><head><title>Request blocked</title></head><body><h1>Access denied</h1></body></html>",
	}
}

// NotFound makes the service not know the job (any job if jobID is empty) for
// this many answers; negative: for good.
func NotFound(jobID string, times int) Fault {
	return Fault{Where: Follow, Match: jobID, How: Answer, Times: times, Status: http.StatusNotFound, Body: `{"detail":"Job not found"}`}
}
