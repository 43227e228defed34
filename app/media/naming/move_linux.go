package naming

import (
	"os"

	"golang.org/x/sys/unix"
)

// moveNoReplace renames from to to unless to exists; then the error is
// fs.ErrExist.
func moveNoReplace(from, to string) error {
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	switch err {
	case nil:
		return nil
	case unix.EINVAL, unix.ENOSYS, unix.EOPNOTSUPP, unix.EPERM:
		// The file system (NFS, FUSE, some others) or a sandbox can't do it.
		return moveByLink(from, to)
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}
