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
	maxProbeBytes = 4 << 20 // how much of an answer is read; the start of a longer one is enough
	maxProbeJobs  = 200
)

// Sight describes an answer, for finding out how the service works. Shape and Headers contain only
// words of package outline and can be shown to anybody. The other fields are for further checks.
type Sight struct {
	Status  int
	Own     bool     // JSON, the service's own form
	Page    bool     // a page for people instead of an answer
	Shape   string   // of the body
	Headers []string // those that tell how the service works
	Took    time.Duration

	Array  bool  // the list is an array, not a member of an object
	Jobs   []Job // the first jobs of a list, or the one job asked for
	JobID  string
	Fields Description // of a description
}

func (s Sight) Good() bool { return s.Own && s.Status >= 200 && s.Status < 300 }

// Probe describes single answers of the service, to find out how it works. It is
// safe for concurrent use.
type Probe struct{ client *Client }

// NewProbe looks with a client's key, at its pace.
func NewProbe(client *Client) Probe { return Probe{client} }

// Look makes one GET call and describes the answer, whatever its status. It
// costs nothing. The error says that there was no answer.
func (p Probe) Look(ctx context.Context, query url.Values, path ...string) (Sight, error) {
	return p.look(ctx, call{op: "looking at the service", method: http.MethodGet, path: path, query: query}, false)
}

// LookOpenly is Look without the key.
func (p Probe) LookOpenly(ctx context.Context, path ...string) (Sight, error) {
	return p.look(ctx, call{op: "looking at the service", method: http.MethodGet, path: path}, true)
}

// LookDry sends one dry run, with this spelling of the path, and describes the answer. It costs
// nothing. Source: the service's documentation of dry_run.
func (p Probe) LookDry(ctx context.Context, word string, config Config) (Sight, error) {
	const op = "making a dry run"
	config.DryRun = true
	body, err := marshalObject(config)
	if err != nil {
		return Sight{}, &Error{Op: op, Err: &cause{kind: ErrInvalid, words: "the request cannot be written as JSON", err: err}}
	}
	return p.look(ctx, call{op: op, method: http.MethodPost, path: []string{word}, body: body}, false)
}

func (p Probe) look(ctx context.Context, call call, openly bool) (s Sight, err error) {
	c, key := p.client, ""
	if !openly {
		if key, err = c.usableKey(); err != nil {
			return s, &Error{Op: call.op, Err: err}
		}
	}
	leave, err := c.turns.enter(ctx)
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
	defer func() { _ = resp.Body.Close() }() // what was read counts
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

// read fills in what the body says.
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
	// A list that breaks off has still delivered its first jobs. One too long
	// to be read completely does.
	_, _ = readList(bytes.NewReader(start), "", func(job Job) error {
		if len(s.Jobs) == maxProbeJobs {
			return errStop
		}
		s.Jobs = append(s.Jobs, job)
		return nil
	})
}
