//go:build unix && !linux

package secrets

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// forbidDumps sets the limit. macOS crash reports contain the stacks of threads
// and no other memory.
func forbidDumps() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("forbid core files: %w", err)
	}
	return nil
}
