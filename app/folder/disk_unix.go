//go:build !windows

package folder

import "syscall"

// The system's errors for a full disk, a read-only disk, and a file that
// another program has open, which is no obstacle here.
func diskFull() []syscall.Errno     { return []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT} }
func diskReadOnly() []syscall.Errno { return []syscall.Errno{syscall.EROFS} }
func inUse() []syscall.Errno        { return nil }
