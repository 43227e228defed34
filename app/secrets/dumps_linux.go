package secrets

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// forbidDumps does both: a core_pattern that hands cores to a program is not
// bound by the limit, and the limit also holds for whatever becomes dumpable
// again.
func forbidDumps() error {
	limit := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	dumpable := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	if err := errors.Join(limit, dumpable); err != nil {
		return fmt.Errorf("forbid core files: %w", err)
	}
	return nil
}
