package engine

import (
	"context"
	"time"
)

// breathShare is how long housework rests, times what it has just worked.
const breathShare = 4

// breathe lets the others have the processor and the disk after a piece of
// housework that took spent, until ctx ends: with 160,000 pictures, looking for
// each of their files takes a second of a core, just when the window opens.
func (e *Engine) breathe(ctx context.Context, spent time.Duration) {
	if spent <= 0 {
		return
	}
	pause := e.clock.NewTimer(breathShare * spent)
	defer pause.Stop()
	select {
	case <-pause.Chan():
	case <-ctx.Done():
	}
}
