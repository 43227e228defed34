package submit

import (
	"context"
	"errors"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/problem"
)

const (
	// postsAtOnce is how many submissions may be on their way at once. It
	// leaves one of the client's calls for following jobs: however many POSTs
	// hang, pictures that are paid for still come.
	postsAtOnce = api.MaxCallsAtOnce - 1

	// postPatience is how long a submission waits for the answer to the one
	// before it. An answer normally takes well under a second, so submissions
	// reach the service in the order in which they were made, and what an
	// answer says about the key is known before the next one goes.
	postPatience = 2 * time.Second

	// postDeadline bounds one POST, over and above the client's own deadline.
	postDeadline = 2 * time.Minute

	// closeGrace is how long Close lets submissions that people have made
	// already go out.
	closeGrace = 5 * time.Second
)

// doing is Problem.What of a submission.
const doing = "starting the job"

// What is said of a request that was not sent, or whose answer is another's.
const (
	closedBefore  = "Lookbook was closed before this was sent"
	keyNotTaken   = "not sent: the service does not accept the API key at present"
	doubleAnswers = "the service answered with a job that belongs to another request; looking for its own in the service's list"
)

// Start begins to send. It reports false when the group has ended before.
func (o *Outbox) Start() bool {
	started := o.work.GoWith(o.ctx, "send submissions", func(ctx context.Context) error {
		defer close(o.sent)
		return o.run(ctx)
	})
	o.started.Store(started)
	return started
}

// Close lets submissions that were made already go out, for up to five seconds or
// until ctx ends; those that could not are refused, and say so. It is called when
// the group was stopped, and waits for no goroutine: the group does.
func (o *Outbox) Close(ctx context.Context) {
	o.closing.Wake()
	if o.started.Load() {
		grace := o.clock.NewTimer(closeGrace)
		select {
		case <-o.sent:
		case <-grace.Chan():
		case <-ctx.Done():
		}
		grace.Stop()
	}
	o.stop()
	if !o.started.Load() {
		o.SendQueued()
	}
}

// run sends submissions until Close has waited for them.
func (o *Outbox) run(ctx context.Context) error {
	posts := newPosts()
	for closing := false; !closing; {
		o.sendQueued(ctx, posts)
		select {
		case <-o.ready:
		case <-o.closing:
			closing = true
		}
	}
	o.sendQueued(ctx, posts)
	_ = posts.Wait() // each records its own outcome
	return o.recordAgain(context.WithoutCancel(ctx))
}

// newPosts is for the POSTs that are on their way.
func newPosts() *errgroup.Group {
	posts := new(errgroup.Group)
	posts.SetLimit(postsAtOnce)
	return posts
}

// SendQueued sends every submission of the queue and waits for the outcomes, for
// an outbox that was not started.
func (o *Outbox) SendQueued() {
	posts := newPosts()
	o.sendQueued(o.ctx, posts)
	_ = posts.Wait()
}

// sendQueued sends every submission of the queue, in its order. It returns when
// the last one is on its way.
func (o *Outbox) sendQueued(ctx context.Context, posts *errgroup.Group) {
	for {
		submission, ok := o.next()
		if !ok {
			return
		}
		answered := make(chan struct{})
		posts.Go(func() error {
			defer close(answered)
			// A panic is reported; the others are not to blame.
			return o.work.Guard(doing, func() error {
				o.post(ctx, submission)
				return nil
			})
		})
		patience := o.clock.NewTimer(postPatience)
		select {
		case <-answered:
		case <-patience.Chan():
			o.log.Warn("the answer to a submission is slow to come; going on with the next one", "submission", submission.ID)
		}
		patience.Stop()
	}
}

// next takes the oldest submission out of the queue.
func (o *Outbox) next() (library.Submission, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		return library.Submission{}, false
	}
	submission := o.queue[0]
	o.queue = o.queue[1:]
	return submission, true
}

// post sends a submission and records its outcome.
func (o *Outbox) post(ctx context.Context, submission library.Submission) {
	result := o.send(ctx, submission)
	if err := o.record(ctx, result); err != nil {
		o.log.Error("recording the outcome of a submission; trying again later",
			"submission", submission.ID, "job", result.jobID, "error", err)
	}
}

// send makes the one POST of a submission and judges its answer.
func (o *Outbox) send(ctx context.Context, submission library.Submission) outcome {
	switch {
	case ctx.Err() != nil:
		return o.refused(submission, closedBefore)
	case !o.service.MayPost():
		// Refused rather than kept back: a request that went out by itself hours
		// after the press would surprise whoever pays for it.
		return o.refused(submission, keyNotTaken)
	}
	ctx, cancel := context.WithTimeout(ctx, postDeadline)
	defer cancel()
	var jobID string
	err := o.work.Guard(doing, func() (err error) {
		jobID, err = o.api.SubmitImageGen(ctx, submission.Config)
		return err
	})
	o.service.Answered(err)
	switch {
	case err == nil:
		o.log.Info("job accepted", "submission", submission.ID, "job", jobID)
		return outcome{submission: submission.ID, state: library.Accepted, jobID: jobID}
	case definite(err):
		p := problem.New(doing, err, library.ChargedNo, o.wall())
		if told, ok := errors.AsType[*api.Error](err); ok && told.Status == 0 {
			p.Message = "not sent: " + p.Message
		}
		return outcome{submission: submission.ID, state: library.Refused, problem: p}
	default:
		p := problem.New(doing, err, library.ChargedMaybe, o.wall())
		p.Message = problem.Words(err) + "; " + stillLooking
		return outcome{submission: submission.ID, state: library.Unknown, problem: p}
	}
}

// refused is the outcome of a submission that was not sent.
func (o *Outbox) refused(submission library.Submission, why string) outcome {
	return outcome{submission: submission.ID, state: library.Refused, problem: o.problem(why, library.ChargedNo)}
}

func (o *Outbox) problem(message string, charged library.Charge) *library.Problem {
	return &library.Problem{What: doing, Message: message, Charged: charged, At: o.wall()}
}

// definite reports whether the service said no, so that a POST with this
// answer has certainly started and charged nothing.
func definite(err error) bool {
	told, ok := errors.AsType[*api.Error](err)
	if !ok {
		return false
	}
	// 408 is a proxy's word for having waited too long, perhaps for an answer
	// to a request that went through.
	return !told.Received && told.Status != http.StatusRequestTimeout
}

// outcome is what became of a submission.
type outcome struct {
	submission string
	state      library.SubmissionState
	jobID      string // when accepted
	problem    *library.Problem
}

// record makes an outcome durable. When the library can't, the outcome is kept
// in memory and tried again with every Refresh and at Close; after a crash the
// submission is unknown and found in the list again.
func (o *Outbox) record(ctx context.Context, result outcome) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var err error
	if result.state == library.Accepted {
		var entry library.Entry
		entry, err = o.library.Submissions.Accept(ctx, result.submission, result.jobID)
		if err == nil {
			o.jobs.Expect(entry)
		}
	} else {
		_, err = o.library.Submissions.Settle(ctx, result.submission, result.state, result.problem)
	}
	if _, ok := errors.AsType[*library.StateError](err); ok && result.state == library.Accepted {
		// Another submission has the job that the answer named. This one may have
		// a job of its own, which is looked for in the list.
		o.log.Warn("two requests were answered with one job", "submission", result.submission, "job", result.jobID)
		result.state = library.Unknown
		_, err = o.library.Submissions.Settle(ctx, result.submission, library.Unknown, o.problem(doubleAnswers, library.ChargedMaybe))
	}
	if state, ok := errors.AsType[*library.StateError](err); ok {
		// Somebody settled it in the meantime; trying again would not help.
		o.log.Warn("the outcome of a submission came too late", "job", result.jobID, "error", state)
		delete(o.inFlight, result.submission)
		o.reportSending()
		return nil
	}
	if err != nil {
		o.unrecorded = append(o.unrecorded, result)
		return err
	}
	delete(o.inFlight, result.submission)
	o.reportSending()
	if result.state == library.Unknown {
		if err := o.reportLost(ctx); err != nil {
			o.log.Error("counting lost submissions", "error", err) // the next Refresh does it again
		}
	}
	return nil
}

// recordAgain tries again to record what the library could not take.
func (o *Outbox) recordAgain(ctx context.Context) error {
	o.mu.Lock()
	unrecorded := o.unrecorded
	o.unrecorded = nil
	o.mu.Unlock()
	var failed []error
	for _, result := range unrecorded {
		if err := o.record(ctx, result); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
