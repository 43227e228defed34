package background

import "context"

// Queue runs actions one after the other, in the order in which a person asked
// for them: the later of two quick ratings wins, and an undo waits for what it
// undoes. Its methods are called on the UI goroutine.
type Queue struct {
	run     Run
	waiting []func() Work
	busy    bool
}

// NewQueue makes a queue that is empty.
func NewQueue(run Run) *Queue { return &Queue{run: run} }

// Add puts something at the end. Begin is called when its turn has come; it
// returns nil when there is nothing to do.
func (q *Queue) Add(begin func() Work) {
	q.waiting = append(q.waiting, begin)
	q.next()
}

func (q *Queue) next() {
	for !q.busy && len(q.waiting) > 0 {
		begin := q.waiting[0]
		q.waiting = q.waiting[1:]
		work := begin()
		if work == nil {
			continue
		}
		q.busy = true
		Do(q.run, func(ctx context.Context) (paint func(), err error) {
			return work(ctx), nil
		}, func(paint func(), _ error) {
			q.busy = false
			if paint != nil {
				paint()
			}
			q.next()
		})
	}
}
