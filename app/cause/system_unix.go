//go:build !windows

package cause

import "syscall"

// systems lists the known errors of the system. The first match counts.
func systems() []system {
	return []system{
		{syscall.ENOSPC, DiskFull},
		{syscall.EDQUOT, DiskFull},
		{syscall.EROFS, DiskReadOnly},
		{syscall.EIO, DiskTrouble},
		{syscall.ENXIO, DiskTrouble},
		{syscall.ENODEV, DiskTrouble},
		{syscall.ESTALE, DiskTrouble},
		{syscall.EXDEV, DiskOther},
		{syscall.EFBIG, FileLarge},
		{syscall.ENAMETOOLONG, NameTooLong},
		{syscall.ELOOP, LinkLoop},
		{syscall.EMFILE, FilesOpen},
		{syscall.ENFILE, FilesOpen},
		{syscall.EBUSY, InUse},
		{syscall.ETXTBSY, InUse},
	}
}
