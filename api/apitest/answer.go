package apitest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// answer is the answer to a call, held back until its fault is known.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
	tail   func(io.Writer) error // writes the rest of the body while it is sent; nil: nothing follows
}

func newAnswer() *answer { return &answer{header: http.Header{}} }

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// json answers with JSON.
func (a *answer) json(status int, v any) {
	a.header.Set("Content-Type", "application/json")
	a.WriteHeader(status)
	a.body.Write(mustJSON(v))
}

// detail answers with an error in FastAPI's form.
func (a *answer) detail(status int, words string) {
	a.json(status, map[string]string{"detail": words})
}

// invalidField is a complaint of a 422 answer.
type invalidField struct {
	Loc     []any          `json:"loc"`
	Message string         `json:"msg"`
	Type    string         `json:"type"`
	Context map[string]any `json:"ctx,omitempty"`
}

func (a *answer) invalid(fields ...invalidField) {
	a.json(http.StatusUnprocessableEntity, map[string]any{"detail": fields})
}

// xmlError answers with an error in Google Cloud Storage's form.
func (a *answer) xmlError(status int, code, words string) {
	a.header.Set("Content-Type", "application/xml; charset=UTF-8")
	a.WriteHeader(status)
	fmt.Fprintf(&a.body, "<?xml version='1.0' encoding='UTF-8'?><Error><Code>%s</Code><Message>%s</Message></Error>", code, words)
}
