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

// EachJob lists the image generation jobs as Jobs does, and calls take for each
// one as it arrives, so that only one is in memory. When the list breaks off,
// the jobs before the break have been taken and the error says why. An error of
// take ends the list and is returned unchanged. take may be slow: its time
// counts for no deadline.
func (c *Client) EachJob(ctx context.Context, take func(Job) error) error {
	return c.EachOf(ctx, TypeImageGen, take, nil)
}

// EachOf is EachJob for the jobs of one type, which may have a list of their own. The service may
// split a list into pages; the client finds out how. more is asked before each further page; nil
// reads all pages. A job that is on two pages is taken once.
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

// listBody applies two time limits while a list is read. One deadline for the
// whole would fail on a slow line, where a long list takes minutes.
type listBody struct {
	*incoming
	idle time.Duration // longest pause without a byte
	left time.Duration // total time that reading may still take
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

// begun keeps the start of an answer for error messages, and the error that
// ended it.
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

// readList reads a list: an array, or an object with one. It returns the object's other members. A
// broken or oversized item is skipped. A list in which no item is valid is an error: taken for an
// empty list it would look as if all jobs were gone.
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

// listNames are the members in which services keep a list. The documentation
// names "jobs"; the others are common elsewhere.
var listNames = map[string]bool{
	"jobs": true, "items": true, "results": true, "data": true, "list": true, "entries": true, "records": true, "content": true, "image_gen": true,
}

// list calls yield for each item of a list, and note for the other members. It
// reports whether there was a list, even an empty one.
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

// listIn reads an object that has a list, under one of listNames or in an object under such a name.
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

// pageNames are the members in which services describe the pages of a list.
var pageNames = map[string]bool{"pagination": true, "paging": true, "meta": true, "links": true, "_links": true, "page_info": true}

// readListed decodes one item of a list.
func readListed(value []byte) (Job, bool) {
	var job Job
	if len(value) == 0 || checkJSON(value, MaxAnswerDepth) != nil {
		return job, false
	}
	ok := decodeObject(bytes.TrimSpace(value), reflect.ValueOf(&job).Elem())
	return job, ok && job.JobID != ""
}
