package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"lookbook/api/apitest"
)

// line is a call in the log. The service gets the key, so for it the log only
// says whether a key came. The image host must never get it, so for that all
// headers are logged, for a test to search.
type line struct {
	Host          string           `json:"host"`
	Time          time.Time        `json:"time"`
	Method        string           `json:"method"`
	Path          string           `json:"path"`
	Query         string           `json:"query,omitempty"`
	Authorization *authorization   `json:"authorization,omitempty"`
	Header        http.Header      `json:"header"`
	Body          string           `json:"body,omitempty"`
	Endpoint      apitest.Endpoint `json:"endpoint,omitempty"`
	Fault         apitest.Kind     `json:"fault,omitempty"`
	Status        int              `json:"status"`
	Sent          int64            `json:"sent"`
	JobID         string           `json:"job_id,omitempty"`
	Tokens        int              `json:"tokens,omitempty"`
}

// authorization is what may be logged about a key.
type authorization struct {
	WellFormed bool   `json:"well_formed"`
	Hash       string `json:"sha256"` // first 12 hex digits of the key's hash
}

var bearer = regexp.MustCompile(`^Bearer dl-[0-9a-f]{32}$`)

// logTo writes a line for each call; the first failure goes to broken.
func logTo(w io.Writer, broken chan<- error) func(apitest.Call) {
	var mu sync.Mutex
	return func(c apitest.Call) {
		encoded, err := json.Marshal(lineOf(c))
		if err == nil {
			mu.Lock()
			_, err = w.Write(append(encoded, '\n'))
			mu.Unlock()
		}
		if err != nil {
			select {
			case broken <- fmt.Errorf("writing the log: %w", err):
			default:
			}
		}
	}
}

func lineOf(c apitest.Call) line {
	l := line{
		Host: c.Host, Time: c.Time, Method: c.Method, Path: c.Path, Query: c.Query, Header: c.Header, Body: string(c.Body),
		Endpoint: c.Endpoint, Fault: c.Fault, Status: c.Status, Sent: c.Sent, JobID: c.JobID, Tokens: c.Tokens,
	}
	if c.Host == "api" {
		if value := c.Header.Get("Authorization"); value != "" {
			_, key, _ := strings.Cut(value, " ")
			sum := sha256.Sum256([]byte(key))
			l.Authorization = &authorization{WellFormed: bearer.MatchString(value), Hash: hex.EncodeToString(sum[:6])}
		}
		l.Header = c.Header.Clone()
		l.Header.Del("Authorization")
	}
	return l
}
