package engine

import (
	"context"

	"lookbook/app/library"
)

// What is said of a request that was not sent, or whose answer is another's.
const (
	keyNotTaken   = "not sent: the service does not accept the API key at present"
	doubleAnswers = "the service answered with a job that belongs to another request; looking for its own in the service's list"
)

// held is the outcome of a submission that must not be sent now. It is refused
// at once rather than kept back: a request that went out by itself hours after
// the press would surprise whoever pays for it.
func (e *Engine) held(submission library.Submission) (outcome, bool) {
	if e.mayPost() {
		return outcome{}, false
	}
	return outcome{submission: submission.ID, state: library.Refused, problem: &library.Problem{
		What: doingSubmit, Message: keyNotTaken, Charged: library.ChargedNo, At: e.clock.Now(),
	}}, true
}

// doublyAnswered settles a submission whose answer named a job that another one
// has already. It may have a job of its own, which is looked for in the list.
func (e *Engine) doublyAnswered(ctx context.Context, result outcome) error {
	e.log.Warn("two requests were answered with one job", "submission", result.submission, "job", result.jobID)
	_, err := e.library.Submissions.Settle(ctx, result.submission, library.Unknown, &library.Problem{
		What: doingSubmit, Message: doubleAnswers, Charged: library.ChargedMaybe, At: e.clock.Now(),
	})
	return err
}
