package supervisor

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"
)

// restShare is how long background work pauses, as a multiple of the time that it just worked.
const restShare = 4

// Rest leaves the processor and the disk to others after background work that took worked. It
// returns early when ctx ends. Example: checking the files of 160,000 pictures needs one second of
// a core, just when the window opens.
func Rest(ctx context.Context, clock clockwork.Clock, worked time.Duration) {
	Pause(ctx, clock, restShare*worked)
}

// Pause returns when d has passed or ctx ends.
func Pause(ctx context.Context, clock clockwork.Clock, d time.Duration) {
	if d <= 0 {
		return
	}
	pause := clock.NewTimer(d)
	defer pause.Stop()
	select {
	case <-pause.Chan():
	case <-ctx.Done():
	}
}
