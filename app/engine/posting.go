package engine

import (
	"context"
	"errors"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
	"lookbook/app/library"
)

const (
	// postsAtOnce is how many submissions may be on their way at once. It
	// leaves one of the client's calls for following jobs: however many POSTs
	// hang, pictures that are paid for still come.
	postsAtOnce = api.MaxCallsAtOnce - 1

	// postPatience is how long a submission waits for the answer to the one
	// before it. An answer normally takes well under a second, so submissions
	// reach the service in the order in which they were made, and what an
	// answer says about the key is known before the next one goes; one that
	// hangs holds up the others for no longer than this.
	postPatience = 2 * time.Second
)

// runSubmit sends submissions until Close has waited for them.
func (e *Engine) runSubmit(ctx context.Context) error {
	posts := newPosts()
	for closing := false; !closing; {
		e.sendQueued(ctx, posts)
		select {
		case <-e.outbox.ready:
		case <-e.outbox.closing:
			closing = true
		}
	}
	e.sendQueued(ctx, posts)
	_ = posts.Wait() // each records its own outcome
	return e.recordUnsaid(context.WithoutCancel(ctx))
}

// newPosts is for the POSTs that are on their way.
func newPosts() *errgroup.Group {
	posts := new(errgroup.Group)
	posts.SetLimit(postsAtOnce)
	return posts
}

// sendAll sends every submission of the queue and waits for the outcomes.
func (e *Engine) sendAll(ctx context.Context) {
	posts := newPosts()
	e.sendQueued(ctx, posts)
	_ = posts.Wait()
}

// sendQueued sends every submission of the queue, in its order. It returns when
// the last one is on its way.
func (e *Engine) sendQueued(ctx context.Context, posts *errgroup.Group) {
	for {
		submission, ok := e.outbox.next()
		if !ok {
			return
		}
		answered := make(chan struct{})
		posts.Go(func() error {
			defer close(answered)
			// A panic is reported; the others are not to blame.
			return e.work.Guard(doingSubmit, func() error {
				e.post(ctx, submission)
				return nil
			})
		})
		patience := e.clock.NewTimer(postPatience)
		select {
		case <-answered:
		case <-patience.Chan():
			e.log.Warn("the answer to a submission is slow to come; going on with the next one", "submission", submission.ID)
		}
		patience.Stop()
	}
}

// next takes the oldest submission out of the queue.
func (o *outbox) next() (library.Submission, bool) {
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
func (e *Engine) post(ctx context.Context, submission library.Submission) {
	result := e.send(ctx, submission)
	if err := e.record(ctx, result); err != nil {
		e.log.Error("recording the outcome of a submission; trying again later",
			"submission", submission.ID, "job", result.jobID, "error", err)
	}
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
