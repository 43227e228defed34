package api

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testKey makes a key of the usual form at run time, so that no file contains
// anything like one.
func testKey() string { return "dl-" + strings.Repeat("0badc0de", 4) }

func sample(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/job.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// asAny decodes JSON so that two values can be compared by meaning, and numbers
// by their digits.
func asAny(t testing.TB, data []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("reading %.200q: %v", data, err)
	}
	return v
}

// seen is a request that reached a server.
type seen struct {
	Method, Path, Query string // Path as sent, with its escapes
	Header              http.Header
	Body                string
}

// recorder is a server that records its requests.
type recorder struct {
	*httptest.Server
	mu    sync.Mutex
	calls []seen
}

func record(t *testing.T, answer http.HandlerFunc) *recorder {
	t.Helper()
	r := &recorder{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			body = append(body, "(broken off)"...)
		}
		r.mu.Lock()
		r.calls = append(r.calls, seen{req.Method, req.URL.EscapedPath(), req.URL.RawQuery, req.Header.Clone(), string(body)})
		r.mu.Unlock()
		answer(w, req)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) all() []seen {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]seen(nil), r.calls...)
}

// says answers every request with a status and a body.
func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// newClient returns a client of the service at base with the test's key.
func newClient(t *testing.T, base string) *Client {
	t.Helper()
	c, err := New(Options{BaseURL: base, Key: testKey})
	if err != nil {
		t.Fatal(err)
	}
	c.get.RetryWaitMin, c.get.RetryWaitMax = time.Millisecond, time.Millisecond
	t.Cleanup(c.Close)
	return c
}
