package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"lookbook/api/redact"
)

// submitPath is the path for requests, POST only.
const submitPath = "image_gen"

// dryRunPrefix starts the job ids of dry runs.
const dryRunPrefix = "TEST_"

// IsDryRun reports whether jobID is the dummy id of a dry run. Such a job is
// not tracked, is in no list, and cannot be asked for. Source: the service's
// documentation of dry_run.
func IsDryRun(jobID string) bool { return strings.HasPrefix(jobID, dryRunPrefix) }

// SubmitImageGen starts an image generation job (POST /image_gen) and returns its id. Unless config is a dry run, this
// costs tokens.
//
// The request is sent at most once. One exception: when the service itself says that it doesn't know the path, the
// other spelling is tried. When the *Error has Received, the job may exist and have been charged although its id is
// unknown; otherwise it certainly doesn't exist. A config that cannot be written as JSON, or is longer than
// MaxRequestBytes, is ErrInvalid and is not sent.
func (c *Client) SubmitImageGen(ctx context.Context, config Config) (jobID string, err error) {
	const op = "starting the job"
	body, err := marshalObject(config)
	if err != nil {
		return "", &Error{Op: op, Err: &cause{kind: ErrInvalid, words: "the request cannot be written as JSON: " + PlainText(err.Error(), maxFieldText), err: err}}
	}
	// A key that was pasted into the prompt must not be sent with it.
	body = redact.Bytes(body, c.key())
	if len(body) > MaxRequestBytes {
		return "", &Error{Op: op, Err: &cause{kind: ErrInvalid, words: fmt.Sprintf("the request is %d bytes long; %d can be sent", len(body), MaxRequestBytes)}}
	}
	var answer []byte
	err = c.spelt.try(callSubmit, submitPath, func(word string) (err error) {
		answer, err = c.answerOf(ctx, call{op: op, method: http.MethodPost, path: []string{word}, body: body, deadline: c.deadlines.submit})
		return err
	})
	if err != nil {
		return "", err
	}
	jobID, ok := readJobID(answer)
	if !ok {
		return "", badAnswer(op, http.StatusOK, true, "it holds no job id: "+gist(answer))
	}
	return jobID, nil
}

// Job asks for one job (GET /jobs/{type}/{id}), with both spellings of its type
// if needed. A job type or id that could lead to another endpoint is ErrInvalid
// and is not sent.
func (c *Client) Job(ctx context.Context, jobType, jobID string) (Job, error) {
	op := "asking for job " + shown(jobID, 40)
	typePart, typeOK := pathPart(jobType)
	idPart, idOK := pathPart(jobID)
	if !typeOK || !idOK {
		return Job{}, &Error{Op: op, Err: &cause{kind: ErrInvalid, words: "this is no job id that can be asked for"}}
	}
	var answer []byte
	err := c.spelt.try(callJob, typePart, func(word string) (err error) {
		answer, err = c.answerOf(ctx, call{op: op, method: http.MethodGet, path: []string{"jobs", word, idPart}, deadline: c.deadlines.job})
		return err
	})
	if err != nil {
		return Job{}, err
	}
	var job Job
	switch err := job.UnmarshalJSON(answer); {
	case err != nil:
		return Job{}, badAnswer(op, http.StatusOK, false, err.Error()+": "+gist(answer))
	case job.JobID == "" && job.State != "":
		job.JobID = jobID // the id that was asked for
	case job.JobID != jobID:
		return Job{}, badAnswer(op, http.StatusOK, false, "it is not about this job: "+gist(answer))
	}
	return job, nil
}

// Jobs lists the image generation jobs (GET /jobs/image-gen), in the service's order, which is
// newest first as far as is known. Items may be summaries without results. An item without a job
// id, or longer than MaxJobBytes, is left out. EachJob does the same with one job in memory at a
// time. A service without this call answers with status 404, 405 or 422.
func (c *Client) Jobs(ctx context.Context) ([]Job, error) { return c.allOf(ctx, TypeImageGen) }

// TrainingJobs is Jobs for the training jobs (GET /jobs/dreambooth).
func (c *Client) TrainingJobs(ctx context.Context) ([]Job, error) {
	return c.allOf(ctx, TypeDreambooth)
}

func (c *Client) allOf(ctx context.Context, jobType string) ([]Job, error) {
	var jobs []Job
	err := c.EachOf(ctx, jobType, func(job Job) error {
		jobs = append(jobs, job)
		return nil
	}, nil)
	if err != nil {
		return nil, err
	}
	return jobs, nil
}

// gist returns the start of an answer, for error messages.
func gist(answer []byte) string {
	if looksLikeHTML(answer) {
		message, _ := describeAnswer(answer)
		return message
	}
	if len(bytes.TrimSpace(answer)) == 0 {
		return "an empty answer"
	}
	return shown(string(answer[:min(len(answer), 4*maxFieldText)]), maxFieldText)
}
