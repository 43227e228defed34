package apitest

import (
	"net/http"
	"time"
)

// Call is one request that reached either host, whole: a test for a leaked key
// reads the image host's headers here.
type Call struct {
	Host   string // "api" or "image"
	Time   time.Time
	Method string
	Path   string // as it was sent, still escaped
	Query  string
	Header http.Header
	Body   []byte

	Endpoint Endpoint // what it was taken for; "" for paths that lead nowhere
	Fault    Kind     // the trouble it met; "" none
	Status   int      // of the answer; 0: none was sent, or not yet
	Sent     int64    // bytes of the answer's body
	JobID    string   // the job a POST made, whether or not the client heard of it
	Tokens   int      // that it cost
	Done     bool     // the call is over
}
