package submit

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/signal"
)

const (
	// postsAtOnce bounds the submissions on their way. It leaves one of the
	// client's calls for following jobs, so that paid pictures arrive even if
	// all POSTs hang.
	postsAtOnce = api.MaxCallsAtOnce - 1

	// postPatience is how long a submission waits for the answer to the one
	// before it. An answer normally takes well under a second. So submissions
	// arrive in order, and the next one is sent knowing what the last answer
	// said about the key.
	postPatience = 2 * time.Second

	// closeGrace is how long Close lets queued submissions go out.
	closeGrace = 5 * time.Second
)

// queue holds the submissions to send, in order.
type queue struct {
	ready signal.Signal

	mu      sync.Mutex
	waiting []queued
}

// queued is a submission to send.
type queued struct {
	library.Submission
	was *library.Held // how it was held before it was released; nil: it wasn't
}

func newQueue() queue { return queue{ready: signal.New()} }

func (q *queue) add(s queued) {
	q.mu.Lock()
	q.waiting = append(q.waiting, s)
	q.mu.Unlock()
	q.ready.Wake()
}

// next removes the oldest submission.
func (q *queue) next() (queued, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return queued{}, false
	}
	submission := q.waiting[0]
	q.waiting = q.waiting[1:]
	return submission, true
}

// Start starts sending. It returns false when the group has already ended.
func (o *Outbox) Start() bool {
	started := o.work.GoWith(o.ctx, "send submissions", func(ctx context.Context) error {
		defer close(o.sent)
		return o.run(ctx)
	})
	o.started.Store(started)
	return started
}

// Close sends queued submissions for up to five seconds, or until ctx ends. The rest is refused, or
// held again, and says so. It is called after the group was stopped. It waits for no goroutine; the group does.
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
		case <-o.queue.ready:
		case <-o.closing:
			closing = true
		}
	}
	o.sendQueued(ctx, posts)
	_ = posts.Wait() // each records its own outcome
	return o.poster.recordAgain(context.WithoutCancel(ctx))
}

// newPosts makes the group of the POSTs on their way.
func newPosts() *errgroup.Group {
	posts := new(errgroup.Group)
	posts.SetLimit(postsAtOnce)
	return posts
}

// SendQueued sends every queued submission and waits for the outcomes. It is for an outbox that was
// not started.
func (o *Outbox) SendQueued() {
	posts := newPosts()
	o.sendQueued(o.ctx, posts)
	_ = posts.Wait()
}

// sendQueued sends every queued submission in order. It returns when the last
// one is on its way.
func (o *Outbox) sendQueued(ctx context.Context, posts *errgroup.Group) {
	for {
		submission, ok := o.queue.next()
		if !ok {
			return
		}
		answered := make(chan struct{})
		posts.Go(func() error {
			defer close(answered)
			// A panic is reported, and the others are sent all the same.
			return o.work.Guard(doing, func() error {
				o.poster.post(ctx, submission)
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
