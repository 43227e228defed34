package secrets

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// forbidDumps does both, because a core_pattern with a pipe ignores the limit,
// and the limit holds even if the process becomes dumpable again (core(5)).
func forbidDumps() error {
	limit := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	dumpable := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	if err := errors.Join(limit, dumpable); err != nil {
		return fmt.Errorf("forbid core files: %w", err)
	}
	return nil
}
