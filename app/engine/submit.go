package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/signal"
)

// What was being done, in the words of Problem.What.
const (
	doingSubmit = "starting the job"
	doingSync   = "asking for the jobs"
	doingFetch  = "fetching the picture"
	doingSave   = "saving the picture"
	doingNote   = "writing to the library"
)

// submitDeadline bounds one POST, over and above the client's own deadline.
const submitDeadline = 2 * time.Minute

// outbox holds submissions from the moment they are durable to the moment
// their outcome is.
type outbox struct {
	// mu is the ledger's lock: whoever makes, accepts or adopts a submission
	// holds it, so that a job is never claimed twice.
	mu       sync.Mutex
	queue    []library.Submission
	inFlight map[string]api.Config // begun in this run and not settled, by submission
	unsaid   []outcome             // known outcomes that the library could not take
	ready    signal.Signal
	closing  signal.Signal
}

// outcome is what became of a submission.
type outcome struct {
	submission string
	state      library.SubmissionState
	jobID      string // when accepted
	problem    *library.Problem
}

func (o *outbox) init() {
	o.inFlight = map[string]api.Config{}
	o.ready, o.closing = signal.New(), signal.New()
}

// Submit writes a submission down, durably, and hands it to the goroutine that
// sends it. It returns when it is written down; what becomes of it is told by
// events. Submissions go out in the order of their entries. When Submit returns
// an error, nothing was sent and nothing will be: ErrNoPrompt, ErrDryRun,
// ErrClosed, or the library's.
func (e *Engine) Submit(ctx context.Context, config api.Config) (library.Entry, error) {
	entries, err := e.SubmitAll(ctx, []library.Request{{Config: config}})
	if err != nil {
		return library.Entry{}, err
	}
	return entries[0], nil
}

// SubmitAll submits several requests, to be sent in their order. All of them
// are written down before the first is sent, or none is: when it returns an
// error, as Submit does, nothing was sent and nothing will be.
func (e *Engine) SubmitAll(ctx context.Context, requests []library.Request) ([]library.Entry, error) {
	for _, request := range requests {
		if strings.TrimSpace(request.Config.Prompt) == "" {
			return nil, ErrNoPrompt
		}
		if request.Config.DryRun {
			return nil, ErrDryRun
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("submitting: %w", err)
	}
	o := &e.outbox
	o.mu.Lock()
	defer o.mu.Unlock()
	if e.ctx.Err() != nil {
		return nil, ErrClosed
	}
	// From here on the caller's context counts no more: a window that closes
	// in the middle must not leave a row that nobody sends.
	entries, err := e.library.Submissions.Begin(context.WithoutCancel(ctx), e.dated(requests))
	if err != nil {
		return nil, fmt.Errorf("writing the submission down (nothing was sent): %w", err)
	}
	e.enqueue(entries...)
	return entries, nil
}

// enqueue hands entries that are durable to the goroutine that sends, under the
// ledger's lock.
func (e *Engine) enqueue(entries ...library.Entry) {
	o := &e.outbox
	for _, entry := range entries {
		o.queue = append(o.queue, *entry.Submission)
		o.inFlight[entry.Submission.ID] = entry.Submission.Config
	}
	e.noteBegun(entries)
	o.ready.Wake()
	e.noteSending(len(o.inFlight))
}

// DryRun asks the service whether it would take a request. Nothing is charged
// and nothing is kept. The error is nil when it would; ErrNotDry when the
// service seems to have made a job of it; otherwise an *api.Error.
func (e *Engine) DryRun(ctx context.Context, config api.Config) error {
	config.DryRun = true
	id, err := e.api.SubmitImageGen(ctx, config)
	e.noteAnswer(err)
	if err == nil && !api.IsDryRun(id) {
		e.log.Warn("a dry run was answered like a job", "job", id)
		return ErrNotDry
	}
	return err
}

// send makes the one POST of a submission and judges its answer.
func (e *Engine) send(ctx context.Context, submission library.Submission) outcome {
	if ctx.Err() != nil {
		return outcome{submission: submission.ID, state: library.Refused, problem: &library.Problem{
			What: doingSubmit, Message: "Lookbook was closed before this was sent",
			Charged: library.ChargedNo, At: e.wall(),
		}}
	}
	if result, held := e.held(submission); held {
		return result
	}
	ctx, cancel := context.WithTimeout(ctx, submitDeadline)
	defer cancel()
	var jobID string
	err := e.work.Guard(doingSubmit, func() (err error) {
		jobID, err = e.api.SubmitImageGen(ctx, submission.Config)
		return err
	})
	e.noteAnswer(err)
	switch {
	case err == nil:
		e.log.Info("job accepted", "submission", submission.ID, "job", jobID)
		return outcome{submission: submission.ID, state: library.Accepted, jobID: jobID}
	case definite(err):
		p := problem.New(doingSubmit, err, library.ChargedNo, e.wall())
		if told, ok := errors.AsType[*api.Error](err); ok && told.Status == 0 {
			p.Message = "not sent: " + p.Message
		}
		return outcome{submission: submission.ID, state: library.Refused, problem: p}
	default:
		return outcome{submission: submission.ID, state: library.Unknown, problem: e.lookingProblem(err)}
	}
}

// record makes an outcome durable. When the library cannot, the outcome is
// kept in memory and tried again with every sync and at Close; after a crash
// the submission is unknown and found in the list again.
func (e *Engine) record(ctx context.Context, result outcome) error {
	o := &e.outbox
	o.mu.Lock()
	defer o.mu.Unlock()
	var err error
	if result.state == library.Accepted {
		var entry library.Entry
		entry, err = e.library.Submissions.Accept(ctx, result.submission, result.jobID)
		if err == nil {
			e.expectJob(entry)
		}
	} else {
		_, err = e.library.Submissions.Settle(ctx, result.submission, result.state, result.problem)
	}
	if _, ok := errors.AsType[*library.StateError](err); ok && result.state == library.Accepted {
		result.state = library.Unknown
		err = e.doublyAnswered(ctx, result)
	}
	if state, ok := errors.AsType[*library.StateError](err); ok {
		// Somebody settled it in the meantime; trying again would not help.
		e.log.Warn("the outcome of a submission came too late", "job", result.jobID, "error", state)
		delete(o.inFlight, result.submission)
		e.noteSending(len(o.inFlight))
		return nil
	}
	if err != nil {
		o.unsaid = append(o.unsaid, result)
		return err
	}
	delete(o.inFlight, result.submission)
	e.noteSending(len(o.inFlight))
	if result.state == library.Unknown {
		if err := e.countLost(ctx); err != nil {
			e.log.Error("counting lost submissions", "error", err) // the next sync does it again
		}
		e.follow.replan.Wake()
	}
	return nil
}

// recordUnsaid tries again to record what the library could not take.
func (e *Engine) recordUnsaid(ctx context.Context) error {
	o := &e.outbox
	o.mu.Lock()
	unsaid := o.unsaid
	o.unsaid = nil
	o.mu.Unlock()
	var failed []error
	for _, result := range unsaid {
		if err := e.record(ctx, result); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func (e *Engine) noteSending(n int) {
	e.board.set(func(s *Status) { s.Sending = n })
}
