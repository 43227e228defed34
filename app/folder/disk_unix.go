//go:build !windows

package folder

import "syscall"

// The system's errors for a disk that has no room, a disk that can only be
// read, and a file that somebody else holds (which is no obstacle here).
func diskFull() []syscall.Errno     { return []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT} }
func diskReadOnly() []syscall.Errno { return []syscall.Errno{syscall.EROFS} }
func inUse() []syscall.Errno        { return nil }
