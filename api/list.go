package api

import (
	"bytes"
	"context"
	"encoding/json"
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
	return c.EachOf(ctx, TypeImageGen, take, nil)
}

// EachOf is EachJob for the jobs of one type, which may have a list of their own.
// The service may part a list into pages, in a way that is found out: more is
// asked before a further page is, and nil takes all of them. A job that two pages
// tell of is handed out once.
func (c *Client) EachOf(ctx context.Context, jobType string, take func(Job) error, more func() bool) error {
	op := "listing the jobs"
	if SameType(jobType, TypeDreambooth) {
		op = "listing the training jobs"
	}
	typePart, ok := pathPart(jobType)
	if !ok {
		return &Error{Op: op, Err: &cause{kind: ErrInvalid, words: "this is no job type that can be asked for"}}
	}
	return c.spelt.try(callList, typePart, func(word string) error {
		w := walk{
			client: c, ctx: ctx, name: plainType(jobType), take: take, more: more,
			list: call{op: op, method: http.MethodGet, path: []string{"jobs", word}, deadline: c.deadlines.list},
		}
		return w.run()
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
		b.cancel(&tooSlowError{lack: LackSlow})
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

// readList reads a list answer: an array, or an object that holds it, and
// returns what else that object says. An item that is broken, or longer than any
// honest one, does not spoil the others; a list of nothing but such items is an
// error, for taking it for an empty one would look as if all jobs were gone.
func readList(r io.Reader, key string, take func(Job) error) (rest map[string]json.RawMessage, err error) {
	s := newJSONStream(r, MaxJobBytes, MaxAnswerBytes)
	rest = map[string]json.RawMessage{}
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
	found, err := s.list(job, func(name string, value []byte) {
		if len(rest) < maxFields && len(value) <= maxURLBytes {
			rest[name] = bytes.Clone(value)
		}
	})
	switch {
	case errors.Is(err, errStop):
		return rest, nil
	case err != nil:
		return rest, fmt.Errorf("reading a job list: %w", err)
	case good == 0 && broken > 0:
		return rest, fmt.Errorf("reading a job list of %d items: %w", broken, errNoJobs)
	case good == 0 && !found:
		return rest, fmt.Errorf("reading a job list: %w", errNoJobs)
	}
	return rest, nil
}

// listNames are the members in which services keep a list: the reference knows
// of "jobs", the others are the usual ones.
var listNames = map[string]bool{
	"jobs": true, "items": true, "results": true, "data": true, "list": true, "entries": true, "records": true, "content": true, "image_gen": true,
}

// list calls yield for each item of a list answer and note for what else it
// says, and reports whether there was a list, if only an empty one.
func (s *jsonStream) list(yield func(value []byte) error, note func(name string, value []byte)) (found bool, err error) {
	b, err := s.must()
	if err != nil {
		return false, err
	}
	switch b {
	case '[':
		found, err = true, s.elements(yield)
	case '{':
		found, err = s.listIn(yield, note, 0)
	default:
		return false, errNoJobs
	}
	if err != nil {
		return found, err
	}
	if _, err := s.token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errCutOff
		}
		return found, err
	}
	return found, nil
}

// listIn reads an object that holds a list, by the name of the list or within an
// object of that name.
func (s *jsonStream) listIn(yield func(value []byte) error, note func(name string, value []byte), depth int) (found bool, err error) {
	const deepest = 2
	err = s.members(func(name string, first byte) error {
		switch {
		case listNames[name] && first == '[':
			found = true
			return s.elements(yield)
		case first == '{' && depth < deepest && (listNames[name] || pageNames[name]):
			inner, err := s.listIn(yield, note, depth+1)
			found = found || inner
			return err
		}
		value, err := s.read(first)
		found = found || name == "jobs" && isNull(value)
		if err == nil {
			note(name, value)
		}
		return errors.Join(err, s.waste(len(value)))
	})
	return found, err
}

// pageNames are the members in which services say how a list goes on.
var pageNames = map[string]bool{"pagination": true, "paging": true, "meta": true, "links": true, "_links": true, "page_info": true}

// readListed reads one item of a list.
func readListed(value []byte) (Job, bool) {
	var job Job
	if len(value) == 0 || checkJSON(value, MaxAnswerDepth) != nil {
		return job, false
	}
	ok := decodeObject(bytes.TrimSpace(value), reflect.ValueOf(&job).Elem())
	return job, ok && job.JobID != ""
}
