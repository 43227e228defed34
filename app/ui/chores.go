package ui

import (
	"context"

	"lookbook/app/ui/feed"
)

// work is done off the UI goroutine; what it answers paints the result.
type work = func(ctx context.Context) (paint func())

// chores are done one after the other in the order in which a person asked for
// them, so that the last of two ratings given quickly is the one that stays,
// and taking something back waits until it is done.
type chores struct {
	run     feed.Run
	waiting []func() work
	busy    bool
}

// add puts a chore at the end of the line. Begin is called on the UI goroutine
// when its turn has come; nil: there is nothing to do.
func (c *chores) add(begin func() work) {
	c.waiting = append(c.waiting, begin)
	c.next()
}

func (c *chores) next() {
	for !c.busy && len(c.waiting) > 0 {
		begin := c.waiting[0]
		c.waiting = c.waiting[1:]
		do := begin()
		if do == nil {
			continue
		}
		c.busy = true
		c.run(func(ctx context.Context) func() {
			paint := do(ctx)
			return func() {
				c.busy = false
				if paint != nil {
					paint()
				}
				c.next()
			}
		})
	}
}
