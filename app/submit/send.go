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
	// postsAtOnce is how many submissions may be on their way at once. It
	// leaves one of the client's calls for following jobs: however many POSTs
	// hang, pictures that are paid for still come.
	postsAtOnce = api.MaxCallsAtOnce - 1

	// postPatience is how long a submission waits for the answer to the one
	// before it. An answer normally takes well under a second, so submissions
	// reach the service in the order in which they were made, and what an
	// answer says about the key is known before the next one goes.
	postPatience = 2 * time.Second

	// closeGrace is how long Close lets submissions that people have made
	// already go out.
	closeGrace = 5 * time.Second
)

// queue holds the submissions that wait to be sent, in their order.
type queue struct {
	ready signal.Signal

	mu      sync.Mutex
	waiting []library.Submission
}

func newQueue() queue { return queue{ready: signal.New()} }

func (q *queue) add(s library.Submission) {
	q.mu.Lock()
	q.waiting = append(q.waiting, s)
	q.mu.Unlock()
	q.ready.Wake()
}

// next takes the oldest submission out of the queue.
func (q *queue) next() (library.Submission, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return library.Submission{}, false
	}
	submission := q.waiting[0]
	q.waiting = q.waiting[1:]
	return submission, true
}

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
		case <-o.queue.ready:
		case <-o.closing:
			closing = true
		}
	}
	o.sendQueued(ctx, posts)
	_ = posts.Wait() // each records its own outcome
	return o.poster.recordAgain(context.WithoutCancel(ctx))
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
		submission, ok := o.queue.next()
		if !ok {
			return
		}
		answered := make(chan struct{})
		posts.Go(func() error {
			defer close(answered)
			// A panic is reported; the others are not to blame.
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
