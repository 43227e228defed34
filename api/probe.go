package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"lookbook/api/outline"
)

const (
	probeDeadline = 20 * time.Second
	maxProbeBytes = 4 << 20 // of an answer that is looked at; of a longer one the beginning tells
	maxProbeJobs  = 200
)

// Sight is an answer that was looked at to find out how the service works.
// Shape and Headers hold nothing but words of package outline and can be shown to
// anybody; the rest is for finding out more.
type Sight struct {
	Status  int
	Own     bool     // in the service's own form: JSON
	Page    bool     // a page for people instead of an answer
	Shape   string   // of the body
	Headers []string // that matter
	Took    time.Duration

	Array  bool  // the answer is an array, not an object
	Jobs   []Job // of a list, the first of them; of an answer about one job: that
	JobID  string
	Fields Description // of a description
}

// Good reports whether the answer is a success in the service's own form.
func (s Sight) Good() bool { return s.Own && s.Status >= 200 && s.Status < 300 }

// Look makes one GET call and tells what the answer is like, whatever that is.
// An error says that there was none. It costs nothing.
func (c *Client) Look(ctx context.Context, query url.Values, path ...string) (Sight, error) {
	return c.look(ctx, call{op: "looking at the service", method: http.MethodGet, path: path, query: query}, false)
}

// LookOpenly is Look without the key.
func (c *Client) LookOpenly(ctx context.Context, path ...string) (Sight, error) {
	return c.look(ctx, call{op: "looking at the service", method: http.MethodGet, path: path}, true)
}

// LookDry sends a dry run under a spelling of the path and tells what the answer
// is like. It is sent once. By the service's documentation it costs nothing.
func (c *Client) LookDry(ctx context.Context, word string, config Config) (Sight, error) {
	const op = "making a dry run"
	config.DryRun = true
	body, err := marshalObject(config)
	if err != nil {
		return Sight{}, &Error{Op: op, Err: &cause{kind: ErrInvalid, words: "the request cannot be written as JSON", err: err}}
	}
	return c.look(ctx, call{op: op, method: http.MethodPost, path: []string{word}, body: body}, false)
}

func (c *Client) look(ctx context.Context, call call, openly bool) (s Sight, err error) {
	key := ""
	if !openly {
		if key, err = c.usableKey(); err != nil {
			return s, &Error{Op: call.op, Err: err}
		}
	}
	leave, err := c.enter(ctx)
	if err != nil {
		return s, &Error{Op: call.op, Err: noAnswer(ctx, err, key)}
	}
	defer leave()
	began := c.clock.Now()
	ctx, stop := context.WithTimeoutCause(ctx, probeDeadline, &tooSlowError{LackLate, probeDeadline})
	defer stop()
	var progress sending
	resp, err := c.send(progress.watch(ctx), call, key)
	post := call.method == http.MethodPost
	if err != nil {
		return s, &Error{Op: call.op, Received: post && progress.mayHaveArrived(c.traced, err), Err: noAnswer(ctx, err, key)}
	}
	defer func() { _ = resp.Body.Close() }() // what was read is what counts
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxProbeBytes))
	if err != nil && len(body) == 0 {
		return s, &Error{Op: call.op, Status: resp.StatusCode, Received: post, Err: noAnswer(ctx, err, key)}
	}
	s.Took = c.clock.Since(began)
	s.Status, s.Headers = resp.StatusCode, outline.Header(resp.Header)
	s.read(withoutKey(body, key))
	if s.Own {
		c.service.note(resp.Header, c.clock.Now())
	}
	return s, nil
}

// read takes an answer's body in.
func (s *Sight) read(body []byte) {
	start := bytes.TrimSpace(body)
	s.Page = looksLikeHTML(start)
	if len(start) == 0 || start[0] != '{' && start[0] != '[' {
		s.Shape = "no JSON\n"
		if s.Page {
			s.Shape = "a page for people\n"
		}
		return
	}
	s.Shape, s.Array = outline.Of(start), start[0] == '['
	s.Own = s.Status < 400 || inOwnForm(start)
	if !s.Good() {
		return
	}
	if id, ok := readJobID(start); ok {
		s.JobID = id
		var job Job
		if job.UnmarshalJSON(start) == nil {
			s.Jobs = []Job{job}
		}
		return
	}
	if described, ok := readDescription(start); ok {
		s.Fields = described
		return
	}
	// A list that breaks off, as one that is too long to be looked at whole
	// does, has told its beginning.
	_, _ = readList(bytes.NewReader(start), "", func(job Job) error {
		if len(s.Jobs) == maxProbeJobs {
			return errStop
		}
		s.Jobs = append(s.Jobs, job)
		return nil
	})
}
