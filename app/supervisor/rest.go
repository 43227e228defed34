package supervisor

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"
)

// restShare is how long housework rests, times what it has just worked.
const restShare = 4

// Rest lets others have the processor and the disk after a piece of housework
// that took worked, until ctx ends: with 160,000 pictures, looking for each of
// their files takes a second of a core, just when the window opens.
func Rest(ctx context.Context, clock clockwork.Clock, worked time.Duration) {
	if worked <= 0 {
		return
	}
	pause := clock.NewTimer(restShare * worked)
	defer pause.Stop()
	select {
	case <-pause.Chan():
	case <-ctx.Done():
	}
}
