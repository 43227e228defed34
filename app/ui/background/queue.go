package background

import "context"

// Queue runs actions one after the other, in the order in which a person
// requested them: the later of two quick ratings wins, and an undo waits for
// what it undoes. UI goroutine only.
type Queue struct {
	run     Run
	waiting []func() Work
	busy    bool
}

func NewQueue(run Run) *Queue { return &Queue{run: run} }

// Add appends an action. begin is called when its turn comes, and returns nil
// if there is nothing to do.
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
