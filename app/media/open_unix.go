//go:build !windows

package media

import (
	"errors"
	"syscall"
)

// NonBlocking is the flag that keeps opening a pipe or a device from blocking.
const NonBlocking = syscall.O_NONBLOCK

// heldByLease reports whether opening failed because another program, a file
// server for example, has to release its lease first (fcntl, F_SETLEASE).
func heldByLease(err error) bool { return errors.Is(err, syscall.EAGAIN) }
