package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"time"
)

// EachJob lists the image generation jobs as Jobs does, and hands each to take
// as it comes, so that no more than one is in memory. What was handed out
// before an error stays true: a list that breaks off in the middle ends in an
// error after the jobs of its beginning. An error of take ends the list and is
// returned as it is. take may be slow; time that it takes counts for no
// deadline.
func (c *Client) EachJob(ctx context.Context, take func(Job) error) error {
	return c.eachJob(ctx, "listing the jobs", TypeImageGen, take)
}

func (c *Client) eachJob(ctx context.Context, op, jobType string, take func(Job) error) error {
	list := call{op: op, method: http.MethodGet, path: []string{"jobs", jobType}, deadline: c.deadlines.list}
	return c.answer(ctx, list, func(a *incoming) error {
		var refused error
		body := &begun{r: &listBody{incoming: a, idle: c.deadlines.idle, left: c.deadlines.download}}
		err := readList(body, a.key, func(job Job) error {
			refused = take(job)
			return refused
		})
		switch {
		case err == nil, refused != nil:
			return refused
		case body.err != nil:
			return &Error{Op: op, Status: a.resp.StatusCode, Err: noAnswer(a.ctx, body.err, a.key)}
		default:
			return badAnswer(op, a.resp.StatusCode, false, err.Error()+": "+gist(withoutKey(body.start, a.key)))
		}
	})
}

// listBody reads a list with an eye on the time: a deadline for the whole would
// fail on a slow line, where a long list takes its minutes.
type listBody struct {
	*incoming
	idle time.Duration // that may pass without a byte
	left time.Duration // of reading, in all
}

func (b *listBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		b.cancel(&tooSlowError{"the list did not end in time"})
		return 0, context.Canceled
	}
	began := time.Now()
	b.timer.Reset(min(b.idle, b.left))
	n, err := b.resp.Body.Read(p)
	b.timer.Stop()
	b.left -= time.Since(began)
	return n, err
}

// begun remembers how an answer began, for an error about it, and why it could
// not be read further.
type begun struct {
	r     io.Reader
	start []byte
	err   error
}

func (b *begun) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.start = append(b.start, p[:min(n, 4*maxFieldText-len(b.start))]...)
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return n, err
}

// readList reads a list answer: an array, or an object that holds it under
// "jobs". An item that is broken, or longer than any honest one, does not spoil
// the others; a list of nothing but such items is an error, for taking it for
// an empty one would look as if all jobs were gone.
func readList(r io.Reader, key string, take func(Job) error) error {
	s := newJSONStream(r, MaxJobBytes, MaxAnswerBytes)
	good, broken := 0, 0
	job := func(value []byte) error {
		job, ok := readListed(withoutKey(value, key))
		if !ok {
			broken++
			return s.waste(len(value))
		}
		if good++; good > MaxListJobs {
			return errStop
		}
		return take(job)
	}
	err := s.list(job)
	switch {
	case errors.Is(err, errStop):
		return nil
	case err != nil:
		return fmt.Errorf("reading a job list: %w", err)
	case good == 0 && broken > 0:
		return fmt.Errorf("reading a job list of %d items: %w", broken, errNoJobs)
	}
	return nil
}

// list calls yield for each item of a list answer.
func (s *jsonStream) list(yield func(value []byte) error) error {
	b, err := s.must()
	if err != nil {
		return err
	}
	found := b == '['
	switch b {
	case '[':
		err = s.elements(yield)
	case '{':
		err = s.members(func(name string, first byte) error {
			if name == "jobs" && first == '[' {
				found = true
				return s.elements(yield)
			}
			value, err := s.read(first)
			found = found || name == "jobs" && isNull(value)
			return errors.Join(err, s.waste(len(value)))
		})
	default:
		return errNoJobs
	}
	if err != nil {
		return err
	}
	if _, err := s.token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errCutOff
		}
		return err
	}
	if !found {
		return errNoJobs
	}
	return nil
}

// readListed reads one item of a list.
func readListed(value []byte) (Job, bool) {
	var job Job
	if len(value) == 0 || checkJSON(value, MaxAnswerDepth) != nil {
		return job, false
	}
	ok := decodeObject(bytes.TrimSpace(value), reflect.ValueOf(&job).Elem())
	return job, ok && job.JobID != ""
}
