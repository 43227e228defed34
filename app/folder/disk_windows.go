package folder

import "syscall"

// The system's errors for a disk that has no room, a disk that can only be
// read, and a file that somebody else holds, often a virus scanner. Source:
// Microsoft's "System Error Codes".
func diskFull() []syscall.Errno     { return []syscall.Errno{112, 39, 1295} }
func diskReadOnly() []syscall.Errno { return []syscall.Errno{19} }
func inUse() []syscall.Errno        { return []syscall.Errno{32, 33} }
