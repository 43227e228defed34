//go:build !windows

package media

import (
	"errors"
	"syscall"
)

// NonBlocking is the flag with which opening a pipe or a device does not wait.
const NonBlocking = syscall.O_NONBLOCK

// heldByLease reports whether a file could not be opened at once because
// another program, a file server say, has to let go of it first.
func heldByLease(err error) bool { return errors.Is(err, syscall.EAGAIN) }
