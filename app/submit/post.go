package submit

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/supervisor"
)

// postDeadline bounds one POST, beyond the client's own deadline.
const postDeadline = 2 * time.Minute

// doing is Problem.What for a submission.
const doing = "starting the job"

// poster sends submissions, each once, and records their outcomes.
type poster struct {
	api     API
	library *library.Library
	service Service
	jobs    Jobs
	work    *supervisor.Group
	wall    func() time.Time
	log     *slog.Logger
	claims  *claims
	lost    *Lost

	mu         sync.Mutex
	unrecorded []outcome // known outcomes that the library could not store
}

// post sends a submission and records its outcome.
func (p *poster) post(ctx context.Context, submission queued) {
	result := p.send(ctx, submission.Submission)
	result.was = submission.was
	if err := p.record(ctx, result); err != nil {
		p.log.Error("recording the outcome of a submission; trying again later",
			"submission", submission.ID, "job", result.jobID, "error", err)
	}
}

// send makes the one POST of a submission and judges the answer.
func (p *poster) send(ctx context.Context, submission library.Submission) outcome {
	switch {
	case ctx.Err() != nil:
		return p.refused(submission, cause.Closed)
	case !p.service.MayPost():
		// Refused, not delayed: a request that is sent hours after the click would surprise the
		// person who pays for it.
		return p.refused(submission, cause.KeyNotTaken)
	}
	ctx, cancel := context.WithTimeout(ctx, postDeadline)
	defer cancel()
	var jobID string
	err := p.work.Guard(doing, func() (err error) {
		jobID, err = p.api.SubmitImageGen(ctx, submission.Config)
		return err
	})
	p.service.Answered(err)
	switch {
	case err == nil:
		p.log.Info("job accepted", "submission", submission.ID, "job", jobID)
		return outcome{submission: submission.ID, state: library.Accepted, jobID: jobID}
	case definite(err):
		why := problem.New(doing, err, library.ChargedNo, p.wall())
		told, ok := errors.AsType[*api.Error](err)
		unsent := ok && told.Status == 0
		if unsent {
			why = problem.Behind(cause.Unsent, why)
		}
		return outcome{submission: submission.ID, state: library.Refused, problem: why, unsent: unsent}
	default:
		why := problem.New(doing, err, library.ChargedMaybe, p.wall())
		why = problem.Behind(cause.Searching, why)
		return outcome{submission: submission.ID, state: library.Unknown, problem: why}
	}
}

// refused is the outcome of a submission that was not sent.
func (p *poster) refused(submission library.Submission, why cause.Code) outcome {
	unsent := problemOf(cause.Unsent, library.ChargedNo, p.wall())
	unsent.Cause = unsent.Cause.Because(cause.New(why))
	return outcome{submission: submission.ID, state: library.Refused, problem: unsent, unsent: true}
}

// problemOf makes a problem without an error.
func problemOf(code cause.Code, charged library.Charge, at time.Time) *library.Problem {
	return &library.Problem{What: doing, Cause: cause.New(code), Charged: charged, At: at}
}

// definite reports whether the service certainly refused the request, so that
// nothing was started or charged.
func definite(err error) bool {
	told, ok := errors.AsType[*api.Error](err)
	if !ok {
		return false
	}
	// A proxy sends 408 after waiting too long, perhaps for the answer to a
	// request that went through.
	return !told.Received && told.Status != http.StatusRequestTimeout
}

// outcome is what happened to a submission.
type outcome struct {
	submission string
	state      library.SubmissionState
	jobID      string // if accepted
	problem    *library.Problem
	unsent     bool          // certainly nothing was sent
	was        *library.Held // how it was held before it was released; nil: it wasn't
}

// record makes an outcome durable. If the library can't store it, the outcome
// is kept in memory and tried again at every Refresh and at Close. After a
// crash the submission is unknown and is found in the list.
func (p *poster) record(ctx context.Context, result outcome) error {
	p.claims.Lock()
	defer p.claims.Unlock()
	var err error
	switch {
	case result.state == library.Accepted:
		var entry library.Entry
		entry, err = p.library.Submissions.Accept(ctx, result.submission, result.jobID)
		if err == nil {
			p.jobs.Expect(entry)
		}
	case result.unsent && result.was != nil:
		err = p.library.Submissions.HoldAgain(ctx, result.submission, *result.was, result.problem)
	default:
		_, err = p.library.Submissions.Settle(ctx, result.submission, result.state, result.problem)
	}
	if _, ok := errors.AsType[*library.StateError](err); ok && result.state == library.Accepted {
		// The answer named a job that belongs to another submission. This one may have a job of its
		// own, which is searched in the list.
		p.log.Warn("two requests were answered with one job", "submission", result.submission, "job", result.jobID)
		result.state = library.Unknown
		_, err = p.library.Submissions.Settle(ctx, result.submission, library.Unknown, problemOf(cause.SharedAnswer, library.ChargedMaybe, p.wall()))
	}
	if state, ok := errors.AsType[*library.StateError](err); ok {
		// It was settled in the meantime; trying again would not help.
		p.log.Warn("the outcome of a submission came too late", "job", result.jobID, "error", state)
		p.claims.end(result.submission)
		return nil
	}
	if err != nil {
		p.mu.Lock()
		p.unrecorded = append(p.unrecorded, result)
		p.mu.Unlock()
		return err
	}
	p.claims.end(result.submission)
	if result.state == library.Unknown {
		if err := p.lost.report(ctx); err != nil {
			p.log.Error("counting lost submissions", "error", err) // the next Refresh repeats it
		}
	}
	return nil
}

// recordAgain tries again to record what the library could not store.
func (p *poster) recordAgain(ctx context.Context) error {
	p.mu.Lock()
	unrecorded := p.unrecorded
	p.unrecorded = nil
	p.mu.Unlock()
	var failed []error
	for _, result := range unrecorded {
		if err := p.record(ctx, result); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
