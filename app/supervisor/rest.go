package supervisor

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"
)

// restShare is how long background work pauses, as a multiple of the time it has just worked.
const restShare = 4

// Rest leaves the processor and the disk to others after background work that
// took worked. It returns early when ctx ends. With 160,000 pictures, looking for each of
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
