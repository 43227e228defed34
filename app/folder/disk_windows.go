package folder

import "syscall"

// The system's errors for a full disk, a read-only disk, and a file that
// another program has open, often a virus scanner. Source: Microsoft's "System
// Error Codes".
func diskFull() []syscall.Errno     { return []syscall.Errno{112, 39, 1295} }
func diskReadOnly() []syscall.Errno { return []syscall.Errno{19} }
func inUse() []syscall.Errno        { return []syscall.Errno{32, 33} }
